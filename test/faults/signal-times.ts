import { expect } from 'vitest';
import type { ActionRun } from '../runner/runner.ts';

/** Milliseconds from the signal, as the gate's own process heard it, to when it ended and last wrote to each file. */
export interface SignalTimes {
  readonly ended: number;
  readonly summary: number;
  readonly outputs: number;
}

/** What `signal-clock.mjs` left behind in a run that heard a signal. */
export function timesOf({ files, log }: ActionRun): SignalTimes {
  const text = files['after-signal'];
  expect(text, `the gate heard no signal:\n${log}`).toBeDefined();
  return JSON.parse(text ?? '{}');
}
