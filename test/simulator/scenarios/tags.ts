import { APP, OTHER_APP } from '../builds.ts';
import { onceCalled } from '../progress.ts';
import { goodIntegration } from '../scan-answers.ts';
import type { Scenario } from '../scenario.ts';
import { createShop, reference } from '../shop.ts';

/** The early question, then one for each of two platforms. */
const EVIDENCE_READ = 3;

/** Tags that point elsewhere. */
export const tagScenarios: readonly Scenario[] = [
  {
    name: 'tag-moved',
    title: 'Another build has taken the tag before the gate looks',
    expect: { verdict: 'failed', reason: /1\.4\.2 now points to sha256:/ },
    world: () => createShop({ pushed: [APP, OTHER_APP], tags: { '1.4.2': OTHER_APP.digest } }),
  },
  {
    name: 'tag-moved-late',
    title: 'Another build takes the tag between the first and the second reading',
    expect: { verdict: 'failed', reason: /1\.4\.2 now points to sha256:/ },
    world: () =>
      createShop({
        pushed: [APP, OTHER_APP],
        tags: {
          '1.4.2': onceCalled<string | undefined>(
            'integrationdetails',
            EVIDENCE_READ,
            APP.digest,
            OTHER_APP.digest,
          ),
        },
      }),
  },
  {
    name: 'tag-moved-late-without-digest',
    title: 'The same when nobody said what was pushed',
    expect: { verdict: 'failed', reason: /1\.4\.2 now points to sha256:/ },
    without: ['digest'],
    world: () =>
      createShop({
        pushed: [APP, OTHER_APP],
        tags: {
          '1.4.2': onceCalled<string | undefined>(
            'integrationdetails',
            EVIDENCE_READ,
            APP.digest,
            OTHER_APP.digest,
          ),
        },
      }),
  },
  {
    name: 'tag-still-old',
    title: 'The tag shows the previous build until the pushed digest arrives',
    expect: { verdict: 'passed', reason: /^Passed/ },
    world: () =>
      createShop({
        pushed: [APP, OTHER_APP],
        appears: { [APP.digest]: ({ calls }) => calls('tags') >= 4 },
        tags: { '1.4.2': onceCalled<string | undefined>('tags', 4, OTHER_APP.digest, APP.digest) },
      }),
  },
  {
    name: 'tags-disagree',
    title: 'Two tags of one image point to two builds, and nobody said which was pushed',
    expect: { verdict: 'inconclusive', reason: /sha256:.*sha256:/ },
    inputs: {
      image: ['1.4.2', 'latest'].map((tag) => reference(`app:${tag}`)).join('\n'),
      'appear-timeout': '400ms',
    },
    without: ['digest'],
    world: () =>
      createShop({
        pushed: [APP, OTHER_APP],
        tags: { '1.4.2': APP.digest, latest: OTHER_APP.digest },
        integration: { [OTHER_APP.digest]: goodIntegration() },
      }),
  },
];
