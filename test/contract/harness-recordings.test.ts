import { afterAll, describe, expect, it } from 'vitest';
import { GateError } from '../../src/errors.ts';
import type { PlatformRow, RawManifest } from '../../src/gate/ports.ts';
import { closeServers } from '../../src/http/loopback.fixture.ts';
import { parseManifest } from '../../src/image/manifest.ts';
import { listPlatforms } from '../../src/image/platform-list.ts';
import {
  RECORDING_FILES,
  type Recording,
  readPushedImages,
  readRecordings,
} from '../simulator/recordings.ts';
import { askRegistry, questionOf, type Reader, serveRecording } from './recorded-questions.ts';

const recordings = RECORDING_FILES.flatMap(readRecordings);
const app = readPushedImages()['acme/default/shop/docker-prod']?.['app'] ?? {};
const adv =
  readPushedImages()['acme/default/shop/docker-prod']?.['adv (awkward-images.json)'] ?? {};

/** What the gate must make of a recorded answer. */
interface Expectation {
  readonly reader: Reader;
  /** The tag that is looked for, where it is not the recorded search term. */
  readonly tag?: string;
  readonly is?: unknown;
  readonly code?: string;
  /** The recorded request is one that the gate would not send in this form. */
  readonly otherForm?: true;
}

/** The gate has no use for the call. */
type Unused = { readonly unused: string };

const NOT_THERE = undefined;
const NO_VERSION: Expectation = { reader: 'readVersion', is: NOT_THERE };
const PUSHED_AT = 1_795_219_194_319;

const clear = (more: object = {}) =>
  expect.objectContaining({ quarantined: false, reason: '', ...more });
const version = (is: unknown = clear(), otherForm?: true): Expectation => ({
  reader: 'readVersion',
  is,
  ...(otherForm && { otherForm }),
});
const versionError = (code: string, otherForm?: true): Expectation => ({
  reader: 'readVersion',
  code,
  ...(otherForm && { otherForm }),
});
const rows = (...labels: readonly string[]): Expectation => ({
  reader: 'readRows',
  is: labels.map((osArch) => expect.objectContaining({ osArch, quarantined: false })),
});
const manifest = (text: RegExp): Expectation => ({
  reader: 'readManifest',
  is: { text: expect.stringMatching(text), proven: true },
});
const tagOf = (is: unknown, tag?: string): Expectation => ({
  reader: 'readTag',
  is,
  ...(tag !== undefined && { tag }),
});
const tagError = (code: string): Expectation => ({ reader: 'readTag', code, otherForm: true });
const listing = (firewall: unknown): Expectation => ({
  reader: 'readListing',
  is: expect.objectContaining({ firewall, quarantine: undefined }),
  otherForm: true,
});
const EXEMPT = { kind: 'known', value: 'exempt' };
const NO_FIREWALL = expect.objectContaining({ kind: 'absent' });

const AWKWARD: Readonly<Record<string, Expectation>> = {
  'platforms: a real image whose own config says unknown, labelled linux/arm64 in the index (manifests)':
    rows('linux/amd64', 'unknown/unknown'),
  'platforms: a real image whose own config says unknown, labelled linux/arm64 in the index (raw manifest)':
    manifest(/arm64/),
  'platforms: a real image labelled unknown/unknown in the index (manifests)': rows(
    'linux/amd64',
    'linux/arm64',
  ),
  'platforms: a real image labelled unknown/unknown in the index (raw manifest)':
    manifest(/unknown/),
  'platforms: only an attestation (manifests)': rows('unknown/unknown'),
  'platforms: only an attestation (raw manifest)': manifest(/attestation-manifest/),
  'platforms: one digest three times (manifests)': rows(
    'linux/amd64',
    'linux/amd64',
    'linux/amd64',
  ),
  'platforms: one digest three times (raw manifest)': manifest(/arm64/),
  'platforms: empty index (manifests)': rows(),
  'platforms: empty index (raw manifest)': manifest(/"manifests":\[\]/),
  'platforms: a child without a platform (manifests)': rows('linux/amd64', '/'),
  'platforms: a child without a platform (raw manifest)': manifest(/amd64/),
  'tags: a signature is a tag of its own': tagOf(
    adv['attreal = a + the attestation, labelled linux/amd64 in the index'],
    'attreal',
  ),
  'manifest: any version name, the digest decides': manifest(/unknown/),
  'manifest: unknown digest': { reader: 'readManifest', is: NOT_THERE },
  'details: DIGEST with any version name, the digest decides': version(clear(), true),
};

