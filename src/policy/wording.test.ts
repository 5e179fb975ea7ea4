import { describe, expect, it } from 'vitest';
import { countOf, describeField, explainAbsence, joinNames, shorten } from './wording.ts';

describe('wording', () => {
  it('shortens to 80 characters without cutting one in two', () => {
    expect(shorten('a'.repeat(80))).toBe('a'.repeat(80));
    expect(shorten('a'.repeat(81))).toBe(`${'a'.repeat(79)}…`);
    expect(shorten('🙈'.repeat(80))).toBe('🙈'.repeat(80));
    expect(shorten('🙈'.repeat(81))).toBe(`${'🙈'.repeat(79)}…`);
  });

  it.each([
    ['-1', 'critical -1'],
    ['a list', 'critical is a list'],
    ['"2"', "critical is the text '2'"],
    ['""', "critical is the text ''"],
    ['"', 'critical "'],
    ['2 "3"', 'critical 2 "3"'],
    ['"3" of 4', 'critical "3" of 4'],
    ['part of a list', 'critical part of a list'],
  ])('tells what came in a field, a text from a number: %s', (raw, words) => {
    expect(describeField('critical', raw)).toBe(words);
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

  it('explains an absence by a reason that names the check', () => {
    expect(explainAbsence('there is no SBOM', '', 'sbom')).toBe('there is no SBOM');
    expect(explainAbsence('there is no SBOM', 'not asked', 'sbom')).toBe(
      'there is no SBOM (not asked)',
    );
    expect(explainAbsence('there is no SBOM', 'the SBOM is gone', 'sbom')).toBe('the SBOM is gone');
  });
});
