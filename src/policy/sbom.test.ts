import { describe, expect, it } from 'vitest';
import type { Count, SbomReading } from '../image/evidence.ts';
import { known } from '../image/evidence.ts';
import {
  ABSENT,
  count,
  evidenceWith,
  MISSING,
  NOW,
  OFF,
  policyWith,
  twoPlatforms,
  UNREACHABLE,
  UNRECOGNISED,
} from './evidence.fixture.ts';
import { judgeSbom } from './sbom.ts';

const judge = (evidence: ReturnType<typeof evidenceWith>, overrides = {}) =>
  judgeSbom(policyWith(overrides), evidence, NOW)[0];

const sbomOf = (denyListViolations: Count) => ({
  sbom: known<SbomReading>({ denyListViolations, components: MISSING }),
});

describe('the SBOM', () => {
  it('fails above the limit, on the worst platform', () => {
    expect(judge(twoPlatforms(sbomOf(count(1)), sbomOf(count(3))))).toMatchObject({
      result: 'failed',
      sentence: '3 SBOM deny list violations, 0 allowed',
      where: 'linux/arm64',
      found: '3',
    });
  });

  it('passes at the limit', () => {
    expect(judge(twoPlatforms(sbomOf(count(1))), { maxSbomDenyListViolations: 1 })).toMatchObject({
      result: 'passed',
      sentence: '1 SBOM deny list violation, 1 allowed',
    });
  });

  it('fails on a platform that is known even when another is not', () => {
    expect(judge(twoPlatforms(sbomOf(count(1)), { sbom: UNREACHABLE }))?.result).toBe('failed');
  });

  it('is noted when absent, and inconclusive when it is required', () => {
    const evidence = twoPlatforms({}, { sbom: ABSENT });
    expect(judge(evidence)).toMatchObject({
      result: 'noted',
      sentence: 'there is no SBOM for linux/arm64',
    });
    expect(judge(evidence, { sbom: 'required' })?.result).toBe('inconclusive');
  });

  it.each([
    ['unrecognised', { sbom: UNRECOGNISED }],
    ['unreachable', { sbom: UNREACHABLE }],
    ['never asked for', { sbom: OFF }],
    ['silent on violations', sbomOf(MISSING)],
    ['sending a negative number', sbomOf(count(-1))],
    ['sending text', sbomOf({ kind: 'malformed', raw: 'none' })],
  ])('is inconclusive in any mode but off when %s', (_name, overrides) => {
    const evidence = twoPlatforms({ sbom: ABSENT }, overrides);
    expect(judge(evidence)?.result).toBe('inconclusive');
    expect(judge(evidence, { sbom: 'required' })?.result).toBe('inconclusive');
    expect(judge(evidence, { sbom: 'off' })?.result).toBe('not-checked');
  });

  it('is only noted without a limit', () => {
    const unlimited = { maxSbomDenyListViolations: 'unlimited' };
    expect(judge(twoPlatforms(sbomOf(count(9))), unlimited)).toMatchObject({
      result: 'noted',
      found: '9',
    });
    expect(judge(twoPlatforms(sbomOf(MISSING)), unlimited)).toMatchObject({
      result: 'noted',
      found: 'unknown',
    });
  });

  it('does not pass without a platform', () => {
    expect(judge(evidenceWith({}, []))?.result).toBe('inconclusive');
  });
});
