import { describe, expect, it } from 'vitest';
import type { Ask, Spot } from '../gate/ports.ts';
import type { Digest } from '../image/digest.ts';
import type { XrayLocation } from '../image/reference.ts';
import { clientOf, FORBIDDEN, type Heard, NOT_THERE, type Reply } from './client.fixture.ts';
import { createScanner } from './scanner.ts';

const ASK: Ask = { until: 60_000, signal: new AbortController().signal };
const OURS: Digest = `sha256:${'9'.repeat(64)}`;
const OTHER: Digest = `sha256:${'f'.repeat(64)}`;
const LOCATION: XrayLocation = {
  repository: 'docker-local',
  artifact: 'team/app',
  tags: ['1.4.2'],
};
const STORAGE = '/artifactory/api/storage/docker-local/team/app';
const LIST = `${STORAGE}/1.4.2/list.manifest.json`;
const SINGLE = `${STORAGE}/1.4.2/manifest.json`;
const SPOT: Spot = {
  repository: 'docker-local',
  path: 'team/app/1.4.2/list.manifest.json',
  modifiedAt: undefined,
};

const file = (digest: Digest, more: object = {}): Reply => ({
  json: { checksums: { sha256: digest.slice('sha256:'.length) }, ...more },
});

function scannerOf(reply: (heard: Heard) => Reply, project?: string) {
  const { client, heard } = clientOf(reply);
  const url = new URL('https://acme.jfrog.io/');
  return { scanner: createScanner(client, { url, project }), heard };
}

/** Looks for the image among files by path; whatever is not given is not there. */
function find(files: Readonly<Record<string, Reply>>, location = LOCATION, ours = [OURS]) {
  const { scanner, heard } = scannerOf(({ path }) => files[path] ?? NOT_THERE);
  return { found: scanner.find(location, OURS, new Set(ours), ASK), heard };
}

describe('the image in Artifactory', () => {
  it.each([LIST, SINGLE])('is ours by its SHA-256: %s', async (path) => {
    const { found } = find({ [path]: file(OURS, { lastModified: '2025-02-07T10:14:43Z' }) });
    expect(await found).toEqual({
      kind: 'ours',
      spot: {
        repository: 'docker-local',
        path: path.slice('/artifactory/api/storage/docker-local/'.length),
        modifiedAt: 1_738_923_283_000,
      },
    });
  });

  it('is ours though a stale file of the other kind lies beside it', async () => {
    const { found } = find({ [LIST]: file(OTHER), [SINGLE]: file(OURS) });
    expect(await found).toMatchObject({
      kind: 'ours',
      spot: { path: 'team/app/1.4.2/manifest.json' },
    });
  });

  it('is ours under any of several digests', async () => {
    const { found } = find({ [SINGLE]: file(OTHER) }, LOCATION, [OURS, OTHER]);
    expect((await found).kind).toBe('ours');
  });

  it('is looked for under every tag', async () => {
    const location = { ...LOCATION, tags: ['1.4.2', 'latest'] };
    const { found } = find({ [`${STORAGE}/latest/manifest.json`]: file(OURS) }, location);
    expect((await found).kind).toBe('ours');
  });

  it.each([OURS, OURS.replace(':', '__')])(
    'is looked for under its digest only where no tag is known: %s',
    async (folder) => {
      const files = { [`${STORAGE}/${folder}/manifest.json`]: file(OURS) };
      expect((await find(files, { ...LOCATION, tags: [] }).found).kind).toBe('ours');
      expect((await find(files).found).kind).toBe('missing');
    },
  );

  it('is found in the local repository behind a virtual one', async () => {
    const local = { repo: 'docker-dev-local', path: '/team/app/1.4.2/manifest.json' };
    const { found } = find({ [SINGLE]: file(OURS, local) });
    expect(await found).toMatchObject({
      spot: { repository: 'docker-dev-local', path: 'team/app/1.4.2/manifest.json' },
    });
  });

  it('is another when the digest is another', async () => {
    expect(await find({ [LIST]: file(OTHER) }).found).toEqual({
      kind: 'other',
      path: 'docker-local/team/app/1.4.2/list.manifest.json',
      digest: 'sha256:ffffffffffff',
    });
  });

  it.each([{}, { checksums: null }, { checksums: { sha256: 'abc' } }])(
    'is never ours without a SHA-256: %j',
    async (json) => {
      expect(await find({ [LIST]: { json } }).found).toMatchObject({
        kind: 'other',
        digest: 'no SHA-256',
      });
    },
  );

  it('is missing when there is nothing', async () => {
    expect(await find({}).found).toEqual({
      kind: 'missing',
      path: 'docker-local/team/app/1.4.2/list.manifest.json',
    });
  });

  it('leaves the paths to try when storage is forbidden', async () => {
    expect(await find({ [LIST]: FORBIDDEN, [SINGLE]: FORBIDDEN }).found).toEqual({
      kind: 'unreadable',
      spots: ['list.manifest.json', 'manifest.json'].map((name) => ({
        repository: 'docker-local',
        path: `team/app/1.4.2/${name}`,
        modifiedAt: undefined,
      })),
    });
  });

  it.each([
    ['index', LIST, SINGLE],
    ['single manifest', SINGLE, LIST],
  ])(
    'is not judged by a stale file while the path of the %s is forbidden',
    async (_, hidden, shown) => {
      const { found } = find({ [hidden]: FORBIDDEN, [shown]: file(OTHER) });
      const path = (name: string) => `team/app/1.4.2/${name}`;
      expect(await found).toMatchObject({
        kind: 'unreadable',
        spots: [{ path: path('list.manifest.json') }, { path: path('manifest.json') }],
      });
    },
  );

  it.each([LIST, SINGLE])('is not missing while one path is forbidden: %s', async (hidden) => {
    expect((await find({ [hidden]: FORBIDDEN }).found).kind).toBe('unreadable');
  });

  it.each([
    [LIST, SINGLE],
    [SINGLE, LIST],
  ])('is ours where it can be read, though %s is forbidden', async (hidden, shown) => {
    const { found } = find({ [hidden]: FORBIDDEN, [shown]: file(OURS) });
    expect((await found).kind).toBe('ours');
  });

  it('lies where another lay before when it was modified after it was created', async () => {
    const created = '2025-02-07T10:14:43.000Z';
    const lastModified = '2025-02-07T10:14:43.001Z';
    const { found } = find({ [LIST]: file(OURS, { created, lastModified }) });
    expect(await found).toMatchObject({ spot: { wasReplaced: true } });
  });

  it.each([
    { created: '2025-02-07T11:14:43+01:00', lastModified: '2025-02-07T10:14:43Z' },
    { created: '2025-02-08T00:00:00Z', lastModified: '2025-02-07T10:14:43Z' },
    { created: null, lastModified: '2025-02-07T10:14:43Z' },
    { created: '2025-02-07T10:14:43Z' },
    {},
  ])('is the first there, as far as storage tells: %j', async (times) => {
    const found = await find({ [LIST]: file(OURS, times) }).found;
    expect(found.kind === 'ours' && found.spot.wasReplaced).toBe(undefined);
  });

  it.each([
    ['a page instead of JSON', { status: 404, isJson: false }, 'unrecognised'],
    ['a bad request', { status: 400, message: 'no such repository' }, 'configuration'],
  ])('is an error behind %s', async (_, reply, code) => {
    await expect(find({ [LIST]: reply }).found).rejects.toMatchObject({ code });
  });
});

