import { describe, expect, it } from 'vitest';
import {
  AMD64,
  ARM64,
  evidence,
  imageResult,
  platformEvidence,
} from '../../../test/golden/results.ts';
import type { ImageResult } from '../../gate/result.ts';
import { finding } from '../../policy/finding.ts';
import { checkRowsOf } from './check-rows.ts';

function checksOf(image: ImageResult) {
  const { loud, quiet, givenUp } = checkRowsOf(image);
  const names = (findings: typeof loud) => findings.map(({ check }) => check);
  return { loud: names(loud), quiet: names(quiet), givenUp: names(givenUp) };
}

const ended = { cause: 'ended' } as const;

describe('checkRowsOf', () => {
  it('puts what failed before what is inconclusive, and notes last', () => {
    const findings = [
      finding('firewall', 'noted', ''),
      finding('tag', 'passed', ''),
      finding('xray', 'inconclusive', ''),
      finding('critical', 'failed', ''),
    ];
    expect(checksOf(imageResult({ findings }))).toEqual({
      loud: ['critical', 'xray'],
      quiet: ['tag', 'firewall'],
      givenUp: [],
    });
  });

  it('keeps apart what was not asked any more', () => {
    const findings = [finding('tag', 'failed', ''), finding('xray', 'inconclusive', '', ended)];
    expect(checksOf(imageResult({ findings }))).toMatchObject({ loud: ['tag'], givenUp: ['xray'] });
  });

  it('always shows the finding that decided', () => {
    const findings = [finding('xray', 'inconclusive', '', ended)];
    expect(checksOf(imageResult({ findings }))).toMatchObject({ loud: ['xray'], givenUp: [] });
    const nothing = [finding('evidence', 'inconclusive', '', { cause: 'absent' }), ...findings];
    expect(checksOf(imageResult({ findings: nothing })).loud).toEqual(['evidence']);
  });

  it('does not repeat check by check that STO has given no numbers', () => {
    const perPlatform = [
      platformEvidence(AMD64),
      platformEvidence(ARM64, { sto: { kind: 'absent', why: 'not scanned' } }),
    ];
    const { loud, quiet } = checksOf(imageResult({ evidence: evidence({ perPlatform }) }));
    expect(loud).toEqual(['sto']);
    expect(quiet).not.toContain('critical');
    expect(quiet).not.toContain('scan-age');
  });

  it('shows unknown numbers where nobody objects to them', () => {
    const findings = [
      finding('sto', 'noted', '', { cause: 'absent' }),
      finding('critical', 'noted', '', { cause: 'absent' }),
      finding('xray', 'passed', ''),
    ];
    expect(checksOf(imageResult({ findings })).quiet).toContain('critical');
  });

  it('shows that nothing is known at all only where no scan objects by itself', () => {
    const none = finding('evidence', 'inconclusive', '', { cause: 'absent' });
    const absent = finding('sto', 'noted', '', { cause: 'absent' });
    const off = finding('xray', 'not-checked', '');
    expect(checksOf(imageResult({ findings: [none, absent, off] })).loud).toEqual(['evidence']);
    const late = finding('xray', 'inconclusive', '', { cause: 'timed-out' });
    expect(checksOf(imageResult({ findings: [none, absent, late] })).loud).toEqual(['xray']);
  });
});
