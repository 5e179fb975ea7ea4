import { describe, expect, it } from 'vitest';
import type { Evidence, SlsaReading } from '../image/evidence.ts';
import {
  ABSENT,
  evidenceWith,
  NOW,
  OFF,
  platformWith,
  policyWith,
  slsaOf,
  twoPlatforms,
  UNREACHABLE,
} from './evidence.fixture.ts';
import type { Requirement } from './policy.ts';
import { judgeSlsa } from './slsa.ts';

const judge = (slsa: Evidence<SlsaReading>, mode: Requirement = 'required') =>
  judgeSlsa(
    policyWith({ slsa: mode }),
    evidenceWith({}, [platformWith('linux/amd64', 'a', { slsa })]),
    NOW,
  )[0];

const ACCEPTED = 'passed, pass, verified, success';
const PLAIN = { check: 'slsa', cause: 'judged', where: 'linux/amd64', perPlatform: [] } as const;

describe('SLSA', () => {
  it('passes with an accepted status and shows it as it came', () => {
    expect(judge(slsaOf('PASSED'))).toEqual({
      ...PLAIN,
      result: 'passed',
      sentence: 'SLSA status is "PASSED"',
      found: 'PASSED',
      allowed: ACCEPTED,
    });
  });

  it('fails with a failed status', () => {
    expect(judge(slsaOf('FAILED'))).toEqual({
      ...PLAIN,
      result: 'failed',
      sentence: 'SLSA status is "FAILED"',
      found: 'FAILED',
      allowed: ACCEPTED,
    });
  });

  it('is inconclusive with a status that nobody knows, naming the input', () => {
    expect(judge(slsaOf('warning'), 'if-present')).toEqual({
      ...PLAIN,
      result: 'inconclusive',
      cause: 'unrecognised',
      sentence:
        'SLSA status "warning" is not recognised (slsa-accepted: passed, pass, verified, success)',
      found: 'warning',
      allowed: ACCEPTED,
    });
  });

  it('says that provenance exists but was not verified', () => {
    const unverified = { kind: 'absent', why: 'provenance exists, not verified' } as const;
    expect(judge(unverified)).toEqual({
      ...PLAIN,
      result: 'inconclusive',
      cause: 'absent',
      sentence: 'the SLSA provenance exists but was not verified',
      found: 'not verified',
      allowed: 'required',
    });
    expect(judge(unverified, 'if-present')?.result).toBe('noted');
  });

  it('shows a gap as such when nothing says why', () => {
    expect(judge(ABSENT)).toMatchObject({
      sentence: 'SLSA has no verified status',
      found: 'no data',
    });
    expect(judge({ kind: 'absent', why: 'nobody signed' })).toMatchObject({
      sentence: 'SLSA has no verified status (nobody signed)',
      found: 'nobody signed',
    });
  });

  it('repeats why it could not be reached, and calls that unreachable', () => {
    expect(judge(UNREACHABLE)).toEqual({
      ...PLAIN,
      result: 'inconclusive',
      cause: 'outage',
      sentence: 'Harness did not answer for 30m',
      found: 'unreachable',
      allowed: 'required',
    });
  });

  const cellsOf = (
    amd64: Evidence<SlsaReading>,
    arm64: Evidence<SlsaReading>,
    image = ABSENT as Evidence<SlsaReading>,
  ) =>
    judgeSlsa(
      policyWith(),
      { ...twoPlatforms({ slsa: amd64 }, { slsa: arm64 }), slsa: image },
      NOW,
    )[0]?.perPlatform;

  it.each([
    ['failed', slsaOf('FAILED'), 'FAILED'],
    ['accepted in another word', slsaOf('success'), 'success'],
    ['a status that nobody knows', slsaOf('warning'), 'warning'],
    ['a status too long for a table', slsaOf('w'.repeat(25)), 'unrecognised'],
    ['absent', ABSENT, 'no data'],
    ['absent for a reason', { kind: 'absent', why: 'no SLSA status' }, 'no SLSA status'],
    ['not verified', { kind: 'absent', why: 'provenance exists, not verified' }, 'not verified'],
    ['absent for a long reason', { kind: 'absent', why: 'n'.repeat(25) }, 'no data'],
    ['unreachable', UNREACHABLE, 'unknown'],
  ] as const)('shows a platform apart from the others when it is %s', (_name, slsa, found) => {
    expect(cellsOf(slsaOf('PASSED'), slsa)).toEqual([
      { label: 'linux/amd64', found: 'PASSED' },
      { label: 'linux/arm64', found },
    ]);
  });

  it('shows no platform apart where all are alike or the own digest decides', () => {
    expect(cellsOf(slsaOf('PASSED'), slsaOf('PASSED'))).toEqual([]);
    expect(cellsOf(slsaOf('PASSED'), ABSENT, slsaOf('PASSED'))).toEqual([]);
  });

  it('is listed as not checked when it is off', () => {
    expect(judge(slsaOf('FAILED'), 'off')).toEqual({
      ...PLAIN,
      result: 'not-checked',
      sentence: 'the SLSA check is switched off',
      where: undefined,
      found: 'not checked',
      allowed: '',
    });
  });

  it.each([
    ['unreachable', UNREACHABLE],
    ['never asked', OFF],
  ] as const)('is inconclusive when %s, in any mode but off', (_name, slsa) => {
    expect(judge(slsa)?.result).toBe('inconclusive');
    expect(judge(slsa, 'if-present')?.result).toBe('inconclusive');
    expect(judge(slsa, 'off')?.result).toBe('not-checked');
  });
});
