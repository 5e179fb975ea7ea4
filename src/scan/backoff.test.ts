import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  MAX_DELAY_MS,
  nextSlowness,
  parseRetryAfter,
  pollInterval,
  retryDelay,
  slowedDelay,
  toDelay,
} from './backoff.ts';

const BOUNDS = { min: 5_000, max: 60_000 };
const MIDDLE = 0.5;

describe('pollInterval', () => {
  it.each([
    ['starts at the shortest', 0, 5_000],
    ['stays there until the root outgrows it', 24_000, 5_000],
    ['follows the square root of the seconds waited', 400_000, 20_000],
    ['ends at the longest', 10_000_000, 60_000],
    ['takes a clock that went backwards for no wait', -1, 5_000],
  ])('%s', (_, elapsed, expected) => {
    expect(pollInterval(elapsed, BOUNDS, MIDDLE)).toBeCloseTo(expected);
  });

  it('spreads by ten per cent both ways', () => {
    expect(pollInterval(400_000, BOUNDS, 0)).toBeCloseTo(18_000);
    expect(pollInterval(400_000, BOUNDS, 1)).toBeCloseTo(22_000);
  });
});

describe('retryDelay', () => {
  it('doubles up to the longest', () => {
    const pace = { base: 1_000, max: 5_000 };
    const delays = [1, 2, 3, 4, 500].map((attempt) => retryDelay(attempt, pace, MIDDLE));
    expect(delays).toEqual([1_000, 2_000, 4_000, 5_000, 5_000]);
  });

  it('spreads by a quarter both ways', () => {
    const pace = { base: 1_000, max: 5_000 };
    expect([retryDelay(1, pace, 0), retryDelay(1, pace, 1)]).toEqual([750, 1_250]);
  });
});

describe('toDelay', () => {
  it.each([
    [-5, 0],
    [12.5, 12.5],
    [2 ** 31, MAX_DELAY_MS],
    [Number.POSITIVE_INFINITY, MAX_DELAY_MS],
    [Number.NEGATIVE_INFINITY, 0],
    [Number.NaN, MAX_DELAY_MS],
  ])('%d becomes a wait that a timer keeps', (ms, expected) => {
    expect(toDelay(ms)).toBe(expected);
  });

  it('bounds every delay whatever goes in', () => {
    fc.assert(
      fc.property(
        fc.double(),
        fc.double(),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (a, b, random) => {
          const pace = { base: a, min: a, max: b };
          for (const delay of [
            pollInterval(b, pace, random),
            retryDelay(a, pace, random),
            slowedDelay(a, b, undefined),
          ]) {
            expect(delay >= 0 && delay <= MAX_DELAY_MS).toBe(true);
          }
        },
      ),
    );
  });
});

describe('parseRetryAfter', () => {
  const now = Date.parse('2025-03-01T10:00:00Z');

  it.each([
    ['seconds', '7', 7_000],
    ['seconds with space around', ' 7 ', 7_000],
    ['zero', '0', 0],
    ['an HTTP date', 'Sat, 01 Mar 2025 10:01:30 GMT', 90_000],
    ['more than five minutes, cut to five minutes', '86400', 300_000],
    ['a far date, cut to five minutes', 'Sun, 01 Mar 2026 10:00:00 GMT', 300_000],
  ])('reads %s', (_, header, expected) => {
    expect(parseRetryAfter(header, now)).toBe(expected);
  });

  it.each([
    ['no header', undefined],
    ['an empty one', ''],
    ['a negative number', '-5'],
    ['a fraction', '1.5'],
    ['an exponent', '1e3'],
    ['a word', 'soon'],
    ['a date in the past', 'Sat, 01 Mar 2025 09:59:59 GMT'],
    ['a day that does not exist', 'Mon, 31 Feb 2025 10:00:00 GMT'],
    ['a wrong weekday', 'Mon, 01 Mar 2025 10:01:30 GMT'],
    ['another form of date', '2025-03-01T10:01:30Z'],
  ])('takes %s for nothing', (_, header) => {
    expect(parseRetryAfter(header, now)).toBeUndefined();
  });
});

describe('slowing down', () => {
  it('doubles up to eight and eases back to one', () => {
    let slowness = 1;
    const seen = [true, true, true, true, false, false].map((pressed) => {
      slowness = nextSlowness(slowness, pressed);
      return slowness;
    });
    expect(seen).toEqual([2, 4, 8, 8, 6, 4.5]);
    expect(nextSlowness(1.1, false)).toBe(1);
  });

  it('never waits more than three minutes of its own accord', () => {
    expect(slowedDelay(60_000, 8, undefined)).toBe(180_000);
  });

  it('never waits less than the server asked for', () => {
    expect(slowedDelay(1_000, 1, 7_000)).toBe(7_000);
    expect(slowedDelay(60_000, 8, 300_000)).toBe(300_000);
    expect(slowedDelay(9_000, 1, 7_000)).toBe(9_000);
  });
});
