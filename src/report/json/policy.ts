import type { ImageResult } from '../../gate/result.ts';
import { valueOf } from '../../image/evidence.ts';
import type { Policy } from '../../policy/policy.ts';
import { type Json, type JsonObject, lineOf } from './values.ts';

/** The limits under the names of their inputs; always in this order, so that equal policies have equal digests. */
export function policyJson(policy: Policy): JsonObject {
  const { max } = policy;
  return {
    xray: policy.xray,
    sto: policy.sto,
    slsa: policy.slsa,
    sbom: policy.sbom,
    firewall: policy.firewall,
    quarantine: policy.quarantine,
    'max-critical': max.critical,
    'max-high': max.high,
    'max-medium': max.medium,
    'max-low': max.low,
    'max-info': max.info,
    'max-sbom-deny-list-violations': policy.maxSbomDenyListViolations,
    'slsa-accepted': policy.slsaAccepted.map(lineOf),
    'max-scan-age-ms': policy.maxScanAge,
  };
}

/**
 * The policy that one image was judged by. Which platforms count is part of it: a pass of one platform must not be
 * taken for a pass of the whole index.
 */
export function policyOfImage(policy: Policy, image: ImageResult): JsonObject {
  return { ...policyJson(policy), platforms: judgedPlatforms(image) };
}

function judgedPlatforms({ evidence }: ImageResult): Json {
  const list = valueOf(evidence.platforms);
  if (list === undefined) return [];
  return list.notJudged.length === 0 ? 'all' : list.judged.map(({ label }) => lineOf(label));
}
