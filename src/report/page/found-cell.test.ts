import { describe, expect, it } from 'vitest';
import { evidence, imageResult } from '../../../test/golden/results.ts';
import { known, type XrayPart, type XrayScan } from '../../image/evidence.ts';
import { type Finding, finding } from '../../policy/finding.ts';
import { foundCell } from './found-cell.ts';

const LATE = { kind: 'unreachable', obstacle: 'timed-out', why: '' } as const;
const WITHOUT_SCAN = imageResult({ evidence: evidence({ xray: LATE }) });

function cellOf(details: Partial<Finding>): string {
  const { check = 'critical', result = 'failed', sentence = '' } = details;
  return foundCell(finding(check, result, sentence, details), WITHOUT_SCAN).html;
}

function xrayCellOf(state: XrayScan['state'], parts: readonly XrayPart[]): string {
  const scan = { state, repository: 'r', path: 'p', finishedAt: undefined, parts };
  const image = imageResult({ evidence: evidence({ xray: known(scan) }) });
  return foundCell(finding('xray', 'passed', ''), image).html;
}

function partsOf(states: Readonly<Record<string, string>>): readonly XrayPart[] {
  return Object.entries(states).map(([name, state]) => ({ name, state }));
}

describe('foundCell', () => {
  it.each([
    ['Xray was still SCANNING after 30m (docker-local/app)', 'still SCANNING'],
    ['Xray was still NOT_SCANNED after 30m (docker-local/app)', 'still NOT SCANNED'],
    ['Xray was still NEW_STATE after 30m (r/app)', 'still <code>NEW_<wbr>STATE</code>'],
    ['Xray was still not started after 30m (r/app)', 'still not started'],
    ['Xray would speak of another image', 'not finished in time'],
  ])('has the last state of a scan where the sentence knows it: %s', (sentence, shown) => {
    const details = { check: 'xray', result: 'inconclusive', cause: 'timed-out' } as const;
    expect(cellOf({ ...details, sentence, found: 'unreachable' })).toBe(shown);
  });

  it('has a digest without the name of its algorithm, and words as they are', () => {
    expect(cellOf({ check: 'tag', found: 'sha256:ab12cd34ef56' })).toBe(
      '<code>ab12cd34ef56</code>',
    );
    expect(cellOf({ check: 'tag', found: 'by digest' })).toBe('by digest');
  });

  it('does not say above the platforms what it says beside them', () => {
    const perPlatform = [
      { label: 'a/b', found: '0' },
      { label: 'c/d sha256:ab12cd34ef56', found: '2' },
    ];
    expect(cellOf({ found: '2', perPlatform })).toBe(
      '2 on <code>c/d ab12cd34ef56</code><br>0 on <code>a/b</code>',
    );
    expect(cellOf({ check: 'sto', found: '1 of 2 platforms', perPlatform })).toMatch(
      /^1 of 2 platforms<br>/,
    );
  });

  it('breaks a long status where it has underscores, and cuts what cannot be broken', () => {
    expect(cellOf({ check: 'slsa', found: 'PARTIALLY_ATTESTED' })).toBe(
      '<code>PARTIALLY_<wbr>ATTESTED</code>',
    );
    expect(cellOf({ check: 'slsa', found: 'partially-attested-by-nobody' })).toBe(
      '<code>partially-attes…</code>',
    );
  });

  it('leaves to the sentence why a platform has no number', () => {
    const perPlatform = [
      { label: 'a/b', found: 'unrecognised: "total 40, but the counts add up to 10"' },
      { label: 'c/d', found: 'Harness could not be reached: 502' },
    ];
    expect(cellOf({ check: 'sto', found: '0 of 2 platforms', perPlatform })).toBe(
      '0 of 2 platforms<br>unrecognised on <code>a/b</code><br>unknown on <code>c/d</code>',
    );
  });

  it('shows a few of very many platforms, with what decides among them', () => {
    const perPlatform = Array.from({ length: 30 }, (_, index) => ({
      label: `os/${index}`,
      found: String(index),
    }));
    const cell = cellOf({ found: '29', perPlatform });
    expect(cell).toMatch(/^29 on <code>os\/29<\/code><br>0 on/);
    expect(cell).toMatch(/<br>and 22 more$/);
  });
});

describe('the cell of a scan', () => {
  it('names the parts that broke, and counts what was left out', () => {
    const parts = partsOf({
      sca: 'DONE',
      violations: 'FAILED',
      'exposures/iac': 'NOT_SUPPORTED',
      'exposures/secrets': 'NOT_SCANNED',
    });
    expect(xrayCellOf('DONE', parts)).toBe(
      'DONE, violations FAILED, 1 part not supported, 1 part not scanned',
    );
  });

  it('is short where every part ended like the whole', () => {
    const parts = partsOf({ sca: 'FAILED', violations: 'FAILED', exposures: 'NOT_SUPPORTED' });
    expect(xrayCellOf('FAILED', parts)).toBe('FAILED');
    expect(xrayCellOf('NOT_SUPPORTED', partsOf({ sca: 'NOT_SUPPORTED' }))).toBe('NOT SUPPORTED');
  });

  it('leaves most of many broken parts to the details', () => {
    const parts = partsOf({
      sca: 'PARTIAL',
      'exposures/secrets': 'FAILED',
      contextual_analysis: 'FAILED',
      violations: 'FAILED',
      'exposures/iac': 'DONE',
    });
    expect(xrayCellOf('PARTIAL', parts)).toBe(
      'PARTIAL, sca PARTIAL, secrets FAILED, contextual analysis FAILED, 1 more',
    );
  });

  it('says what people would miss', () => {
    expect(xrayCellOf('DONE', partsOf({ sca: 'DONE', violations: '' }))).toBe(
      'DONE, no policy evaluated',
    );
    expect(xrayCellOf('DONE', partsOf({ violations: 'DONE' }))).toBe('DONE, nothing said of sca');
    expect(xrayCellOf('DONE', [])).toBe('DONE, nothing said of its parts');
    expect(xrayCellOf('DONE', partsOf({ sca: 'NOT_SUPPORTED' }))).toBe('DONE, sca NOT SUPPORTED');
    expect(xrayCellOf('DONE', partsOf({ sca: 'DONE', x: 'B@D' }))).toBe('DONE, x <code>B@D</code>');
  });
});