const ERRORS: Readonly<Record<string, Expectation | Unused>> = {
  'error: registry unknown': versionError('configuration'),
  'error: registry in another scope': versionError('configuration'),
  'error: project unknown': versionError('configuration'),
  'error: account unknown': versionError('configuration'),
  'error: artifact unknown': NO_VERSION,
  'error: tag unknown': NO_VERSION,
  'error: digest unknown': NO_VERSION,
  'error: digest malformed': versionError('configuration'),
  'error: digest as version with TAG': NO_VERSION,
  'error: digest missing': versionError('unrecognised', true),
  'error: manifests of a tag without version_type': { reader: 'readRows', code: 'configuration' },
  'error: manifests, tag unknown': { reader: 'readRows', is: NOT_THERE },
  'error: manifests, digest unknown': { reader: 'readRows', is: NOT_THERE },
  'error: tags of an unknown artifact': tagOf(NOT_THERE, '1.0.0'),
  'error: versions of an unknown artifact': tagOf(NOT_THERE, '1.0.0'),
  'error: version details of an unknown artifact': listing(NO_FIREWALL),
  'error: slash in the artifact without /+': versionError('missing-call', true),
  'error: encoded slash and /+': versionError('missing-call', true),
  'error: encoded plus': versionError('missing-call', true),
  'error: trailing slash': tagError('missing-call'),
  'error: page is not a number': tagError('unrecognised'),
  'error: space unknown': { reader: 'readListing', code: 'configuration', otherForm: true },
  'error: integrationdetails is not part of the open-source server': {
    reader: 'readIntegration',
    code: 'missing-call',
  },
  'error: no key': tagError('permission'),
  'error: invalid key': tagError('permission'),
  'error: no key, quarantine': { unused: 'the gate never sets a quarantine' },
  'error: key without permission': tagError('permission'),
};

const IMAGES: Readonly<Record<string, Expectation | Unused>> = {
  'details: single manifest, by tag': version(clear({ size: '780.00B' })),
  'details: single manifest, by digest': version(clear({ pushedAt: 1_795_219_194_186 })),
  'details: tag asked without version_type is answered as a digest': version(),
  'details: unknown version_type is ignored': version(),
  'details: index': version(clear({ pushedAt: PUSHED_AT, size: undefined })),
  'details: platform of an index, by tag': version(),
  'details: platform of an index, below the index digest': version(clear(), true),
  'details: attestation manifest': version(),
  'details: digest of another tag of the same image is accepted': version(),
  'details: artifact with a slash': version(),
  'details: flat artifact with /+': version(clear(), true),
  'details: digest percent-encoded in the path': version(clear(), true),
  'manifests: single manifest lists itself': rows('linux/amd64'),
  'manifests: index with two platforms and two attestations': rows(
    'linux/amd64',
    'linux/arm64',
    'unknown/unknown',
    'unknown/unknown',
  ),
  'manifests: index by digest': rows(
    'linux/amd64',
    'linux/arm64',
    'unknown/unknown',
    'unknown/unknown',
  ),
  'manifests: one platform with provenance': rows('linux/amd64', 'unknown/unknown'),
  'manifests: platform digest lists itself': rows('linux/amd64'),
  'manifest: raw index': manifest(/arm64/),
  'manifest: raw attestation': manifest(/in-toto/),
  'version details: a Docker version is not found here': listing(NO_FIREWALL),
  'summary: needs the digest': { unused: 'it says nothing that docker/details does not' },
};

const digestOf = (entry: unknown) =>
  typeof entry === 'object' && entry !== null && 'digest' in entry ? entry.digest : entry;
const SHOP = { account: 'acme', org: 'default', project: 'shop', registry: 'docker-prod' };

