import { describe, expect, it } from 'vitest';
import { formatAge, formatDuration, formatRfc3339, formatTime } from './duration.ts';

const AT = Date.UTC(2025, 10, 21, 7, 50, 9, 123);

describe('formatDuration', () => {
  it.each([
    [0, '0s'],
    [400, '0s'],
    [45_000, '45s'],
    [59_700, '1m'],
    [90_000, '1m 30s'],
    [1_800_000, '30m'],
    [3_601_000, '1h'],
    [3_900_000, '1h 5m'],
    [90_000_000, '1d 1h'],
    [172_800_000, '2 days'],
    [-5, '0s'],
    [Number.NaN, 'unknown'],
  ])('%i ms is %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });
});

describe('formatAge', () => {
  it('says how long ago, and does not hide a time to come', () => {
    expect(formatAge(AT, AT + 7_200_000)).toBe('2h ago');
    expect(formatAge(AT, AT + 30_000)).toBe('just now');
    expect(formatAge(AT, AT - 30_000)).toBe('just now');
    expect(formatAge(AT, AT - 600_000)).toBe('10m in the future');
  });
});

describe('formatTime and formatRfc3339', () => {
  it('write UTC', () => {
    expect(formatTime(AT)).toBe('2025-11-21 07:50 UTC');
    expect(formatRfc3339(AT)).toBe('2025-11-21T07:50:09Z');
  });

  it('say so when a number is no time', () => {
    expect(formatTime(Number.NaN)).toBe('unknown');
    expect(formatRfc3339(9e15)).toBe('');
  });
});
