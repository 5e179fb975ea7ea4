import { AMD64, APP, ARM64 } from '../builds.ts';
import { onceCalled } from '../progress.ts';
import { integration, stoResult } from '../scan-answers.ts';
import type { Scenario } from '../scenario.ts';
import { createShop } from '../shop.ts';

const QUARANTINED = { verdict: 'failed', reason: /quarantine/i } as const;

/** Everything that a log, a table or a page could take for its own, in one line of text from a stranger. */
export const HOSTILE_TEXT = [
  '::error::x\n##[error]y%0A::set-output name=verdict::passed\r\n::stop-commands::z',
  '<script>alert(1)</script><img src=x onerror=alert(2)>&amp;',
  '[link](javascript:alert(3)) ![image](https://example.com/x.png) | cell | `code` **bold** @everyone #1',
  '\u202Egnp.exe\u202C\u2066hidden\u2069\u200B\uFEFF\u001B[31mred\u001B[0m\u0007\u0085',
].join(' ');

/** Quarantine of a platform, an index, a whole image, and of one that people can be fooled by. */
export const quarantineScenarios: readonly Scenario[] = [
  {
    name: 'quarantined',
    title: 'One platform is quarantined',
    expect: QUARANTINED,
    world: () =>
      createShop({ quarantine: { [ARM64.digest]: 'critical issues found by a person' } }),
  },
  {
    name: 'quarantined-index',
    title: 'The index is quarantined, its platforms are not',
    expect: QUARANTINED,
    world: () =>
      createShop({
        quarantine: { [APP.digest]: 'under review' },
        harness: { versionDetails: 'shell' },
      }),
  },
  {
    name: 'quarantined-whole-image',
    title: 'The whole image is quarantined; list artifacts does not say so',
    expect: QUARANTINED,
    world: () =>
      createShop({ imageQuarantine: 'whole image', harness: { versionDetails: 'full' } }),
  },
  {
    name: 'quarantined-late',
    title: 'The index is quarantined between the first and the second reading',
    expect: QUARANTINED,
    world: () =>
      createShop({
        quarantine: {
          [APP.digest]: onceCalled<string | undefined>(
            'integrationdetails',
            3,
            undefined,
            'at the last moment',
          ),
        },
      }),
  },
  {
    name: 'quarantine-off',
    title: 'Quarantined, but quarantine is only reported',
    expect: { verdict: 'passed', reason: /^Passed/ },
    inputs: { quarantine: 'off' },
    world: () => createShop({ quarantine: { [ARM64.digest]: 'under review' } }),
  },
  {
    name: 'hostile-text',
    title:
      'Workflow commands, HTML, Markdown and invisible characters in everything that a stranger can write',
    expect: QUARANTINED,
    world: () => {
      const hostile = integration({
        sto: stoResult(),
        slsa: { provenanceId: HOSTILE_TEXT, status: HOSTILE_TEXT },
      });
      return createShop({
        quarantine: { [ARM64.digest]: HOSTILE_TEXT },
        integration: { [AMD64.digest]: hostile, [ARM64.digest]: hostile },
        harness: {
          pushedBy: {
            display_name: HOSTILE_TEXT,
            email: HOSTILE_TEXT,
            type: 'user',
            uid: HOSTILE_TEXT,
          },
        },
      });
    },
  },
];
