import { describe, expect, it } from 'vitest';
import { systemClock } from './system-clock.ts';

describe('the system clock', () => {
  it('never goes back', () => {
    const first = systemClock.now();
    expect(systemClock.now()).toBeGreaterThanOrEqual(first);
  });

  it('knows the time of day', () => {
    expect(Math.abs(systemClock.wall() - Date.now())).toBeLessThan(1_000);
  });

  it('draws from 0 up to 1', () => {
    const drawn = systemClock.random();
    expect(drawn).toBeGreaterThanOrEqual(0);
    expect(drawn).toBeLessThan(1);
  });

  it('sleeps', async () => {
    const start = systemClock.now();
    await systemClock.sleep(5);
    expect(systemClock.now() - start).toBeGreaterThanOrEqual(4);
  });

  it("ends a sleep with the signal's own reason", async () => {
    const cancel = new AbortController();
    const reason = new Error('cancelled');
    const sleep = systemClock.sleep(60_000, cancel.signal);
    cancel.abort(reason);
    await expect(sleep).rejects.toBe(reason);
  });

  it('does not begin to sleep when the signal was aborted before', async () => {
    const reason = new Error('cancelled');
    await expect(systemClock.sleep(60_000, AbortSignal.abort(reason))).rejects.toBe(reason);
  });
});
