import { Ajv2020 } from 'ajv/dist/2020.js';

/** https://github.com/in-toto/attestation/blob/main/spec/v1/resource_descriptor.md */
const RESOURCE = {
  type: 'object',
  properties: {
    name: { type: 'string' },
    uri: { type: 'string', pattern: '^[a-z][a-z0-9+.-]*:' },
    digest: {
      type: 'object',
      minProperties: 1,
      properties: { sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' } },
      additionalProperties: false,
    },
    content: { type: 'string', pattern: '^[A-Za-z0-9+/]+={0,2}$' },
    mediaType: { type: 'string' },
  },
  additionalProperties: false,
} as const;

/** The fields of the specification 1.2, https://slsa.dev/spec/v1.2/verification_summary; extensions are not used here. */
const PREDICATE = {
  type: 'object',
  required: ['verifier', 'resourceUri', 'policy', 'verificationResult', 'verifiedLevels'],
  properties: {
    verifier: {
      type: 'object',
      required: ['id'],
      properties: {
        id: { type: 'string', pattern: '^[a-z][a-z0-9+.-]*:' },
        version: { type: 'object', additionalProperties: { type: 'string' } },
      },
      additionalProperties: false,
    },
    timeVerified: {
      type: 'string',
      pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z$',
    },
    resourceUri: { type: 'string', pattern: '^[a-z][a-z0-9+.-]*:' },
    policy: { ...RESOURCE, required: ['uri', 'digest'] },
    inputAttestations: { type: 'array', items: { ...RESOURCE, required: ['digest'] } },
    verificationResult: { enum: ['PASSED', 'FAILED'] },
    verifiedLevels: { type: 'array', items: { type: 'string', minLength: 1 }, minItems: 1 },
    dependencyLevels: { type: 'object', additionalProperties: { type: 'integer', minimum: 0 } },
    slsaVersion: { type: 'string', pattern: '^\\d+\\.\\d+$' },
  },
  additionalProperties: false,
} as const;

const TRACK = /^SLSA_([A-Z]+)_LEVEL_(?:\d|UNEVALUATED)$/;
const validate = new Ajv2020({ allErrors: true, strictRequired: false }).compile(PREDICATE);

/** What the specification has to object to; empty where the predicate keeps to it. */
export function findVsaErrors(predicate: {
  verificationResult: string;
  verifiedLevels: string[];
}): readonly string[] {
  const fits: boolean = validate(predicate);
  if (!fits) {
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  }
  const { verificationResult, verifiedLevels } = predicate;
  const reserved = verifiedLevels.filter((level) => level.startsWith('SLSA_'));
  const tracks = reserved.map((level) => TRACK.exec(level)?.[1]);
  return [
    ...(tracks.includes(undefined) ? ['own words must not start with SLSA_'] : []),
    ...(new Set(tracks).size < tracks.length ? ['more than one level of one track'] : []),
    ...((verificationResult === 'FAILED') === verifiedLevels.includes('FAILED')
      ? []
      : ['FAILED must stand in both places or in neither']),
  ];
}