const LISTS: Readonly<Record<string, Expectation | Unused>> = {
  'tags: search, first page': tagOf(digestOf(app['1.4.2'])),
  'tags: nothing found is null': tagOf(NOT_THERE),
  'tags: search is a substring': tagOf(expect.stringMatching(/^sha256:/), '1.12'),
  'tags: second page': tagOf(NOT_THERE),
  'tags: past the end': tagOf(NOT_THERE, '1.1'),
  'tags: no page parameters': tagOf(expect.stringMatching(/^sha256:/), '1.0'),
  'tags: artifact with a slash': tagOf(
    'sha256:092dfbe606f873bad85e07638698f9d47543a956393e9707a8e9cd7b6fca4ee0',
    '2.0',
  ),
  'versions: search by tag': tagOf(digestOf(app['1.4.2'])),
  'versions: platforms and attestations are versions too': tagOf(digestOf(app['1.4.3']), '1.4.3'),
  "artifacts: one row for each digest, in the registry's own space": listing(EXEMPT),
  'artifacts: a parent space lists nothing of its children': listing(NO_FIREWALL),
  'artifacts of a registry: one row for each image': {
    unused: 'true there may be about any other version of the image',
  },
  'registries: of the account only': {
    reader: 'locate',
    is: { ...SHOP, org: undefined, project: undefined, type: undefined },
  },
  'registries: descendants, search is a substring': {
    reader: 'locate',
    is: { ...SHOP, type: 'VIRTUAL' },
  },
  'registries: none found': {
    reader: 'locate',
    is: { ...SHOP, org: undefined, project: undefined, type: undefined },
  },
  'tags: a search term with an underscore finds nothing, though the tag V1.0_RC-2 is there':
    tagOf(NOT_THERE),
  'tags: a part of it without the underscore finds it': tagOf(
    'sha256:8067117a0ec9150ad5ce74d269ce48567120ca468df44aff0d410e62c6da1ad2',
    'V1.0_RC-2',
  ),
  'tags: search ignores case': tagOf(NOT_THERE),
  'artifacts: a search term with an underscore finds nothing': listing(NO_FIREWALL),
};

const NEVER_SET = { unused: 'the gate never sets or lifts a quarantine' };

const QUARANTINE: Readonly<Record<string, Expectation | Unused>> = {
  'quarantine: one platform': NEVER_SET,
  'quarantine: manifests then': {
    reader: 'readRows',
    is: [
      expect.objectContaining({ osArch: 'linux/amd64', quarantined: false }),
      expect.objectContaining({
        osArch: 'linux/arm64',
        quarantined: true,
        reason: 'critical issues',
      }),
      expect.objectContaining({ quarantined: false }),
      expect.objectContaining({ quarantined: false }),
    ],
  },
  'quarantine: details of the index then (unaffected)': version(),
  'quarantine: details of the platform then': version(
    expect.objectContaining({ quarantined: true, reason: 'critical issues' }),
  ),
  'quarantine: whole image': NEVER_SET,
  'quarantine: whole image, details then': version(
    expect.objectContaining({ quarantined: true, reason: 'whole image' }),
  ),
  'quarantine: whole image, artifacts of the space still say false': listing(EXEMPT),
  'quarantine: artifacts of the registry say true for an image when any of its versions is': {
    unused: 'it may be about any other version of the image',
  },
  'quarantine: versions searched by digest find nothing': tagOf(NOT_THERE),
  'quarantine: by tag is refused': NEVER_SET,
  'quarantine: unknown artifact': NEVER_SET,
  'quarantine: unknown digest': NEVER_SET,
  'unquarantine: the platform': NEVER_SET,
  'unquarantine: details then': version(),
};

const EXPECTATIONS: Readonly<Record<string, Expectation | Unused>> = {
  ...AWKWARD,
  ...ERRORS,
  ...IMAGES,
  ...LISTS,
  ...QUARANTINE,
};

async function read(recording: Recording, { reader, tag }: Expectation) {
  const { registry, asked } = await serveRecording(recording);
  const outcome = await askRegistry(registry, reader, questionOf(recording), tag).then(
    (is) => ({ is }),
    (error: unknown) => ({ code: error instanceof GateError ? error.code : String(error) }),
  );
  return { outcome, asked };
}

const pathOf = (path: string) => new URL(path, 'http://recorded').pathname;

