import type { GateResult, ImageResult } from '../../gate/result.ts';
import type { Digest } from '../../image/digest.ts';
import type { Policy } from '../../policy/policy.ts';
import { endOf } from '../image-outputs.ts';
import { counted } from '../words.ts';
import { REPORT_SCHEMA } from './report.ts';
import { type Json, type JsonObject, timeOrNull } from './values.ts';

/** Identifies the kind of policy; its digest says which limits. https://slsa.dev/spec/v1.2/verification_summary */
export const POLICY_URI = 'urn:image-gate:policy/v1';

/** The specification's word for "no claim about a level": Harness says that provenance was verified, not to which level. */
const NO_LEVEL = 'SLSA_BUILD_LEVEL_UNEVALUATED';

/** Own words may stand beside it as long as they do not start with `SLSA_`. */
const HARNESS_VERIFIED = 'HARNESS_SLSA_VERIFIED';

/** An image whose verdict can be attested. */
export interface Attestable {
  readonly kind: 'attestable';
  readonly image: ImageResult;
  readonly digest: Digest;
  readonly policy: Policy;
  readonly passed: boolean;
}

/** What the predicate refers to. Digests are 64 hexadecimal digits. */
export interface VsaSources {
  readonly verifier: { readonly id: string; readonly ref: string | undefined };
  /** The JSON of `policyOfImage`: its SHA-256, and its bytes in base64. */
  readonly policy: { readonly sha256: string; readonly base64: string };
  /** The JSON report, where one was written. */
  readonly report: { readonly name: string; readonly sha256: string } | undefined;
}

/**
 * Whether there is something to attest. Only a judgement can be signed: the specification knows PASSED and FAILED, and
 * whoever reads FAILED where nothing could be judged would look for a fault that nobody has found.
 */
export function findAttestable(
  result: GateResult,
): Attestable | { readonly kind: 'none'; readonly why: string } {
  const { verdict, images, policy } = result;
  const [image] = images;
  if (verdict !== 'passed' && verdict !== 'failed')
    return none(`only passed and failed can be attested, and this run is ${verdict}`);
  if (image === undefined || images.length !== 1)
    return none(
      `one file is about one image, and this run judged ${counted(images.length, 'image')}`,
    );
  if (image.digest === undefined || policy === undefined)
    return none('it is not known which digest was judged');
  const passed = verdict === 'passed' && result.problem === undefined;
  return { kind: 'attestable', image, digest: image.digest, policy, passed };
}

/** The predicate of a SLSA Verification Summary as the text of a JSON file, ready to be signed for the judged digest. */
export function vsaOf(
  result: GateResult,
  { image, digest, passed }: Attestable,
  sources: VsaSources,
): string {
  const { verifier, policy, report } = sources;
  const predicate: JsonObject = {
    verifier: verifierJson(verifier),
    timeVerified: timeOrNull(endOf(result)),
    resourceUri: `oci://${image.image.name}@${digest}`,
    policy: {
      uri: POLICY_URI,
      digest: { sha256: policy.sha256 },
      content: policy.base64,
      mediaType: 'application/json',
    },
    ...(report === undefined ? {} : { inputAttestations: [reportJson(report)] }),
    verificationResult: passed ? 'PASSED' : 'FAILED',
    verifiedLevels: passed ? levelsOf(image) : ['FAILED'],
  };
  return `${JSON.stringify(predicate, null, 2)}\n`;
}

function verifierJson({ id, ref }: VsaSources['verifier']): Json {
  return ref === undefined ? { id } : { id, version: { 'image-gate': ref } };
}

/** The gate reads no signed attestation itself; all that it has read stands in its report. */
function reportJson({ name, sha256 }: NonNullable<VsaSources['report']>): Json {
  return { name, uri: REPORT_SCHEMA, digest: { sha256 }, mediaType: 'application/json' };
}

function levelsOf({ findings }: ImageResult): readonly string[] {
  const verified = findings.some(({ check, result }) => check === 'slsa' && result === 'passed');
  return verified ? [NO_LEVEL, HARNESS_VERIFIED] : [NO_LEVEL];
}

function none(why: string): { readonly kind: 'none'; readonly why: string } {
  return { kind: 'none', why };
}
