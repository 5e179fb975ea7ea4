import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNamed, parseManifest } from './manifest.ts';

const DIGEST = `sha256:${'a'.repeat(64)}`;
const OCI_INDEX = 'application/vnd.oci.image.index.v1+json';
const DOCKER_LIST = 'application/vnd.docker.distribution.manifest.list.v2+json';
const ATTESTATION = { 'vnd.docker.reference.type': 'attestation-manifest' };
const UNKNOWN = { os: 'unknown', architecture: 'unknown' };

const OCI_IMAGE = 'application/vnd.oci.image.manifest.v1+json';
const CONFIG = { mediaType: 'application/vnd.oci.image.config.v1+json' };

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

  it('may name annotations of its own in any letters', () => {
    const annotations = { Maintainer: 'a', maintainer: 'b', Platform: 'c' };
    const manifest = parse({ annotations, manifests: [{ digest: DIGEST, annotations }] });
    expect(manifest.kind).toBe('index');
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
    expect(readChild({ mediaType: OCI_IMAGE })?.isIndex).toBe(false);
    expect(readChild({})?.isIndex).toBe(false);
  });
});

describe('a single manifest', () => {
  it.each([
    'application/vnd.oci.image.config.v1+json',
    'application/vnd.docker.container.image.v1+json',
  ])('is an image by the type of its config: %s', (mediaType) => {
    expect(parse({ config: { mediaType } })).toEqual({ kind: 'image' });
    expect(parse({ mediaType: OCI_IMAGE, config: { mediaType }, layers: [] }).kind).toBe('image');
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

describe('a manifest that others read as something else', () => {
  const entry = `"digest":"${DIGEST}"`;
  const hidden = '"platform":{"os":"unknown","architecture":"unknown"}';
  const config = JSON.stringify(CONFIG);

  it.each([
    ['a platform in other letters', `{"manifests":[{${entry},${hidden},"Platform":{}}]}`],
    ['only a platform in other letters', `{"manifests":[{${entry},"PLATFORM":{"os":"linux"}}]}`],
    [
      'a system in other letters',
      `{"manifests":[{${entry},"platform":{"os":"unknown","OS":"a"}}]}`,
    ],
    ['a long s', `{"manifests":[],"manifeſts":[{${entry}}]}`],
    ['an escaped long s', `{"manifests":[],"manifest\\u017f":[{${entry}}]}`],
    ['the sign of Kelvin', `{"manifests":[],"toKen":1,"to\u212aen":2}`],
    ['a second list in other letters', `{"manifests":[],"Manifests":[{${entry}}]}`],
    ['a list in other letters beside a config', `{"config":${config},"Manifests":[{${entry}}]}`],
    ['a config in other letters inside', `{"config":{"mediaType":"a","MediaType":"b"}}`],
    ['a layer in other letters', `{"config":${config},"layers":[{"digest":"a","Digest":"b"}]}`],
    ['the same list twice', `{"manifests":[{${entry}}],"manifests":[]}`],
    ['the same platform twice', `{"manifests":[{${entry},${hidden},${hidden}}]}`],
    ['the same key twice, once escaped', `{"manifests":[],"manifest\\u0073":[]}`],
    ['the same annotation twice', `{"manifests":[],"annotations":{"a":"b","a":"c"}}`],
    ['the same key twice after texts with signs', `{"a":"\\\\\\":","manifests":[],"manifests":[]}`],
  ])('is unrecognised: %s', (_, text) => {
    expect(() => JSON.parse(text)).not.toThrow();
    expect(parseManifest(text)).toEqual({
      kind: 'unrecognised',
      why: 'has a key twice, or one in other letters',
    });
  });

  it.each([
    ['a list and a config', { manifests: [], config: CONFIG }],
    ['a list and layers', { manifests: [], layers: [] }],
    ['a list and layers of schema 1', { manifests: [], fsLayers: [] }],
    ['a config and layers of schema 1', { config: CONFIG, fsLayers: [] }],
    ['a config and a list that is none', { config: CONFIG, manifests: null }],
    ['an index that calls itself an image', { mediaType: OCI_IMAGE, manifests: [] }],
    ['an image that calls itself an index', { mediaType: OCI_INDEX, config: CONFIG }],
    ['an index of a type nobody knows', { mediaType: 'application/json', manifests: [] }],
    ['an image of a type nobody knows', { mediaType: 'application/json', config: CONFIG }],
  ])('is unrecognised: %s', (_, json) => {
    expect(parse(json)).toEqual({
      kind: 'unrecognised',
      why: 'is not of the type it names, or of two at once',
    });
  });

  it('is none because a text holds what looks like keys', () => {
    const text = String.raw`{"a":"\\","b\":":"\"c\":{\"c\":1}","d":["e:",":"],"__proto__":{"f":1},`;
    expect(parseManifest(`${text}"config":${config}}`).kind).toBe('image');
  });

  it('is found whatever the keys are', () => {
    fc.assert(
      fc.property(fc.object(), (json) => {
        const { config: _c, manifests: _m, ...rest } = json;
        const text = JSON.stringify(rest).slice(1, -1);
        const more = text === '' ? '' : `,${text}`;
        expect(parseManifest(`{"artifacts":{"x":1,"x":2}${more}}`)).toMatchObject({
          why: 'has a key twice, or one in other letters',
        });
      }),
    );
  });

  it('is read in a moment, be it megabytes long or deep', () => {
    const began = performance.now();
    const layers = '{},'.repeat(1_000_000);
    const wide = Array.from({ length: 200_000 }, (_, at) => `"${at}":{"a":""}`).join();
    const texts = [
      `{"config":${config},"layers":[${layers}{}],"a":{${wide}}}`,
      `{"config":${config},"a":${'['.repeat(2_500_000)}${']'.repeat(2_500_000)}}`,
      `{"config":${config},"a":"${String.raw`\"`.repeat(1_500_000)}"}`,
      `{"config":${config},"a":""${' '.repeat(5_000_000)}}`,
    ];
    expect(texts.map((text) => parseManifest(text).kind)).toEqual(texts.map(() => 'image'));
    expect(performance.now() - began).toBeLessThan(10_000);
  }, 30_000);
});
