import type { Reply } from './answers.ts';
import { harnessError, success } from './answers.ts';
import type { Call } from './calls.ts';
import { cutPage, ignorePage, matchesSearch } from './paging.ts';
import type { Image, Manifest, Registry, World } from './world.ts';
import {
  findImage,
  imageBase,
  pullName,
  quarantineReason,
  registryIdentifier,
  registrySpace,
  tagDigest,
  tagKey,
  tagsOf,
  visibleManifests,
} from './world.ts';

/** `tags`: sorted by digest; an empty list is `null`, and an unknown image a 404 whose `code` says 500. */
export function answerTags(world: World, registry: Registry, call: Call): Reply {
  const name = call.params['artifact'] ?? '';
  const image = findImage(world, registry, name);
  if (image === undefined) {
    const message = `failed to get image by name: [${name}], error: Failed to get image: resource not found`;
    return harnessError(404, message, 500);
  }
  const { rows, fields } = cutPage(readTags(world, image, call), call);
  return success({
    itemCount: fields.itemCount,
    ociArtifactTags: rows.length === 0 ? null : rows,
    pageCount: fields.pageCount,
    pageIndex: fields.pageIndex,
    pageSize: fields.pageSize,
  });
}

/** Reading the first page of a list is what moves a scripted tag on. */
function readTags(
  world: World,
  image: Image,
  call: Call,
): readonly { digest: string; name: string }[] {
  const found = image.tags.filter((tag) => matchesSearch(tag.name, call));
  if (Number(call.query.get('page') ?? 0) === 0)
    for (const tag of found) world.ledger.ask(tagKey(image, tag));
  return found
    .flatMap((tag) => {
      const digest = tagDigest(world, image, tag);
      return digest === undefined ? [] : [{ digest, name: tag.name }];
    })
    .toSorted((one, other) => (one.digest < other.digest ? -1 : Number(one.digest > other.digest)));
}

/** `versions`: every digest, platforms and attestations too, all at once; a search finds tags, never digests. */
export function answerVersions(world: World, registry: Registry, call: Call): Reply {
  const image = findImage(world, registry, call.params['artifact'] ?? '');
  if (image === undefined) return harnessError(404, 'Failed to get image: resource not found');
  const found = call.query.get('search_term') === null ? undefined : readTags(world, image, call);
  const manifests = visibleManifests(world, image)
    .filter(
      (manifest) => found === undefined || found.some((tag) => tag.digest === manifest.digest),
    )
    .toSorted((one, other) => (one.digest < other.digest ? -1 : 1));
  const { rows, fields } = ignorePage(manifests, call);
  return success({
    artifactVersions: rows.map((row) => versionRow(world, registry, image, row)),
    ...fields,
  });
}

function versionRow(
  world: World,
  registry: Registry,
  image: Image,
  manifest: Manifest,
): Record<string, unknown> {
  const reason = quarantineReason(world, image, manifest);
  return {
    digestCount: Math.max(1, manifest.children.length),
    downloadsCount: manifest.downloads,
    isQuarantined: reason !== undefined,
    lastModified: String(manifest.pushedAt),
    metadata: { tags: tagsOf(world, image, manifest.digest) },
    name: manifest.digest,
    packageType: 'DOCKER',
    pullCommand: `docker pull ${pullName(world.harness, registry, image)}@${manifest.digest}`,
    quarantineReason: reason ?? '',
    registryIdentifier: '',
    registryPath: '',
    registryUUID: '',
    ...(manifest.scanStatus === undefined ? {} : { scanStatus: manifest.scanStatus }),
    size: manifest.size,
    uuid: '',
  };
}

/** `spaces/{space}/+/registries`: the space's own, or with `scope=descendants` those below it too. */
export function answerListRegistries(world: World, space: string, call: Call): Reply {
  const descendants =
    call.query.get('scope') === 'descendants' || call.query.get('recursive') === 'true';
  const types = call.query.getAll('package_type');
  const found = world.harness.registries
    .filter((registry) =>
      descendants ? registry.path.startsWith(`${space}/`) : registrySpace(registry) === space,
    )
    .filter((registry) =>
      types.length === 0 || types.includes('DOCKER')
        ? matchesSearch(registryIdentifier(registry), call)
        : false,
    );
  const { rows, fields } = cutPage(found, call);
  return success({ ...fields, registries: rows.map((registry) => registryRow(world, registry)) });
}

function registryRow(world: World, registry: Registry): Record<string, unknown> {
  const downloads = registry.images
    .flatMap((image) => image.manifests)
    .reduce((sum, one) => sum + one.downloads, 0);
  return {
    artifactsCount: registry.images.length,
    description: '',
    ...(downloads === 0 ? {} : { downloadsCount: downloads }),
    identifier: registryIdentifier(registry),
    isPublic: false,
    lastModified: String(registry.modifiedAt),
    packageType: 'DOCKER',
    path: registry.path,
    registrySize: '380.00B',
    type: registry.type,
    url: imageBase(world.harness, registry),
    uuid: registry.uuid,
  };
}
