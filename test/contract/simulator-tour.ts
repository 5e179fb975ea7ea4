import type { Simulator } from '../simulator/simulator.ts';
import type { Image, Registry, World } from '../simulator/world.ts';
import { registryIdentifier, registrySpace } from '../simulator/world.ts';

/** One answer of the tour; `call` is named as in har-schemas.json. */
export interface TourAnswer {
  readonly call: string;
  readonly path: string;
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

interface Stop {
  readonly call: string;
  readonly path: string;
  readonly method?: string;
  readonly body?: unknown;
}

/** Everything is asked twice; the calls that scripts count until each has said its last word. */
const ROUNDS = 2;
const SCRIPTED_ROUNDS = 6;
const SCRIPTED = ['artifactTags', 'dockerIntegrationDetails'];

/** Asks everything that can be asked of Harness in a world, several times over. */
export async function tourHarness(
  simulator: Simulator,
  world: World,
): Promise<readonly TourAnswer[]> {
  const stops = world.harness.registries.flatMap((registry) => [
    ...registryStops(world, registry),
    ...registry.images.flatMap((image) => imageStops(registry, image)),
  ]);
  const scripted = stops.filter(
    ({ call, path }) => SCRIPTED.includes(call) && !path.includes('=TAG'),
  );
  const rounds = [
    ...Array.from({ length: SCRIPTED_ROUNDS }, () => scripted).flat(),
    ...Array.from({ length: ROUNDS }, () => stops).flat(),
  ];
  const answers: TourAnswer[] = [];
  for (const stop of [...rounds, ...strayStops(world), ...quarantineStops(world)]) {
    const answer = await ask(simulator, stop);
    if (answer !== undefined) answers.push(answer);
  }
  return answers;
}

/** A dropped connection is no answer. */
async function ask(simulator: Simulator, stop: Stop): Promise<TourAnswer | undefined> {
  const { call, path, method = 'GET', body } = stop;
  try {
    const response = await fetch(`${simulator.origin}/har/api/${path}`, {
      method,
      redirect: 'manual',
      headers: { 'x-api-key': simulator.inputs['harness-api-key'] ?? '' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const contentType = response.headers.get('content-type') ?? '';
    return { call, path, status: response.status, contentType, body: await response.text() };
  } catch {
    return undefined;
  }
}

function registryStops(world: World, registry: Registry): readonly Stop[] {
  const name = registryIdentifier(registry);
  const space = registrySpace(registry);
  const search = `search_term=${name}&package_type=DOCKER&page=0&size=100`;
  const { account } = world.harness;
  return [
    {
      call: 'listRegistries',
      path: `v1/spaces/${account}/+/registries?scope=descendants&${search}`,
    },
    { call: 'listRegistries', path: `v1/spaces/${space}/+/registries` },
    {
      call: 'listArtifacts',
      path: `v1/spaces/${space}/+/artifacts?reg_identifier=${name}&page=0&size=100`,
    },
    { call: 'registryArtifacts', path: `v1/registry/${registry.path}/+/artifacts` },
    { call: 'systemInfo', path: `v3/system/info?account_identifier=${account}` },
  ];
}

function imageStops(registry: Registry, image: Image): readonly Stop[] {
  const base = `v1/registry/${registry.path}/+/artifact/${image.name}${image.name.includes('/') ? '/+' : ''}`;
  const tags = image.tags.map((tag) => tag.name);
  const byDigest = image.manifests.flatMap(({ digest }) =>
    versionStops(base, { version: digest, digest, type: 'DIGEST' }),
  );
  const byTag = tags.flatMap((version) =>
    image.manifests.flatMap(({ digest }) => versionStops(base, { version, digest, type: 'TAG' })),
  );
  return [
    { call: 'artifactTags', path: `${base}/tags?search_term=zzz&page=0&size=100` },
    { call: 'artifactTags', path: `${base}/tags?page=0&size=100` },
    { call: 'artifactVersions', path: `${base}/versions?page=0&size=100` },
    ...byTag,
    ...byDigest,
  ];
}

function versionStops(
  base: string,
  { version, digest, type }: { version: string; digest: string; type: 'TAG' | 'DIGEST' },
): readonly Stop[] {
  const address = `${base}/version/${version}`;
  const query = `digest=${digest}&version_type=${type}`;
  return [
    { call: 'dockerDetails', path: `${address}/docker/details?${query}` },
    { call: 'dockerIntegrationDetails', path: `${address}/docker/integrationdetails?${query}` },
    { call: 'dockerManifests', path: `${address}/docker/manifests?version_type=${type}` },
    { call: 'dockerManifest', path: `${address}/docker/manifest?${query}` },
    { call: 'versionDetails', path: `${address}/details?childVersion=${digest}` },
    { call: 'versionSummary', path: `${address}/summary?${query}` },
  ];
}

/** Questions that have no good answer. */
function strayStops(world: World): readonly Stop[] {
  const { account } = world.harness;
  const nowhere = `v1/registry/${account}/nope/+/artifact/app`;
  const anywhere = `v1/registry/${world.harness.registries[0]?.path}/+/artifact`;
  return [
    { call: 'artifactTags', path: `${nowhere}/tags` },
    { call: 'artifactTags', path: `${anywhere}/nope/tags` },
    { call: 'artifactTags', path: `${anywhere}/nope/tags?page=x&size=1` },
    { call: 'artifactVersions', path: `${anywhere}/nope/versions` },
    { call: 'dockerDetails', path: `${anywhere}/nope/version/1/docker/details?digest=sha256:0` },
    { call: 'listArtifacts', path: 'v1/spaces/nope/+/artifacts' },
  ];
}

/** Sets and lifts quarantine; last, because it changes the world. */
function quarantineStops(world: World): readonly Stop[] {
  return world.harness.registries.flatMap((registry) => {
    const path = `v1/registry/${registry.path}/+/quarantine`;
    return registry.images.flatMap(({ name: artifact }): readonly Stop[] => [
      { call: 'quarantine', path, method: 'PUT', body: { artifact, reason: 'tour' } },
      {
        call: 'quarantine',
        path,
        method: 'PUT',
        body: { artifact, version: '1.4.2', reason: 'x' },
      },
      { call: 'unquarantine', path: `${path}?artifact=${artifact}`, method: 'DELETE' },
    ]);
  });
}
