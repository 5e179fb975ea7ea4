import { describe, expect, it } from 'vitest';
import { count, MISSING } from './evidence.fixture.ts';
import { checkWhole, wholeNumberOf } from './whole-number.ts';

describe('a whole number', () => {
  it.each([0, 1, Number.MAX_SAFE_INTEGER])('is %d', (value) => {
    expect(checkWhole(count(value))).toEqual({ kind: 'known', value });
    expect(wholeNumberOf(count(value))).toBe(value);
  });

  it.each([-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY])('is not %d', (value) => {
    expect(checkWhole(count(value))).toEqual({ kind: 'malformed', raw: String(value) });
    expect(wholeNumberOf(count(value))).toBeUndefined();
  });

  it.each([MISSING, { kind: 'malformed', raw: '"many"' }] as const)(
    'is none where none came: $kind',
    (none) => {
      expect(checkWhole(none)).toBe(none);
      expect(wholeNumberOf(none)).toBeUndefined();
    },
  );
});
