import { describe, expect, test } from 'vitest';
import { html, json, type Reply, success, text } from '../simulator/answers.ts';
import type { Call, CallName } from '../simulator/calls.ts';
import { findLeaks, guarded, step } from './step.ts';

/** The key or the token as it was received: what a careless server or proxy writes into its answers. */
function keyOf({ headers }: Call): string {
  return headers['x-api-key'] ?? headers['authorization'] ?? '';
}

/** So much text before the key that whoever cuts the message to 200 characters cuts the key. */
const LONG = 'The request could not be understood and was refused by the policy of this site. '
  .repeat(2)
  .slice(0, 155);

const BODIES: Readonly<Record<string, (key: string) => Reply>> = {
  'a refusal in JSON': (key) => json(400, { message: `no such key: ${key}` }),
  'a refusal that is cut within the key': (key) => json(400, { message: `${LONG} ${key}` }),
  'a refusal in a list of errors': (key) => json(409, { errors: [{ status: 409, message: key }] }),
  'a refusal with the key backwards': (key) => json(400, { message: [...key].reverse().join('') }),
  'a refusal with the key in hex': (key) =>
    json(400, { message: Buffer.from(key).toString('hex') }),
  'a refusal with the key in base64': (key) =>
    json(400, { message: Buffer.from(key).toString('base64') }),
  '"not found" with the key': (key) => json(404, { message: `${key} not found` }),
  'a refusal in text': (key) => text(400, key),
  'a page of HTML': (key) => html(200, key),
  'a failure in the envelope': (key) => json(200, { status: `FAILURE ${key}`, message: key }),
  'JSON with the key as a name': (key) =>
    json(200, { status: 'SUCCESS', data: { [key]: [key] }, overall: { [key]: key } }),
  'an outage': (key) => json(503, { message: key }),
  '401': (key) => json(401, { message: key }),
  'a redirect with the key in its address': (key) => ({
    status: 302,
    headers: {
      Location: `https://login.invalid/${encodeURIComponent(key)}?k=${encodeURIComponent(key)}`,
    },
    body: key,
  }),
  'a redirect with the key as user': (key) => ({
    status: 302,
    headers: { Location: `https://${encodeURIComponent(key)}@login.invalid/` },
    body: '',
  }),
  'Retry-After with the key': (key) => ({
    status: 429,
    headers: { 'Retry-After': encodeURIComponent(key) },
    body: key,
  }),
};

/** The calls of one good road, the first of each service and some later ones. */
const CALLS: readonly (readonly [string, readonly CallName[]])[] = [
  ['the list of registries', ['listRegistries']],
  ['the registry', ['details', 'manifests', 'manifest', 'tags']],
  ['STO and SLSA', ['integrationdetails']],
  ['Artifactory', ['storage']],
  ['Xray', ['status']],
];

const CASES = CALLS.flatMap(([where, names]) =>
  Object.entries(BODIES).map(([what, reply]) => [what, where, { names, reply }] as const),
);

describe.concurrent('a server that echoes the key brings no secret to light', () => {
  test.each(CASES)('in %s, from %s', async (_, __, { names, reply }) => {
    const echo = (call: Call) => (names.includes(call.name) ? reply(keyOf(call)) : undefined);
    const played = await step(guarded(echo), {
      inputs: { 'appear-timeout': '1500ms', 'scan-timeout': '3s' },
    });
    expect(played.outputs['verdict']).toBe('inconclusive');
    expect(findLeaks(played)).toEqual([]);
  });
});

describe.concurrent('a server that sends the key as data brings no secret to light', () => {
  test.each<readonly [string, CallName, (key: string) => Reply]>([
    ['the status of Xray', 'status', (key) => json(200, { overall: { status: key, time: key } })],
    [
      'the state of a part of the scan',
      'status',
      (key) =>
        json(200, {
          overall: { status: 'DONE', time: new Date().toISOString() },
          details: { [key]: { status: key } },
        }),
    ],
    [
      'the status of SLSA',
      'integrationdetails',
      (key) => success({ slsaDetails: { provenanceId: key, status: key } }),
    ],
    [
      'a count',
      'integrationdetails',
      (key) =>
        success({ stoDetails: { critical: key, executionId: key, lastScanned: key, high: key } }),
    ],
    [
      'a manifest',
      'manifest',
      (key) => success({ manifest: JSON.stringify({ config: { mediaType: key } }) }),
    ],
    [
      'a tag',
      'tags',
      (key) => success({ ociArtifactTags: [{ name: key, digest: key }], itemCount: 1 }),
    ],
    [
      'a platform',
      'manifests',
      (key) =>
        success({ manifests: [{ digest: `sha256:${'a'.repeat(64)}`, osArch: key, size: key }] }),
    ],
    [
      'a path in Artifactory',
      'storage',
      (key) => json(200, { repo: key, path: key, checksums: { sha256: key } }),
    ],
  ])('%s', async (_, name, reply) => {
    const echo = (call: Call) => (call.name === name ? reply(keyOf(call)) : undefined);
    const played = await step(guarded(echo), {
      inputs: { 'appear-timeout': '1500ms', 'scan-timeout': '3s' },
    });
    expect(findLeaks(played)).toEqual([]);
  });
});
