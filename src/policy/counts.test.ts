import { describe, expect, it } from 'vitest';
import type { Severity } from '../image/severity.ts';
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

describe('counts', () => {
  it('fail above the limit, giving the number against it and the platform', () => {
    expect(judge('critical', onePlatform({ critical: 2 }))).toMatchObject({
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
    expect(judge('high', onePlatform({ high: 3 }), policy)).toMatchObject({
      result: 'passed',
      sentence: '3 high issues, 3 allowed',
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
    expect(judge('medium', onePlatform({ medium: 13 }))).toMatchObject({
      result: 'noted',
      found: '13',
      allowed: 'unlimited',
    });
    expect(judge('medium', onePlatform({ medium: MISSING }))).toMatchObject({
      result: 'noted',
      found: 'unknown',
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
    expect(judge('critical', evidence)).toMatchObject({ result: 'noted', found: 'unknown' });
    expect(isOverLimit(policyWith(), evidence, NOW)).toBe(false);
  });

  it('are unknown when there is no platform', () => {
    expect(judge('critical', evidenceWith({}, []))?.found).toBe('unknown');
  });

  it('are not checked when STO is off', () => {
    const policy = policyWith({ sto: 'off' });
    const findings = judgeCounts(policy, onePlatform({ critical: 2 }), NOW);
    expect(findings.map(({ result }) => result)).toEqual(new Array(5).fill('not-checked'));
    expect(isOverLimit(policy, onePlatform({ critical: 2 }), NOW)).toBe(false);
  });
});
