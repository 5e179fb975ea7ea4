import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNamed, parseManifest } from './manifest.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
const ATTESTATION = { 'vnd.docker.reference.type': 'attestation-manifest' };
const UNKNOWN = { os: 'unknown', architecture: 'unknown' };

const parse = (json: unknown) => parseManifest(JSON.stringify(json));

/** The one child of an index. */
function readChild(entry: object) {
  const manifest = parse({ manifests: [{ digest: DIGEST, ...entry }] });
  if (manifest.kind !== 'index') throw new Error(manifest.kind);
  return manifest.children[0];
}

describe('an index', () => {
  it.each([OCI_INDEX, DOCKER_LIST])('is known by its type %s', (mediaType) => {
    expect(parse({ mediaType, manifests: [] })).toEqual({ kind: 'index', children: [] });
  });

  it('is known by its list where it names no type', () => {
    expect(parse({ manifests: [] }).kind).toBe('index');
  });

  it('is one even when it also looks like an image', () => {
    const config = { mediaType: 'application/vnd.oci.image.config.v1+json' };
    expect(parse({ config, manifests: [{ digest: DIGEST }] }).kind).toBe('index');
  });

  it.each([
    ['has no list', { mediaType: OCI_INDEX }],
    ['has a list that is none', { mediaType: OCI_INDEX, manifests: {} }],
    ['has an entry without a digest', { manifests: [{ digest: DIGEST }, {}] }],
    ['has an entry with another algorithm', { manifests: [{ digest: 'sha512:abc' }] }],
    ['has an entry that is no object', { manifests: [DIGEST] }],
  ])('is unrecognised when it %s', (_, json) => {
    expect(parse(json).kind).toBe('unrecognised');
  });

  it('keeps every child, as often as it is named', () => {
    const digest = fc
      .stringMatching(/^[0-9a-f]{64}$/)
      .map((hex) => ({ digest: `sha256:${hex}`, platform: UNKNOWN }));
    fc.assert(
      fc.property(fc.array(digest), (manifests) => {
        const manifest = parse({ manifests });
        const children = manifest.kind === 'index' ? manifest.children : [];
        expect(children.map((child) => child.digest)).toEqual(
          manifests.map((entry) => entry.digest),
        );
      }),
    );
  });
});

describe('the label of a child', () => {
  it.each([
    [{ os: 'linux', architecture: 'amd64' }, 'linux/amd64'],
    [{ os: 'linux', architecture: 'arm', variant: 'v7' }, 'linux/arm/v7'],
    [{ os: 'linux', architecture: 'arm64', variant: 'v8' }, 'linux/arm64'],
    [{ os: 'linux', architecture: 'arm64', variant: 'v9' }, 'linux/arm64/v9'],
    [
      { os: 'windows', architecture: 'amd64', 'os.version': '10.0.20348.1' },
      'windows/amd64 10.0.20348.1',
    ],
  ])('of %j is %s', (platform, label) => {
    expect(readChild({ platform })?.label).toBe(label);
  });

  it.each([
    undefined,
    null,
    {},
    UNKNOWN,
    { os: 'linux' },
    { os: '', architecture: 'amd64' },
    [],
    7,
  ])('of %j is not known', (platform) => {
    expect(readChild({ platform })?.label).toBeUndefined();
  });
});

describe('an attestation', () => {
  it('is what the index labels unknown and annotates as attestation', () => {
    expect(readChild({ platform: UNKNOWN, annotations: ATTESTATION })?.isAttestation).toBe(true);
  });

  it.each([
    ['without the annotation', { platform: UNKNOWN }],
    ['with another annotation', { platform: UNKNOWN, annotations: { a: 'attestation-manifest' } }],
    [
      'for a real platform',
      { platform: { os: 'linux', architecture: 'amd64' }, annotations: ATTESTATION },
    ],
    [
      'half unknown',
      { platform: { os: 'linux', architecture: 'unknown' }, annotations: ATTESTATION },
    ],
    ['without a platform', { annotations: ATTESTATION }],
  ])('is not a child %s', (_, entry) => {
    expect(readChild(entry)?.isAttestation).toBe(false);
  });
});

describe('a child that is an index', () => {
  it.each([OCI_INDEX, DOCKER_LIST])('is known by its type %s', (mediaType) => {
    expect(readChild({ mediaType })?.isIndex).toBe(true);
  });

  it('is not any other', () => {
    const mediaType = 'application/vnd.oci.image.manifest.v1+json';
    expect(readChild({ mediaType })?.isIndex).toBe(false);
    expect(readChild({})?.isIndex).toBe(false);
  });
});

describe('a single manifest', () => {
  it.each([
    'application/vnd.oci.image.config.v1+json',
    'application/vnd.docker.container.image.v1+json',
  ])('is an image by the type of its config: %s', (mediaType) => {
    expect(parse({ config: { mediaType } })).toEqual({ kind: 'image' });
  });

  it.each([
    { config: { mediaType: 'application/vnd.cncf.helm.config.v1+json' } },
    { config: { mediaType: 'application/vnd.oci.empty.v1+json' } },
    { config: {} },
    { config: null },
    {},
    [],
    null,
    'text',
  ])('is unrecognised otherwise: %j', (json) => {
    expect(parse(json).kind).toBe('unrecognised');
  });

  it('is unrecognised when it is cut', () => {
    expect(parseManifest('{"manifests": [').kind).toBe('unrecognised');
  });

  it('never makes anything throw', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(parseManifest(text).kind).toBeTypeOf('string');
      }),
    );
  });
});

describe('isNamed', () => {
  it('takes neither nothing nor the word unknown for a name', () => {
    expect(['linux', '', 'unknown', undefined].map(isNamed)).toEqual([true, false, false, false]);
  });
});
