import { afterAll, describe, expect, it } from 'vitest';
import { makeClient } from '../http/client.fixture.ts';
import { closeServers, type Scripted, serve } from '../http/loopback.fixture.ts';
import { digest, imageOf, ASK as SOON, versionOf } from './caller.fixture.ts';
import { createRegistry } from './registry.ts';

const ASK = { ...SOON, until: 101_000 };
const LISTED: Scripted = {
  body: {
    status: 'SUCCESS',
    data: { registries: [{ identifier: 'docker-prod', path: 'aBc/default/docker-prod' }] },
  },
};
const NONE: Scripted = { body: { status: 'SUCCESS', data: { registries: [] } } };
const UNKNOWN: Scripted = { status: 400, body: { message: 'registry not found: no such' } };

afterAll(closeServers);

async function registryOf(...answers: readonly Scripted[]) {
  const { url, asked } = await serve(...answers);
  const harness = { url, account: 'aBc', org: undefined, project: undefined };
  return { registry: createRegistry(makeClient(url), harness), asked };
}

describe('the scope of a registry', () => {
  it('is looked up once for all its images', async () => {
    const { registry, asked } = await registryOf(LISTED);
    await Promise.all([
      registry.locate(imageOf(), ASK),
      registry.locate(imageOf({ artifact: 'web' }), ASK),
    ]);
    const paths = asked.map(({ request }) => request.url);
    expect(paths.filter((path) => path?.includes('page=0'))).toHaveLength(1);
  });

  it('that was guessed wrongly says what the key may not do', async () => {
    const { registry } = await registryOf(NONE, UNKNOWN);
    const place = await registry.locate(imageOf(), ASK);
    await expect(registry.readTag(place, imageOf(), '1.4.2', ASK)).rejects.toThrow(
      /may not list the account's registries.*set harness-org and harness-project/,
    );
  });

  it('that was given and is wrong names the inputs', async () => {
    const { registry } = await registryOf(UNKNOWN);
    const { place } = versionOf();
    await expect(registry.readTag(place, imageOf(), '1.4.2', ASK)).rejects.toThrow(
      /check the registry in image/,
    );
  });
});

describe("the registry's own host", () => {
  const details: Scripted = {
    body: {
      status: 'SUCCESS',
      data: { url: 'https://vanity.example/oci/docker-prod/app/1.4.2', isQuarantined: false },
    },
  };

  it.each([
    { registryHost: 'pkg.harness.io' },
    { registryUrl: 'https://pkg.harness.io' },
    { data: { registryHost: 'pkg.harness.io' } },
  ])('is asked for when an image lies on another: %j', async (info) => {
    const { registry, asked } = await registryOf(details, { body: info });
    expect(await registry.readVersion(versionOf(), ASK)).toMatchObject({ quarantined: false });
    expect(asked[1]?.request.url).toBe('/har/api/v3/system/info?account_identifier=aBc');
  });

  it('is asked for once', async () => {
    const info: Scripted = { body: { registryHost: 'pkg.harness.io' } };
    const { registry, asked } = await registryOf(details, info, details);
    await registry.readVersion(versionOf(), ASK);
    await registry.readVersion(versionOf({ digest: digest('a') }), ASK);
    const asks = asked.filter(({ request }) => request.url?.includes('system/info'));
    expect(asks).toHaveLength(1);
  });

  it('that is not the reference’s is an error', async () => {
    const { registry } = await registryOf(details, { body: { registryHost: 'other.example' } });
    await expect(registry.readVersion(versionOf(), ASK)).rejects.toMatchObject({
      code: 'configuration',
    });
  });
});
