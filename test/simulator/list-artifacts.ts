import { randomUUID } from 'node:crypto';
import type { Reply } from './answers.ts';
import { success } from './answers.ts';
import type { Call } from './calls.ts';
import { cutPage, matchesSearch } from './paging.ts';
import type { Image, Manifest, Registry, World } from './world.ts';
import {
  findManifest,
  pullName,
  registryIdentifier,
  registrySpace,
  tagDigest,
  tagsOf,
  visibleImages,
  visibleManifests,
} from './world.ts';

interface Row {
  readonly registry: Registry;
  readonly image: Image;
  readonly manifest: Manifest;
  /** The digest, or the tag where rows stand for images. */
  readonly version: string;
}

/** `spaces/{space}/+/artifacts`: what the space's own registries hold; a parent lists nothing of its children. */
export function answerListArtifacts(world: World, space: string, call: Call): Reply {
  const identifiers = call.query.getAll('reg_identifier');
  const found = world.harness.registries
    .filter((registry) => registrySpace(registry) === space)
    .filter(
      (registry) => identifiers.length === 0 || identifiers.includes(registryIdentifier(registry)),
    )
    .flatMap((registry) => rowsOf(world, registry, call));
  const { rows, fields } = cutPage(found, call);
  return success({ artifacts: rows.map((row) => artifactRow(world, row)), ...fields });
}

function rowsOf(world: World, registry: Registry, call: Call): readonly Row[] {
  const images = visibleImages(world, registry).filter((image) => matchesSearch(image.name, call));
  if (world.harness.listRows === 'image')
    return images.flatMap((image) => imageRows(world, registry, image));
  return images.flatMap((image) =>
    visibleManifests(world, image)
      .toSorted((one, other) => one.pushedAt - other.pushedAt)
      .map((manifest) => ({ registry, image, manifest, version: manifest.digest })),
  );
}

/** The published samples have one row for an image, whose version is its newest tag. */
function imageRows(world: World, registry: Registry, image: Image): readonly Row[] {
  const newest = image.tags.toSorted((one, other) => other.pushedAt - one.pushedAt)[0];
  const manifest = newest && findManifest(world, image, tagDigest(world, image, newest));
  return newest === undefined || manifest === undefined
    ? []
    : [{ registry, image, manifest, version: newest.name }];
}

/** A row knows of its own digest's quarantine, never of the whole image's. */
function artifactRow(
  world: World,
  { registry, image, manifest, version }: Row,
): Record<string, unknown> {
  const tags = tagsOf(world, image, manifest.digest);
  const reason = manifest.quarantine(world.ledger.peek(`quarantine ${manifest.digest}`));
  return {
    downloadsCount: manifest.downloads,
    ...(registry.firewallMode === undefined ? {} : { firewallMode: registry.firewallMode }),
    isQuarantined: reason !== undefined,
    labels: null,
    lastModified: String(manifest.pushedAt),
    ...(version === manifest.digest ? {} : { latestVersion: version }),
    ...(tags.length === 0 ? {} : { metadata: { tags } }),
    name: image.name,
    packageType: 'DOCKER',
    pullCommand: `docker pull ${pullName(world.harness, registry, image)}@${manifest.digest}`,
    ...(reason === undefined ? {} : { quarantineReason: reason }),
    registryIdentifier: registryIdentifier(registry),
    registryPath: '',
    registryType: registry.type,
    registryUUID: registry.uuid,
    ...(manifest.scanStatus === undefined ? {} : { scanStatus: manifest.scanStatus }),
    uuid: randomUUID(),
    version,
  };
}

/** `registry/{ref}/+/artifacts`: one row for an image, quarantined as soon as any of its versions is. */
export function answerRegistryArtifacts(world: World, registry: Registry, call: Call): Reply {
  const found = visibleImages(world, registry).filter((image) => matchesSearch(image.name, call));
  const { rows, fields } = cutPage(found, call);
  return success({ artifacts: rows.map((image) => imageRow(world, registry, image)), ...fields });
}

function imageRow(world: World, registry: Registry, image: Image): Record<string, unknown> {
  const newest = image.tags.toSorted((one, other) => other.pushedAt - one.pushedAt)[0];
  const quarantined = image.manifests.some(
    (manifest) =>
      manifest.quarantine(world.ledger.peek(`quarantine ${manifest.digest}`)) !== undefined,
  );
  return {
    downloadsCount: image.manifests.reduce((sum, manifest) => sum + manifest.downloads, 0),
    isPublic: false,
    isQuarantined: quarantined,
    labels: null,
    lastModified: String(Math.max(0, ...image.manifests.map((manifest) => manifest.pushedAt))),
    latestVersion: newest?.name ?? '',
    name: image.name,
    packageType: 'DOCKER',
    registryIdentifier: registryIdentifier(registry),
    registryPath: '',
    registryUUID: '',
    uuid: '',
  };
}
