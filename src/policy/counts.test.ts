import { describe, expect, it } from 'vitest';
import type { Severity } from '../image/severity.ts';
import { SEVERITIES } from '../image/severity.ts';
import { isOverLimit, judgeCounts } from './counts.ts';
import {
  ABSENT,
  evidenceWith,
  MISSING,
  maxWith,
  NOW,
  platformWith,
  policyWith,
  stoOf,
  twoPlatforms,
  UNREACHABLE,
} from './evidence.fixture.ts';

const judge = (
  severity: Severity,
  evidence: ReturnType<typeof evidenceWith>,
  policy = policyWith(),
) => judgeCounts(policy, evidence, NOW).find(({ check }) => check === severity);

const onePlatform = (counts: Parameters<typeof stoOf>[0]) =>
  evidenceWith({}, [platformWith('linux/amd64', 'a', { sto: stoOf(counts) })]);

/** What a finding holds that plainly judges the whole image. */
const PLAIN = { cause: 'judged', where: undefined, perPlatform: [] } as const;

describe('counts', () => {
  it('fail above the limit, giving the number against it and the platform', () => {
    expect(judge('critical', onePlatform({ critical: 2 }))).toEqual({
      check: 'critical',
      cause: 'judged',
      result: 'failed',
      sentence: '2 critical issues, 0 allowed',
      where: 'linux/amd64',
      found: '2',
      allowed: '0',
      perPlatform: [],
    });
  });

  it('use the singular for one issue', () => {
    expect(judge('high', onePlatform({ high: 1 }))?.sentence).toBe('1 high issue, 0 allowed');
  });

  it('pass at the limit', () => {
    const policy = policyWith({ max: maxWith({ high: 3 }) });
    expect(judge('high', onePlatform({ high: 3 }), policy)).toEqual({
      ...PLAIN,
      check: 'high',
      result: 'passed',
      sentence: '3 high issues, 3 allowed',
      found: '3',
      allowed: '3',
    });
    expect(judge('high', onePlatform({ high: 4 }), policy)?.result).toBe('failed');
  });

  it('are judged on the worst platform and shown for each where they differ', () => {
    const evidence = twoPlatforms({ sto: stoOf({ critical: 1 }) }, { sto: stoOf({ critical: 5 }) });
    expect(judge('critical', evidence)).toMatchObject({
      result: 'failed',
      found: '5',
      where: 'linux/arm64',
      perPlatform: [
        { label: 'linux/amd64', found: '1' },
        { label: 'linux/arm64', found: '5' },
      ],
    });
  });

  it('are only noted without a limit, known or not', () => {
    expect(judge('medium', onePlatform({ medium: 13 }))).toEqual({
      ...PLAIN,
      check: 'medium',
      result: 'noted',
      sentence: '13 medium issues, any number allowed',
      found: '13',
      allowed: 'unlimited',
    });
    expect(judge('medium', onePlatform({ medium: MISSING }))).toEqual({
      ...PLAIN,
      check: 'medium',
      result: 'noted',
      cause: 'absent',
      sentence: 'the number of medium issues is unknown',
      found: 'unknown',
      allowed: 'unlimited',
    });
  });

  it('fail on a platform that is known even when another is not', () => {
    const evidence = twoPlatforms({ sto: stoOf({ critical: 1 }) }, { sto: UNREACHABLE });
    expect(judge('critical', evidence)).toMatchObject({
      result: 'failed',
      perPlatform: [
        { label: 'linux/amd64', found: '1' },
        { label: 'linux/arm64', found: 'unknown' },
      ],
    });
    expect(isOverLimit(policyWith(), evidence, NOW)).toBe(true);
  });

  it('are unknown, not 0, when a platform has no result, and leave the objection to STO', () => {
    const evidence = twoPlatforms({}, { sto: ABSENT });
    expect(judge('critical', evidence)).toEqual({
      ...PLAIN,
      check: 'critical',
      result: 'noted',
      cause: 'absent',
      sentence: 'the number of critical issues is unknown',
      found: 'unknown',
      allowed: '0',
      perPlatform: [
        { label: 'linux/amd64', found: '0' },
        { label: 'linux/arm64', found: 'unknown' },
      ],
    });
    expect(isOverLimit(policyWith(), evidence, NOW)).toBe(false);
  });

  it('are unknown when there is no platform, and leave the objection to STO', () => {
    expect(judge('critical', evidenceWith({}, []))).toMatchObject({
      result: 'noted',
      found: 'unknown',
    });
  });

  it('are not checked when STO is off', () => {
    const policy = policyWith({ sto: 'off' });
    const findings = judgeCounts(policy, onePlatform({ critical: 2 }), NOW);
    expect(findings).toEqual(
      SEVERITIES.map((severity) => ({
        ...PLAIN,
        check: severity,
        result: 'not-checked',
        sentence: `the ${severity} issues check is switched off`,
        found: 'not checked',
        allowed: '',
      })),
    );
    expect(isOverLimit(policy, onePlatform({ critical: 2 }), NOW)).toBe(false);
  });

  it('call a platform that nobody labels by its digest', () => {
    const evidence = evidenceWith({}, [
      platformWith('unknown', 'a', { sto: stoOf({ critical: 1 }) }),
    ]);
    expect(judge('critical', evidence)?.where).toBe('unlabelled sha256:aaaaaaaaaaaa');
  });
});
