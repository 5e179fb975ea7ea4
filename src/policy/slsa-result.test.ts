import { describe, expect, it } from 'vitest';
import type { Evidence, SlsaReading } from '../image/evidence.ts';
import {
  ABSENT,
  evidenceWith,
  OFF,
  platformWith,
  policyWith,
  slsaOf,
  twoPlatforms,
  UNREACHABLE,
  UNRECOGNISED,
} from './evidence.fixture.ts';
import { assessSlsa } from './slsa-result.ts';

type Slsa = Evidence<SlsaReading>;

const assessWhole = (image: Slsa, amd64: Slsa, arm64: Slsa, policy = policyWith()) =>
  assessSlsa({ ...twoPlatforms({ slsa: amd64 }, { slsa: arm64 }), slsa: image }, policy);

const assess = (...given: Parameters<typeof assessWhole>) => {
  const { platforms: _, ...said } = assessWhole(...given);
  return said;
};

describe('SLSA of an image', () => {
  it('passes when its own digest has an accepted status', () => {
    expect(assess(slsaOf('Verified'), ABSENT, ABSENT)).toEqual({
      kind: 'passed',
      status: 'Verified',
      where: undefined,
    });
  });

  it('passes when every judged platform has an accepted status', () => {
    expect(assess(ABSENT, slsaOf('PASSED'), slsaOf('success')).kind).toBe('passed');
  });

  it('does not pass when one platform has no status', () => {
    expect(assess(ABSENT, slsaOf('PASSED'), ABSENT)).toMatchObject({
      kind: 'absent',
      where: 'linux/arm64',
    });
  });

  it('does not pass when there is no platform', () => {
    expect(assessSlsa(evidenceWith({ slsa: ABSENT }, []), policyWith()).kind).toBe('absent');
  });

  it.each(['failed', 'FAIL', 'Failure', 'error'])('fails when anything says %s', (status) => {
    expect(assess(slsaOf('PASSED'), slsaOf('PASSED'), slsaOf(status))).toEqual({
      kind: 'failed',
      status,
      where: 'linux/arm64',
    });
  });

  it.each([
    [
      'a status that nobody knows',
      slsaOf('warning'),
      { kind: 'unrecognised', raw: 'warning', where: 'linux/arm64' },
    ],
    [
      'an answer that nobody can read',
      UNRECOGNISED,
      { kind: 'unrecognised', raw: 'gibberish', where: 'linux/arm64' },
    ],
    ['no answer', UNREACHABLE, { ...UNREACHABLE, where: 'linux/arm64' }],
    [
      'a question that was never asked',
      OFF,
      {
        kind: 'unreachable',
        why: 'SLSA was never asked',
        obstacle: 'bug',
        where: 'linux/arm64',
      },
    ],
    [
      'no status',
      { kind: 'absent', why: 'not verified' },
      { kind: 'absent', why: 'not verified', where: 'linux/arm64' },
    ],
  ] as const)('keeps what is known of %s on one platform', (_name, slsa, assessment) => {
    expect(assess(ABSENT, slsaOf('PASSED'), slsa)).toEqual(assessment);
  });

  it.each([
    ['an accepted status', slsaOf('PASSED')],
    ['a failed status', slsaOf('FAILED')],
    ['a status that nobody knows', slsaOf('warning')],
    ['no answer', UNREACHABLE],
    ['no status', ABSENT],
  ] as const)('names every platform with the same: %s', (_name, slsa) => {
    expect(assess(ABSENT, slsa, slsa).where).toBe('linux/amd64 and linux/arm64');
  });

  it.each([
    ['accepted statuses', slsaOf('PASSED'), slsaOf('success')],
    ['failed statuses', slsaOf('FAILED'), slsaOf('error')],
    ['statuses that nobody knows', slsaOf('warning'), slsaOf('pending')],
    ['reasons', ABSENT, { kind: 'absent', why: 'not verified' }],
    ['obstacles', UNREACHABLE, { ...UNREACHABLE, why: 'Harness answered 503' }],
    ['kinds', { kind: 'unrecognised', raw: 'a' }, { kind: 'absent', why: 'a' }],
  ] as const)('names the first of several with different %s', (_name, amd64, arm64) => {
    expect(assess(ABSENT, amd64, arm64).where).toBe('linux/amd64');
  });

  it('calls a platform that nobody labels by its digest', () => {
    const evidence = evidenceWith({ slsa: ABSENT }, [platformWith('unknown', 'a')]);
    expect(assessSlsa(evidence, policyWith()).where).toBe('unlabelled sha256:aaaaaaaaaaaa');
  });

  it('lists the platforms where they decide, and none where the own digest does', () => {
    expect(assessWhole(ABSENT, slsaOf('PASSED'), ABSENT).platforms).toEqual([
      { name: 'linux/amd64', statement: { kind: 'passed', status: 'PASSED' } },
      { name: 'linux/arm64', statement: ABSENT },
    ]);
    expect(assessWhole(slsaOf('PASSED'), slsaOf('PASSED'), ABSENT).platforms).toEqual([]);
    expect(assessWhole(UNREACHABLE, UNREACHABLE, UNREACHABLE)).toMatchObject({
      where: undefined,
      platforms: [],
    });
  });

  it('fails even when the policy accepts that status', () => {
    const policy = policyWith({ slsaAccepted: ['error'] });
    expect(assess(slsaOf('error'), ABSENT, ABSENT, policy).kind).toBe('failed');
  });

  it('lets a failure outrank what could not be read', () => {
    expect(assess(UNREACHABLE, UNRECOGNISED, slsaOf('failed')).kind).toBe('failed');
  });

  it.each([
    ['a status that nobody knows', slsaOf('warning'), 'unrecognised'],
    ['an answer that nobody can read', UNRECOGNISED, 'unrecognised'],
    ['no answer', UNREACHABLE, 'unreachable'],
    ['a question that was never asked', OFF, 'unreachable'],
  ] as const)('does not pass on %s beside accepted ones', (_name, slsa, kind) => {
    expect(assess(slsaOf('PASSED'), slsaOf('PASSED'), slsa).kind).toBe(kind);
    expect(assess(slsa, slsaOf('PASSED'), slsaOf('PASSED')).kind).toBe(kind);
  });
});
