import { describe, expect, it } from 'vitest';
import { countOf, formatDuration, joinNames, shorten, withReason } from './wording.ts';

describe('wording', () => {
  it('shortens to 80 characters without cutting one in two', () => {
    expect(shorten('a'.repeat(80))).toBe('a'.repeat(80));
    expect(shorten('a'.repeat(81))).toBe(`${'a'.repeat(79)}…`);
    expect(shorten('🙈'.repeat(80))).toBe('🙈'.repeat(80));
    expect(shorten('🙈'.repeat(200))).toBe(`${'🙈'.repeat(79)}…`);
    expect(shorten(`${'🙈'.repeat(80)}a`)).toBe(`${'🙈'.repeat(79)}…`);
  });

  it('counts in singular and plural', () => {
    expect([0, 1, 2].map((count) => countOf(count, 'issue'))).toEqual([
      '0 issues',
      '1 issue',
      '2 issues',
    ]);
  });

  it.each([
    [[], ''],
    [['a'], 'a'],
    [['a', 'b'], 'a and b'],
    [['a', 'b', 'c', 'd'], 'a, b, c and d'],
    [['a', 'b', 'c', 'd', 'e'], 'a, b, c and 2 more'],
  ])('joins %j', (names, text) => {
    expect(joinNames(names)).toBe(text);
  });

  it.each([
    [0, '0ms'],
    [999, '999ms'],
    [12_000, '12s'],
    [5_400_000, '1h30m'],
    [86_400_000 * 30, '30d'],
    [86_400_000 + 61_000, '1d1m'],
  ])('formats %d ms', (ms, text) => {
    expect(formatDuration(ms)).toBe(text);
  });

  it('adds a reason only where there is one', () => {
    expect(withReason('no SBOM', '')).toBe('no SBOM');
    expect(withReason('no SBOM', 'never generated')).toBe('no SBOM (never generated)');
  });
});
