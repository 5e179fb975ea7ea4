import { describe, expect, it } from 'vitest';
import { answers } from './content-faults.ts';
import { onCall, type Plan } from './exchange.ts';
import { collectRows } from './record.ts';
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
        const { run, verdict } = await tryOut({ ...trial, signalAfter: { ms, signal } });
        const left = run.durationMs - ms;
        record({ fault: `${signal} ${what}, after ${ms} ms`, ended: 'cancelled', ms: left });
        // A process that has not begun yet knows nothing of signals, and dies of them.
        if (run.signal === signal && /^(?:::add-mask::.*\n)*$/.test(run.stdout)) continue;
        expect(verdict, run.log).toBe('cancelled');
        expect(run.exitCode).toBe(1);
        expect(run.summary).toMatch(/Cancelled/);
        expect(run.outputs['approved'] ?? '').toBe('');
        // Seen from outside, on a busy machine; the gate's own time is measured in injected.test.ts.
        expect(left).toBeLessThan(4_000);
      }
    },
  );
});