afterAll(closeServers);

describe('what the recorded server answered', () => {
  it('is 97 answers, each under a title of its own', () => {
    expect(recordings).toHaveLength(97);
    expect(new Set(recordings.map(({ title }) => title)).size).toBe(97);
  });

  it('is expected answer by answer, and nothing else is', () => {
    const titles = recordings.map(({ title }) => title).sort();
    expect(Object.keys(EXPECTATIONS).sort()).toEqual(titles);
  });

  const used = recordings.flatMap((recording) => {
    const expectation = EXPECTATIONS[recording.title];
    if (expectation === undefined || 'unused' in expectation) return [];
    return [{ title: recording.title, recording, expectation }];
  });

  it.each(used)('reads “$title”', async ({ recording, expectation }) => {
    const { outcome } = await read(recording, expectation);
    const { code, is } = expectation;
    expect(outcome).toEqual(code === undefined ? { is } : { code });
  });

  const inOurForm = used.filter(({ expectation }) => expectation.otherForm !== true);

  it.each(inOurForm)('is asked for by the recorded path in “$title”', async (one) => {
    const { asked } = await read(one.recording, one.expectation);
    const recorded = pathOf(one.recording.request.path);
    expect(asked.map(pathOf)).toContain(`/har${recorded}`);
  });
});

describe('a recorded configuration error', () => {
  it.each([
    { title: 'error: registry unknown', input: /the registry in image/ },
    { title: 'error: registry in another scope', input: /harness-org and harness-project/ },
    { title: 'error: project unknown', input: /harness-org and harness-project/ },
    { title: 'error: account unknown', input: /harness-account/ },
    { title: 'error: digest malformed', input: /the input digest/ },
  ])('names the input to check: $title', async ({ title, input }) => {
    const recording = recordings.find((one) => one.title === title);
    if (recording === undefined) throw new Error(`no recording ${title}`);
    const { registry } = await serveRecording(recording);
    await expect(askRegistry(registry, 'readVersion', questionOf(recording))).rejects.toThrow(
      input,
    );
  });
});

describe('the platforms of recorded images', () => {
  const find = (title: string) => {
    const recording = recordings.find((one) => one.title === title);
    if (recording === undefined) throw new Error(`no recording ${title}`);
    return recording;
  };
  async function readAs<T>(title: string, reader: Reader): Promise<T> {
    const { outcome } = await read(find(title), { reader });
    return ('is' in outcome ? outcome.is : undefined) as T;
  }
  async function platformsOf(manifestTitle: string, rowsTitle: string) {
    const raw = await readAs<RawManifest>(manifestTitle, 'readManifest');
    const listed = await readAs<readonly PlatformRow[]>(rowsTitle, 'readRows');
    const parsed = parseManifest(raw.text);
    if (parsed.kind !== 'index') throw new Error('not an index');
    const sources = {
      leaves: parsed.children,
      rows: listed,
      indexes: new Set<never>(),
      proven: raw.proven,
    };
    const list = listPlatforms(sources, 'all');
    return { proven: list.proven, labels: list.judged.map(({ label }) => label) };
  }
  const awkward = (title: string) =>
    platformsOf(`platforms: ${title} (raw manifest)`, `platforms: ${title} (manifests)`);

  it('are those of the index, its attestations left out', async () => {
    const list = await platformsOf(
      'manifest: raw index',
      'manifests: index with two platforms and two attestations',
    );
    expect(list).toEqual({ proven: true, labels: ['linux/amd64', 'linux/arm64'] });
  });

  it.each([
    {
      title: 'a real image whose own config says unknown, labelled linux/arm64 in the index',
      labels: ['linux/amd64', 'linux/arm64'],
    },
    {
      title: 'a real image labelled unknown/unknown in the index',
      labels: ['linux/amd64', 'linux/arm64'],
    },
    { title: 'only an attestation', labels: [] },
    { title: 'one digest three times', labels: ['linux/amd64'] },
    { title: 'empty index', labels: [] },
    { title: 'a child without a platform', labels: ['linux/amd64', 'unknown'] },
  ])('hold $labels: $title', async ({ title, labels }) => {
    expect(await awkward(title)).toEqual({ proven: true, labels });
  });
});
