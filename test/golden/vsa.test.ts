import { describe, expect, it } from 'vitest';
import type { GateResult } from '../../src/gate/result.ts';
import { known } from '../../src/image/evidence.ts';
import { policyOfImage } from '../../src/report/json/policy.ts';
import { findAttestable, vsaOf } from '../../src/report/json/vsa.ts';
import { CASES } from './cases.ts';
import {
  AMD64,
  ARM64,
  evidence,
  gateResult,
  imageResult,
  POLICY,
  platformEvidence,
  problemResult,
} from './results.ts';
import { findVsaErrors } from './vsa-fields.ts';

const SOURCES = {
  verifier: { id: 'https://github.com/acme/image-gate', ref: 'v1' },
  policy: { sha256: 'ab'.repeat(32), base64: btoa('{"xray":"required"}') },
  report: { name: 'report.json', sha256: 'cd'.repeat(32) },
};

function predicateOf(result: GateResult, sources: Parameters<typeof vsaOf>[2] = SOURCES) {
  const attestable = findAttestable(result);
  if (attestable.kind === 'none') throw new Error(attestable.why);
  return JSON.parse(vsaOf(result, attestable, sources));
}

function failed(): GateResult {
  const result = CASES['failed-critical'];
  if (result === undefined) throw new Error('the case is gone');
  return result;
}

describe('the verification summary', () => {
  it('of a passed image', async () => {
    const text = `${JSON.stringify(predicateOf(gateResult()), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot('./attestation.json');
  });

  it.each([
    ['passed', gateResult()],
    ['failed', failed()],
    ['failed under mode: warn', { ...failed(), mode: 'warn' as const }],
  ])('keeps to the fields of the specification: %s', (_, result) => {
    expect(findVsaErrors(predicateOf(result))).toEqual([]);
    const bare = {
      ...SOURCES,
      verifier: { id: 'urn:image-gate', ref: undefined },
      report: undefined,
    };
    expect(findVsaErrors(predicateOf(result, bare))).toEqual([]);
  });

  it('says FAILED in both places, and claims nothing else', () => {
    expect(predicateOf(failed())).toMatchObject({
      verificationResult: 'FAILED',
      verifiedLevels: ['FAILED'],
    });
  });

  it('claims no SLSA level: Harness names none', () => {
    expect(predicateOf(gateResult()).verifiedLevels).toEqual([
      'SLSA_BUILD_LEVEL_UNEVALUATED',
      'HARNESS_SLSA_VERIFIED',
    ]);
  });

  it.each(['off', 'if-present'] as const)(
    'does not say that SLSA was verified with slsa: %s and no status',
    (slsa) => {
      const nothing =
        slsa === 'off' ? ({ kind: 'off' } as const) : ({ kind: 'absent', why: 'x' } as const);
      const policy = { ...POLICY, slsa };
      const all = evidence({
        slsa: nothing,
        perPlatform: [platformEvidence(AMD64, { slsa: nothing })],
      });
      const { verificationResult, verifiedLevels } = predicateOf(
        gateResult([imageResult({ evidence: all }, policy)], { policy }),
      );
      expect({ verificationResult, verifiedLevels }).toEqual({
        verificationResult: 'PASSED',
        verifiedLevels: ['SLSA_BUILD_LEVEL_UNEVALUATED'],
      });
    },
  );

  it('names the image as a deploy job names it', () => {
    const result = gateResult();
    const image = result.images[0]?.image.name;
    expect(predicateOf(result).resourceUri).toBe(`oci://${image}@${result.images[0]?.digest}`);
  });

  it('has platforms that are not judged in its policy', () => {
    const platforms = known({ proven: true, judged: [AMD64], notJudged: [ARM64] });
    const some = imageResult({ evidence: evidence({ platforms }) });
    expect(policyOfImage(POLICY, some)).toMatchObject({ platforms: ['linux/amd64'] });
    expect(policyOfImage(POLICY, imageResult())).toMatchObject({ platforms: 'all' });
  });
});

describe('nothing is attested', () => {
  it.each([
    ['that could not be judged', CASES['inconclusive-timed-out'], 'inconclusive'],
    ['that was cancelled', problemResult('cancelled', 'the run was cancelled'), 'cancelled'],
    ['of several images at once', CASES['passed-several'], '2 images'],
    ['without a digest', gateResult([imageResult({ digest: undefined })]), 'which digest'],
  ])('%s', (_, result, why) => {
    const found = findAttestable(result ?? gateResult());
    expect(found).toMatchObject({ kind: 'none', why: expect.stringContaining(why) });
  });
});

describe('the check of the fields', () => {
  it.each([
    ['a missing verifier', { verifier: undefined }],
    ['another result', { verificationResult: 'INCONCLUSIVE' }],
    ['a pass with FAILED levels', { verifiedLevels: ['FAILED'] }],
    ['two levels of one track', { verifiedLevels: ['SLSA_BUILD_LEVEL_1', 'SLSA_BUILD_LEVEL_2'] }],
    ['an own word that claims to be SLSA', { verifiedLevels: ['SLSA_FINE'] }],
    ['a policy without digest', { policy: { uri: 'urn:x' } }],
    ['a resource that is no URI', { resourceUri: 'host/app@sha256:12' }],
    ['an input without digest', { inputAttestations: [{ uri: 'urn:x' }] }],
  ])('objects to %s', (_, change) => {
    const bad = JSON.parse(JSON.stringify({ ...predicateOf(gateResult()), ...change }));
    expect(findVsaErrors(bad)).not.toEqual([]);
  });
});
