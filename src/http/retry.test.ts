import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planWait } from './retry.ts';

describe('planWait', () => {
  it.each([
    ['that fits is kept', 5_000, 60_000, { ms: 5_000, last: false }],
    ['that does not fit ends 2 s before the time does', 50_000, 30_000, { ms: 28_000, last: true }],
    ['that leaves no time for an answer is shortened', 29_000, 30_000, { ms: 28_000, last: true }],
    ['in the last seconds leaves half of them', 5_000, 1_000, { ms: 500, last: true }],
    [
      'with all the time of the world is kept',
      5_000,
      Number.POSITIVE_INFINITY,
      { ms: 5_000, last: false },
    ],
  ])('a delay %s', (_, delay, remaining, wait) => {
    expect(planWait(delay, remaining)).toEqual(wait);
  });

  it.each([0, -1])('there is none with %i ms left', (remaining) => {
    expect(planWait(0, remaining)).toBeUndefined();
  });

  it('never outlives the time that is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0 }), fc.integer({ min: 1 }), (delay, remaining) => {
        expect(planWait(delay, remaining)?.ms).toBeLessThan(remaining);
      }),
    );
  });
});
