import { describe, expect, it } from 'vitest';
import { imageResult } from '../../../test/golden/results.ts';
import { type Finding, type FindingCause, finding } from '../../policy/finding.ts';
import { checksTable } from './checks-table.ts';

function rowOf(details: Partial<Finding>): readonly (string | undefined)[] {
  const { check = 'sto', result = 'inconclusive' } = details;
  const { html } = checksTable(imageResult(), [finding(check, result, '', details)], undefined);
  return [...html.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell]) => cell);
}

describe('checksTable', () => {
  it.each<[FindingCause, string]>([
    ['permission', 'no permission'],
    ['configuration', 'wrong setting'],
    ['missing-call', 'call is missing'],
    ['outage', 'no usable answer'],
    ['timed-out', 'not there in time'],
    ['gone', 'gone'],
  ])('does not call an image that could not be read a matter of platforms: %s', (cause, found) => {
    const details = { found: 'unreachable', allowed: 'every platform that ships', cause };
    expect(rowOf({ check: 'platforms', ...details })).toEqual([
      '⚠️&nbsp;<b>Image in Harness</b> inconclusive',
      found,
      '–',
    ]);
  });

  it('calls by their name platforms that are not there', () => {
    const details = { found: '0 judged', allowed: 'every platform that ships' };
    expect(rowOf({ check: 'platforms', ...details, cause: 'absent' })).toEqual([
      '⚠️&nbsp;<b>Platforms</b> inconclusive',
      '0 judged',
      'all that ship',
    ]);
  });

  it.each<[string, Partial<Finding>, string]>([
    ['what is switched off', { result: 'not-checked', allowed: '0' }, '–'],
    ['an image by digest', { check: 'tag', result: 'noted', found: 'by digest' }, '–'],
    ['what does not apply', { result: 'noted', allowed: 'not applicable' }, '–'],
    ['what may be missing', { result: 'noted', allowed: 'if-present' }, 'if there is one'],
    ['what is only reported', { check: 'quarantine', allowed: 'only reported' }, 'only reported'],
  ])('leaves no cell empty: %s', (_, details, allowed) => {
    expect(rowOf(details).at(-1)).toBe(allowed);
  });

  it('leaves no cell empty: exempted issues', () => {
    expect(checksTable(imageResult(), [], 3).html).toContain(
      '<td>⚪&nbsp;Issues exempted in STO</td><td>3, in none of the counts</td><td>–</td>',
    );
  });
});
