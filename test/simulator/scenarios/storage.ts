import { artifactoryError, xrayError } from '../answers.ts';
import { AMD64, APP, OTHER_APP } from '../builds.ts';
import { buildWithAttestations } from '../manifests.ts';
import { inTurn, onceCalled } from '../progress.ts';
import { rfc3339Ago, xrayStatus } from '../scan-answers.ts';
import type { Scenario } from '../scenario.ts';
import { createShop } from '../shop.ts';
import type { FileOptions } from '../shop-files.ts';

const PASSED = { verdict: 'passed', reason: /^Passed/ } as const;
const BRIEF = { 'scan-timeout': '500ms' };

/** Another build lay there before, and Xray is DONE with something since ours was stored. */
function pushedOverAnother(): FileOptions {
  const status = xrayStatus('DONE', {}, rfc3339Ago(4));
  return { createdMinutesAgo: 600, storedMinutesAgo: 5, status };
}

/** Which bytes Artifactory stores, and whether a DONE is about them. */
export const storageScenarios: readonly Scenario[] = [
  {
    name: 'stale-done',
    title: 'Artifactory keeps another build under the tag, long since DONE',
    expect: { verdict: 'inconclusive', reason: /sha256|not there|another|docker-local/i },
    inputs: { 'appear-timeout': '400ms' },
    world: () => createShop({ file: { sha256: OTHER_APP.digest } }),
  },
  {
    name: 'stale-done-then-ours',
    title:
      'The old build and its DONE first, then ours, still with the old DONE, then its own scan',
    expect: PASSED,
    world: () =>
      createShop({
        file: {
          storedMinutesAgo: 1,
          sha256: inTurn<string | undefined>(OTHER_APP.digest, OTHER_APP.digest, APP.digest),
          status: ({ nth }) => {
            if (nth <= 2) return xrayStatus('DONE', {}, rfc3339Ago(60));
            return nth <= 4 ? xrayStatus('SCANNING') : xrayStatus('DONE');
          },
          indexedSha256: onceCalled<string | undefined>('status', 4, OTHER_APP.digest, APP.digest),
        },
      }),
  },
  {
    name: 'old-done-for-ever',
    title: 'Our bytes are stored, but DONE stays that of the build before',
    expect: { verdict: 'inconclusive', reason: /Xray/ },
    inputs: BRIEF,
    world: () =>
      createShop({
        file: {
          storedMinutesAgo: 5,
          status: xrayStatus('DONE', {}, rfc3339Ago(60)),
          indexedSha256: OTHER_APP.digest,
        },
      }),
  },
  {
    name: 'foreign-scan-ended-late',
    title: 'Ours was pushed over another build, whose scan ended only after that',
    expect: { verdict: 'inconclusive', reason: /Xray/ },
    inputs: BRIEF,
    world: () => createShop({ file: { ...pushedOverAnother(), indexedSha256: OTHER_APP.digest } }),
  },
  {
    name: 'repushed-and-scanned',
    title: 'Ours was pushed over another build, and Xray has scanned ours since',
    expect: PASSED,
    world: () => createShop({ file: { ...pushedOverAnother(), indexedSha256: APP.digest } }),
  },
  {
    name: 'repushed-and-one-platform-scanned',
    title: 'The same, but Xray has scanned one of its platforms, pushed there before by itself',
    expect: { verdict: 'inconclusive', reason: /Xray/ },
    inputs: BRIEF,
    world: () => createShop({ file: { ...pushedOverAnother(), indexedSha256: AMD64.digest } }),
  },
  {
    name: 'identical-repush',
    title: 'The same bytes pushed again: not scanned anew, but indexed',
    expect: PASSED,
    world: () =>
      createShop({
        file: {
          storedMinutesAgo: 5,
          status: xrayStatus('DONE', {}, rfc3339Ago(60)),
          indexedSha256: APP.digest,
        },
      }),
  },
  {
    name: 'only-platform-stored',
    title: 'Artifactory holds the only platform without the index around it',
    expect: PASSED,
    world: () =>
      createShop({
        pushed: [buildWithAttestations([AMD64])],
        file: { path: 'app/1.4.2/manifest.json', sha256: AMD64.digest },
      }),
  },
  {
    name: 'virtual-repository',
    title: 'The repository is a virtual one, which Xray never scans; storage names the local one',
    expect: PASSED,
    inputs: { 'jfrog-repository': 'docker' },
    world: () => createShop({ jfrog: { virtual: { docker: 'docker-local' } } }),
  },
  {
    name: 'jfrog-project',
    title: 'The repository belongs to a JFrog project',
    expect: PASSED,
    inputs: { 'jfrog-project': 'shop' },
    world: () => createShop({ jfrog: { project: 'shop' } }),
  },
  {
    name: 'storage-forbidden',
    title: 'The token may not read storage; Xray’s own checksum decides',
    expect: PASSED,
    world: () =>
      createShop({
        intercept: (call) =>
          call.name === 'storage' ? artifactoryError(403, 'Forbidden') : undefined,
      }),
  },
  {
    name: 'storage-and-summary-forbidden',
    title: 'The token may read neither checksum',
    expect: { verdict: 'inconclusive', reason: /permission|403|Read/i },
    world: () =>
      createShop({
        intercept: (call) => {
          if (call.name === 'storage') return artifactoryError(403, 'Forbidden');
          return call.name === 'xraySummary' ? xrayError(403, 'Permission denied') : undefined;
        },
      }),
  },
];
