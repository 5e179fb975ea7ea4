import { describe, expect, it } from 'vitest';
import type { Count, Evidence, SbomReading } from '../image/evidence.ts';
import { known } from '../image/evidence.ts';
import {
  ABSENT,
  count,
  evidenceWith,
  MISSING,
  NOW,
  OFF,
  platformWith,
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

type Sbom = Evidence<SbomReading>;

const PLAIN = { check: 'sbom', cause: 'judged', where: undefined, perPlatform: [] } as const;

describe('the SBOM', () => {
  it('fails above the limit, on the worst platform', () => {
    expect(judge(twoPlatforms(sbomOf(count(1)), sbomOf(count(3))))).toEqual({
      ...PLAIN,
      result: 'failed',
      sentence: '3 SBOM deny list violations, 0 allowed',
      where: 'linux/arm64',
      found: '3',
      allowed: '0',
      perPlatform: [
        { label: 'linux/amd64', found: '1' },
        { label: 'linux/arm64', found: '3' },
      ],
    });
  });

  it('passes at the limit', () => {
    const evidence = twoPlatforms(sbomOf(count(1)), sbomOf(count(1)));
    expect(judge(evidence, { maxSbomDenyListViolations: 1 })).toEqual({
      ...PLAIN,
      result: 'passed',
      sentence: '1 SBOM deny list violation, 1 allowed',
      found: '1',
      allowed: '1',
    });
  });

  it('fails on a platform that is known even when another is not', () => {
    expect(judge(twoPlatforms(sbomOf(count(1)), { sbom: UNREACHABLE }))?.result).toBe('failed');
  });

  it('is noted when absent, and inconclusive when it is required', () => {
    const evidence = twoPlatforms({}, { sbom: ABSENT });
    expect(judge(evidence)).toEqual({
      ...PLAIN,
      result: 'noted',
      cause: 'absent',
      sentence: 'there is no SBOM for linux/arm64',
      where: 'linux/arm64',
      found: 'no data',
      allowed: '0',
      perPlatform: [
        { label: 'linux/amd64', found: '0' },
        { label: 'linux/arm64', found: 'unknown' },
      ],
    });
    expect(judge(evidence, { sbom: 'required' })?.result).toBe('inconclusive');
  });

  it('names every platform for which the same is missing', () => {
    const where = 'linux/amd64 and linux/arm64';
    const of = (amd64: Sbom, arm64: Sbom) => judge(twoPlatforms({ sbom: amd64 }, { sbom: arm64 }));
    expect(of(ABSENT, { kind: 'absent', why: 'not generated' })).toMatchObject({
      sentence: `there is no SBOM for ${where}`,
      where,
    });
    expect(of(UNRECOGNISED, UNRECOGNISED)).toMatchObject({
      sentence: `SBOM's answer for ${where} is not recognised: "gibberish"`,
      where,
    });
    expect(of(UNREACHABLE, UNREACHABLE)).toMatchObject({ sentence: UNREACHABLE.why, where });
    expect(of(UNRECOGNISED, { kind: 'unrecognised', raw: 'rubbish' })).toMatchObject({
      sentence: 'SBOM\'s answer for linux/amd64 is not recognised: "gibberish"',
      where: 'linux/amd64',
    });
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

  it.each([
    ['silent on violations', MISSING, 'no denyListViolations'],
    ['sending a negative number', count(-1), 'denyListViolations -1'],
    ['sending text', { kind: 'malformed', raw: '"none"' }, "denyListViolations is the text 'none'"],
  ] as const)('is not recognised when %s, and says what came', (_name, violations, raw) => {
    expect(judge(twoPlatforms({}, sbomOf(violations)))).toMatchObject({
      cause: 'unrecognised',
      sentence: `SBOM's answer for linux/arm64 is not recognised: "${raw}"`,
      found: 'unrecognised',
    });
  });

  it('is listed as not checked when it is off', () => {
    expect(judge(twoPlatforms(), { sbom: 'off' })).toEqual({
      ...PLAIN,
      result: 'not-checked',
      sentence: 'the SBOM check is switched off',
      found: 'not checked',
      allowed: '',
    });
  });

  it('is only noted without a limit', () => {
    const unlimited = { maxSbomDenyListViolations: 'unlimited' };
    expect(judge(twoPlatforms(sbomOf(count(9)), sbomOf(count(9))), unlimited)).toEqual({
      ...PLAIN,
      result: 'noted',
      sentence: '9 SBOM deny list violations, any number allowed',
      found: '9',
      allowed: 'unlimited',
    });
    expect(judge(twoPlatforms(sbomOf(MISSING), sbomOf(MISSING)), unlimited)).toEqual({
      ...PLAIN,
      result: 'noted',
      sentence: 'the number of SBOM deny list violations is unknown',
      found: 'unknown',
      allowed: 'unlimited',
    });
    expect(judge(twoPlatforms(sbomOf(count(9)), sbomOf(MISSING)), unlimited)?.found).toBe(
      'unknown',
    );
  });

  it('does not pass without a platform', () => {
    expect(judge(evidenceWith({}, []))).toEqual({
      ...PLAIN,
      result: 'inconclusive',
      cause: 'ended',
      sentence: 'SBOM could not be asked for, as no platform of the image is known',
      found: 'not asked',
      allowed: '0',
    });
  });

  it('calls a platform that nobody labels by its digest', () => {
    const evidence = evidenceWith({}, [platformWith('unknown', 'a', { sbom: ABSENT })]);
    expect(judge(evidence)?.sentence).toBe('there is no SBOM for unlabelled sha256:aaaaaaaaaaaa');
  });
});
