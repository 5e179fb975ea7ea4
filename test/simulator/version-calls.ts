import type { Reply } from './answers.ts';
import { harnessError, resourceNotFound, success } from './answers.ts';
import type { Call } from './calls.ts';
import type { Image, Manifest, Registry, World } from './world.ts';
import { findImage, findManifest, quarantineReason, tagDigest } from './world.ts';

/**
 * `version/{version}/details`, the general call. The open-source server does not find Docker versions here; an empty
 * shell or a real answer are the other two things that a client may meet.
 */
export function answerVersionDetails(world: World, registry: Registry, call: Call): Reply {
  const image = findImage(world, registry, call.params['artifact'] ?? '');
  if (image === undefined) return harnessError(404, 'Artifact not found');
  const { versionDetails } = world.harness;
  if (versionDetails === 'shell') {
    return success({ isQuarantined: false, packageType: '', version: '' });
  }
  const version = call.params['version'] ?? '';
  const manifest = findVersion(world, image, call.query.get('childVersion') ?? version);
  if (versionDetails === 'not-found' || manifest === undefined) {
    return harnessError(404, 'Artifact version not found');
  }
  return success(fullDetails(world, image, manifest, version));
}

function fullDetails(
  world: World,
  image: Image,
  manifest: Manifest,
  version: string,
): Record<string, unknown> {
  const reason = quarantineReason(world, image, manifest);
  return {
    createdAt: String(manifest.pushedAt),
    createdBy: world.harness.pushedBy ?? {},
    downloadCount: manifest.downloads,
    isQuarantined: reason !== undefined,
    modifiedAt: String(manifest.pushedAt),
    name: image.name,
    packageType: 'DOCKER',
    ...(reason === undefined ? {} : { quarantineReason: reason }),
    size: manifest.size,
    version,
  };
}

/** `version/{version}/summary`: needs the digest as well. */
export function answerSummary(world: World, registry: Registry, call: Call): Reply {
  const image = findImage(world, registry, call.params['artifact'] ?? '');
  const manifest = image && findManifest(world, image, call.query.get('digest') ?? '');
  if (image === undefined || manifest === undefined)
    return resourceNotFound('Failed to get artifact metadata');
  const reason = quarantineReason(world, image, manifest);
  return success({
    imageName: image.name,
    isQuarantined: reason !== undefined,
    packageType: 'DOCKER',
    quarantineReason: reason ?? '',
    registryUUID: registry.uuid,
    ...(manifest.scanStatus === undefined ? {} : { scanStatus: manifest.scanStatus }),
    uuid: '',
    version: call.params['version'] ?? '',
  });
}

/** A version may be a digest or a tag here. */
function findVersion(world: World, image: Image, version: string): Manifest | undefined {
  const tag = image.tags.find((one) => one.name === version);
  return findManifest(world, image, tag === undefined ? version : tagDigest(world, image, tag));
}
