import { describe, expect, it } from 'vitest';
import { type Respond, startGitHubServer } from '../e2e/github/github-server.ts';
import { answers } from './content-faults.ts';
import { onCall, type Plan } from './exchange.ts';
import { collectRows } from './record.ts';
import { timesOf } from './signal-times.ts';
import { type Trial, tryOut } from './trial.ts';
import { resetBeforeHeaders, silent } from './wire-faults.ts';

const record = collectRows('signals');
const later: Plan = onCall(
  'integrationdetails',
  answers({ status: 429, headers: { 'Retry-After': '300' } }),
);

/** What the gate is busy with when it is cancelled. */
const WAITS: readonly (Trial & { readonly what: string })[] = [
  { what: 'while Xray scans', scenario: 'always-scanning', inputs: { 'scan-timeout': '5m' } },
  {
    what: 'while the image is missing',
    scenario: 'never-appears',
    inputs: { 'appear-timeout': '5m' },
  },
  { what: 'in the middle of a silent answer', plan: onCall('status', silent) },
  { what: 'while Harness asks for patience', plan: later },
  {
    what: 'while nothing can be reached',
    plan: () => resetBeforeHeaders,
  },
];
/** From the signal to the end of the process. */
const MOST_MS = 2_000;
/** GitHub's API is given that much to hear of a cancelled run; the runner kills a step after ten seconds. */
const TELLING_MS = 5_000;
const MOMENTS = [600, 1_100, 1_800];

describe.concurrent('a cancelled run', () => {
  it.each(
    WAITS.flatMap((wait) =>
      (['SIGINT', 'SIGTERM'] as const).map((signal) => ({ ...wait, signal })),
    ),
  )(
    '$what ends on $signal at any moment, with a verdict and a summary',
    async ({ what, signal, ...trial }) => {
      for (const ms of MOMENTS) {
        const { run, verdict } = await tryOut({
          ...trial,
          signalAfter: { ms, signal },
          preload: ['signal-clock.mjs'],
        });
        const left = run.durationMs - ms;
        record({ fault: `${signal} ${what}, after ${ms} ms`, ended: 'cancelled', ms: left });
        // A process that has not begun yet knows nothing of signals, and dies of them.
        if (run.signal === signal && /^(?:::add-mask::.*\n)*$/.test(run.stdout)) continue;
        expect(verdict, run.log).toBe('cancelled');
        expect(run.exitCode).toBe(1);
        expect(run.summary).toMatch(/Cancelled/);
        expect(run.outputs['approved'] ?? '').toBe('');
        expect(Math.max(...Object.values(timesOf(run)))).toBeLessThan(MOST_MS);
        // Seen from outside, where a busy machine sends the signal late and hears of the end late.
        expect(left).toBeLessThan(2 * MOST_MS);
      }
    },
  );

  describe.each(['SIGINT', 'SIGTERM'] as const)('that tells GitHub of it, %s', (signal) => {
    async function cancelTelling(respond: Respond) {
      const github = await startGitHubServer(respond);
      const { run, verdict } = await tryOut({
        scenario: 'always-scanning',
        inputs: { 'scan-timeout': '5m', comment: 'always', 'check-run': 'true' },
        env: { GITHUB_API_URL: github.url },
        signalAfter: { line: /SCANNING/, signal },
        preload: ['signal-clock.mjs'],
      }).finally(() => github.close());
      expect(verdict, run.log).toBe('cancelled');
      expect(run.exitCode).toBe(1);
      expect(run.summary).toMatch(/Cancelled/);
      const { ended, ...told } = timesOf(run);
      expect(Math.max(...Object.values(told))).toBeLessThan(MOST_MS);
      return { ended, requests: github.requests };
    }

    it('ends within 2 s where GitHub answers', async () => {
      const { ended, requests } = await cancelTelling(() => ({ status: 200, body: [] }));
      record({ fault: `${signal} with comment and check run`, ended: 'cancelled', ms: ended });
      expect(requests.length).toBeGreaterThan(0);
      expect(ended).toBeLessThan(MOST_MS);
    });

    it('has summary and outputs within 2 s where GitHub is silent, and gives it 5 s', async () => {
      const { ended } = await cancelTelling(() => ({ afterMs: 60_000 }));
      record({ fault: `${signal} with a silent GitHub`, ended: 'cancelled', ms: ended });
      expect(ended).toBeLessThan(TELLING_MS + MOST_MS);
    });
  });
});
