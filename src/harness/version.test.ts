import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import {
  ASK,
  callerOf,
  data,
  digest,
  type Heard,
  NO_SUCH_CALL,
  NOT_FOUND,
  versionOf,
} from './caller.fixture.ts';
import type { Answer } from './caller.ts';
import { readIntegration, readManifest, readRows, readVersion } from './version.ts';

const ROOT = '/har/api/v1/registry/aBc/default/shop/docker-prod/+/artifact/app/version';
const OURS = digest('9');
const URL_OF_APP = 'https://pkg.harness.io/abc/docker-prod/app/1.4.2';
const noHosts = async () => [];
const always = (answer: Answer<unknown>) => callerOf(() => answer);
const hash = (text: string) =>
  `sha256:${createHash('sha256').update(text, 'utf8').digest('hex')}` as const;

describe('the address of a version', () => {
  it('names the tag where one is known, and the digest always', async () => {
    const { call, heard } = always(data({ url: URL_OF_APP }));
    await readVersion(call, versionOf(), ASK, noHosts);
    expect(heard).toEqual([
      { path: `${ROOT}/1.4.2/docker/details`, query: { digest: OURS, version_type: 'TAG' } },
    ]);
  });

  it('is the digest where no tag is known', async () => {
    const { call, heard } = always(data({ url: URL_OF_APP }));
    await readVersion(call, versionOf({ tag: undefined }), ASK, noHosts);
    expect(heard[0]).toEqual({
      path: `${ROOT}/${OURS}/docker/details`,
      query: { digest: OURS, version_type: 'DIGEST' },
    });
  });

  it('is tried once more with the digest as version when the tag form is not found', async () => {
    const answer = ({ query }: Heard) =>
      query['version_type'] === 'DIGEST'
        ? data({ url: URL_OF_APP, isQuarantined: false })
        : NOT_FOUND;
    const { call, heard } = callerOf(answer);
    const reading = await readVersion(call, versionOf(), ASK, noHosts);
    expect(reading?.quarantined).toBe(false);
    expect(heard.map(({ query }) => query['version_type'])).toEqual(['TAG', 'DIGEST']);
  });

  it('is not tried twice in the same form', async () => {
    const { call, heard } = always(NOT_FOUND);
    expect(await readVersion(call, versionOf({ tag: undefined }), ASK, noHosts)).toBeUndefined();
    expect(heard).toHaveLength(1);
  });

  it('of a platform is that of its image, and then its own', async () => {
    const { call, heard } = always(NOT_FOUND);
    await readIntegration(call, versionOf(), digest('a'), ASK);
    expect(heard.map(({ path }) => path)).toEqual([
      `${ROOT}/1.4.2/docker/integrationdetails`,
      `${ROOT}/${digest('a')}/docker/integrationdetails`,
    ]);
    expect(heard.every(({ query }) => query['digest'] === digest('a'))).toBe(true);
  });
});

describe('the raw manifest', () => {
  it('is proven when it hashes to its digest', async () => {
    const text = '{"name":"größe"}\n';
    const { call } = always(data({ manifest: text }));
    const version = versionOf({ digest: hash(text) });
    expect(await readManifest(call, version, ASK)).toEqual({ text, proven: true });
  });

  it('is read, but not proven, when it does not', async () => {
    const { call } = always(data({ manifest: '{}' }));
    expect(await readManifest(call, versionOf(), ASK)).toEqual({ text: '{}', proven: false });
  });

  it.each([NOT_FOUND, NO_SUCH_CALL])('may not be there: %j', async (answer) => {
    expect(await readManifest(always(answer).call, versionOf(), ASK)).toBeUndefined();
  });
});