describe('the status of a scan', () => {
  it('is asked for by repository and path', async () => {
    const { scanner, heard } = scannerOf(() => ({ json: { overall: { status: 'DONE' } } }));
    expect(await scanner.readStatus(SPOT, ASK)).toMatchObject({ state: 'DONE' });
    expect(heard).toEqual([
      {
        method: 'POST',
        path: '/xray/api/v1/artifact/status',
        query: {},
        body: { repo: 'docker-local', path: 'team/app/1.4.2/list.manifest.json' },
      },
    ]);
  });

  it('is asked for in the project', async () => {
    const { scanner, heard } = scannerOf(() => NOT_THERE, 'shop');
    await scanner.readStatus(SPOT, ASK);
    expect(heard[0]?.query).toEqual({ projectKey: 'shop' });
  });

  it('is not there with a 404 that is JSON', async () => {
    const { scanner } = scannerOf(() => NOT_THERE);
    expect(await scanner.readStatus(SPOT, ASK)).toBeUndefined();
  });

  it('is a missing call with a 404 that is none', async () => {
    const { scanner } = scannerOf(() => ({ status: 404, isJson: false }));
    await expect(scanner.readStatus(SPOT, ASK)).rejects.toMatchObject({
      code: 'missing-call',
      message: expect.stringContaining('3.80.9'),
    });
  });

  it('is a configuration error with a 400', async () => {
    const { scanner } = scannerOf(() => ({ status: 400, message: 'bad path' }));
    await expect(scanner.readStatus(SPOT, ASK)).rejects.toMatchObject({ code: 'configuration' });
  });
});

describe('what Xray indexed', () => {
  const path = 'default/docker-local/team/app/1.4.2/list.manifest.json';
  const general = (more: object) => ({ json: { artifacts: [{ general: more }] } });
  const sha256 = '9'.repeat(64);

  async function readIndexed(reply: Reply) {
    const { scanner, heard } = scannerOf(() => reply);
    return { digest: await scanner.readIndexedDigest(SPOT, ASK), heard };
  }

  it('is the digest at that path', async () => {
    const { digest, heard } = await readIndexed(general({ path, sha256 }));
    expect(digest).toBe(OURS);
    expect(heard[0]?.body).toEqual({ paths: [path] });
  });

  it.each(['default/docker-local/team/app/1.4.2/', 'default/docker-local/team/app/1.4.2'])(
    'is the digest of the folder that the image lies in: %s',
    async (folder) => {
      const { digest } = await readIndexed(general({ path: folder, sha256 }));
      expect(digest).toBe(OURS);
    },
  );

  it.each<[string, Reply]>([
    ['another path', general({ path: `${path}2`, sha256 })],
    ['another folder', general({ path: 'default/docker-local/team/app/1.4/', sha256 })],
    ['the folder above', general({ path: 'default/docker-local/team/app/', sha256 })],
    ['nothing', { json: {} }],
    ['an error beside a 200', { json: { errors: [{ error: 'not indexed' }] } }],
    ['no digest', general({ path })],
    ['that the call does not exist', { status: 404, isJson: false }],
  ])('is not known when it says %s', async (_, reply) => {
    expect((await readIndexed(reply)).digest).toBeUndefined();
  });
});

describe('the page of a scan', () => {
  it('lies below the platform, every segment encoded', () => {
    const { scanner } = scannerOf(() => NOT_THERE);
    const spot = { ...SPOT, path: 'team/a#b/1.4.2/manifest.json' };
    expect(scanner.linkTo(spot)).toBe(
      'https://acme.jfrog.io/ui/repos/tree/Xray/docker-local/team/a%23b/1.4.2/manifest.json',
    );
  });
});
