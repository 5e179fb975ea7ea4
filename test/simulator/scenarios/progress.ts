import { AMD64, APP, ARM64 } from '../builds.ts';
import { missingArtifact } from '../jfrog.ts';
import { inTurn } from '../progress.ts';
import {
  emptyIntegration,
  goodIntegration,
  missingIntegration,
  scanningThenDone,
  secondsAgo,
  xrayNotStarted,
  xrayStatus,
} from '../scan-answers.ts';
import type { Scenario } from '../scenario.ts';
import { createShop } from '../shop.ts';
import { REPOSITORY } from '../shop-files.ts';

const PATH = 'app/1.4.2/list.manifest.json';

/** The road of one image, from the push to the verdict, and images that never start on it. */
export const progressScenarios: readonly Scenario[] = [
  {
    name: 'clean',
    title: 'Two platforms with attestations, everything scanned long ago and good',
    expect: { verdict: 'passed', reason: /^Passed/ },
    world: () => createShop(),
  },
  {
    name: 'pushed-just-now',
    title: 'Pushed a moment ago: the tag, the scan and the counts arrive one after the other',
    expect: { verdict: 'passed', reason: /^Passed/ },
    world: () =>
      createShop({
        pushedMinutesAgo: 0,
        tags: { '1.4.2': inTurn<string | undefined>(undefined, undefined, APP.digest) },
        appears: { [APP.digest]: ({ calls }) => calls('tags') >= 2 },
        integration: {
          [AMD64.digest]: inTurn(
            emptyIntegration(),
            goodIntegration({ lastScanned: secondsAgo(0) }),
          ),
          [ARM64.digest]: inTurn(
            emptyIntegration(),
            emptyIntegration(),
            goodIntegration({ lastScanned: secondsAgo(0), medium: 4 }),
          ),
        },
        file: {
          storedMinutesAgo: 0,
          sha256: inTurn<string | undefined>(undefined, APP.digest),
          status: ({ nth }) => {
            if (nth === 1) return missingArtifact(REPOSITORY, PATH);
            if (nth === 2) return xrayNotStarted();
            return nth < 6
              ? xrayStatus('SCANNING', { violations: 'NOT_SCANNED' })
              : xrayStatus('DONE');
          },
        },
      }),
  },
  {
    name: 'critical',
    title: 'One platform turns out to have two critical issues',
    expect: { verdict: 'failed', reason: /2 critical issues?, 0 allowed.*linux\/amd64/ },
    world: () =>
      createShop({
        integration: {
          [APP.digest]: missingIntegration(),
          [AMD64.digest]: goodIntegration({ critical: 2, high: 1 }),
        },
        file: { status: scanningThenDone(2) },
      }),
  },
  {
    name: 'never-appears',
    title: 'The image is in neither system: a typing mistake, or a push that failed',
    expect: { verdict: 'inconclusive', reason: /not there|has not appeared|not found/i },
    inputs: { 'appear-timeout': '400ms' },
    world: () => createShop({ name: 'another-app', files: [] }),
  },
  {
    name: 'tag-never-appears',
    title: 'The image is there, the tag is not',
    expect: { verdict: 'inconclusive', reason: /not there|has not appeared|not found/i },
    inputs: { 'appear-timeout': '400ms' },
    without: ['digest'],
    world: () => createShop({ tags: { '1.4.2': () => undefined, '1.4.20': APP.digest } }),
  },
  {
    name: 'image-deleted',
    title: 'The image vanishes between the first and the second reading',
    expect: {
      verdict: 'inconclusive',
      reason: /no longer|gone|missing|vanished|not (there|found)/i,
    },
    inputs: { 'scan-timeout': '800ms' },
    world: () => createShop({ there: ({ calls }) => calls('integrationdetails') < 3 }),
  },
];