describe('the rows of platforms', () => {
  it('say of quarantine only what was sent', async () => {
    const manifests = [
      { digest: digest('a'), osArch: 'linux/amd64', isQuarantined: true, quarantineReason: 'bad' },
      { digest: digest('b'), osArch: null },
    ];
    const { call } = always(data({ manifests }));
    expect(await readRows(call, versionOf(), ASK)).toEqual([
      { digest: digest('a'), osArch: 'linux/amd64', quarantined: true, reason: 'bad' },
      { digest: digest('b'), osArch: '', quarantined: undefined, reason: '' },
    ]);
  });

  it('are none when the list is null', async () => {
    const { call } = always(data({ manifests: null }));
    expect(await readRows(call, versionOf(), ASK)).toEqual([]);
  });

  it('are unrecognised when one has no digest', async () => {
    const { call } = always(data({ manifests: [{ digest: 'latest' }] }));
    await expect(readRows(call, versionOf(), ASK)).rejects.toMatchObject({ code: 'unrecognised' });
  });
});

describe('the Docker version', () => {
  const url = URL_OF_APP;
  const read = (json: object, readHosts = noHosts as () => Promise<readonly string[]>) =>
    readVersion(always(data({ url, ...json })).call, versionOf(), ASK, readHosts);

  it('says what is known of it, and of the rest nothing', async () => {
    expect(await read({})).toEqual({
      quarantined: undefined,
      reason: '',
      size: undefined,
      pushedBy: undefined,
      pushedAt: undefined,
    });
  });

  it('was pushed when it was made or when its tag last moved, whichever came later', async () => {
    const reading = await read({ createdAt: '1738923283000', modifiedAt: '1738923290000' });
    expect(reading?.pushedAt).toBe(1_738_923_290_000);
  });

  it.each([
    ['ci@example.com', 'ci@example.com'],
    [{ display_name: 'CI' }, 'CI'],
    [{}, undefined],
    ['', undefined],
    [7, undefined],
  ])('was pushed by %j', async (pushedBy, name) => {
    expect((await read({ pushedBy }))?.pushedBy).toBe(name);
  });

  it('of an index has no size', async () => {
    expect((await read({ size: '0.00B' }))?.size).toBeUndefined();
    expect((await read({ size: '246.43MB' }))?.size).toBe('246.43MB');
  });

  it('is refused when it names another digest', async () => {
    await expect(read({ registryPath: `docker-prod/app/${digest('8')}` })).rejects.toMatchObject({
      code: 'unrecognised',
    });
  });

  it('is refused when it names another path', async () => {
    const other = 'https://pkg.harness.io/abc/docker-prod/other/1.4.2';
    await expect(read({ url: other })).rejects.toMatchObject({ code: 'configuration' });
  });

  it('on another host is accepted when the reference is on one of the own hosts', async () => {
    const elsewhere = url.replace('pkg.harness.io', 'vanity.example');
    expect(await read({ url: elsewhere }, async () => ['pkg.harness.io'])).toBeDefined();
    await expect(read({ url: elsewhere })).rejects.toThrow(/is on vanity\.example/);
  });

  it('that names no host is accepted only where the installation names the reference’s', async () => {
    const silent = { url: undefined };
    expect(await read(silent, async () => ['pkg.harness.io'])).toBeDefined();
    await expect(read(silent, async () => ['other.example'])).rejects.toThrow(/is on other/);
    await expect(read(silent)).rejects.toMatchObject({ code: 'unrecognised' });
  });

  it('cannot do without its call', async () => {
    const { call } = always(NO_SUCH_CALL);
    await expect(readVersion(call, versionOf(), ASK, noHosts)).rejects.toMatchObject({
      code: 'missing-call',
    });
  });
});

describe('the integration details', () => {
  it('that this Harness does not have say what to do', async () => {
    const reading = readIntegration(always(NO_SUCH_CALL).call, versionOf(), OURS, ASK);
    await expect(reading).rejects.toThrow(/set sto: off and slsa: off/);
  });

  it('that are not found are no data', async () => {
    const { call } = always(NOT_FOUND);
    expect(await readIntegration(call, versionOf(), OURS, ASK)).toBeUndefined();
  });
});
