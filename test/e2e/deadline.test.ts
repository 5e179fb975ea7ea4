import { describe, expect, test } from 'vitest';
import { play } from './play.ts';

/** Longer than what is left for the last poll: 5 % of the time-out. */
const SLOW = { latencyMs: 200 };

describe.concurrent('when the answer to the last poll comes too late', () => {
  test.each([
    ['always-scanning', { 'scan-timeout': '3s' }, /Xray was still SCANNING/],
    ['no-sto', { 'scan-timeout': '3s' }, /STO has no result for linux\/amd64 and linux\/arm64/],
    ['tag-never-appears', { 'appear-timeout': '3s' }, /the tag 1\.4\.2 is not there yet/],
    ['stale-done', { 'appear-timeout': '3s' }, /holds sha256:[0-9a-f]{12}, not sha256:/],
  ])('%s: the reason is the last state seen, not the late answer', async (name, inputs, reason) => {
    const { outputs, exitCode } = await play(name, { inputs, simulator: SLOW });
    expect(outputs['reason']).toMatch(reason);
    expect(outputs['verdict']).toBe('inconclusive');
    expect(exitCode).toBe(1);
  });
});
