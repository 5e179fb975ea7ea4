import type { Reply } from './answers.ts';
import { harnessError, resourceNotFound, success } from './answers.ts';
import type { Call } from './calls.ts';
import { findDigestFault } from './digests.ts';
import type { Image, Manifest, Registry, Tag, World } from './world.ts';
import {
  findImage,
  findManifest,
  imageBase,
  pullName,
  quarantineReason,
  registryIdentifier,
  tagDigest,
  tagsOf,
} from './world.ts';

/** What an address below `version/{version}/docker/…` leads to. */
interface Addressed {
  readonly image: Image;
  readonly manifest: Manifest;
  /** Undefined when the version is taken for a digest. */
  readonly tag: Tag | undefined;
}

/** `docker/details`: the digest decides, the version is only an address; a tag must exist, nothing more. */
export function answerDetails(world: World, registry: Registry, call: Call): Reply {
  const addressed = findAddressed(world, registry, call);
  if ('status' in addressed) return addressed;
  const { image, manifest, tag } = addressed;
  world.ledger.ask(`quarantine ${manifest.digest}`);
  const { harness } = world;
  const version = tag?.name ?? manifest.digest;
  const pushedAt = String(tag?.pushedAt ?? manifest.pushedAt);
  const name = pullName(harness, registry, image);
  return success({
    createdAt: pushedAt,
    downloadsCount: manifest.downloads,
    imageName: image.name,
    ...quarantineFields(world, image, manifest),
    ...(tag === undefined ? { metadata: { tags: tagsOf(world, image, manifest.digest) } } : {}),
    modifiedAt: pushedAt,
    packageType: 'DOCKER',
    ...(tag === undefined ? {} : { pullCommand: `docker pull ${name}:${tag.name}` }),
    pullCommandByDigest: `docker pull ${name}@${manifest.digest}`,
    ...(harness.hosted && harness.pushedBy !== undefined ? { pushedBy: harness.pushedBy } : {}),
    registryPath: `${registryIdentifier(registry)}/${image.name}/${manifest.digest}`,
    size: manifest.size,
    url: `${imageBase(harness, registry)}/${image.name}/${version}`,
    version,
  });
}

/** `docker/integrationdetails`: only the hosted service has it. */
export function answerIntegration(world: World, registry: Registry, call: Call): Reply {
  const addressed = findAddressed(world, registry, call);
  if ('status' in addressed) return addressed;
  return addressed.manifest.integration(
    world.ledger.ask(`integration ${addressed.manifest.digest}`),
  );
}

/** `docker/manifests`: by tag or by digest, the platforms below; a single manifest lists itself. */
export function answerManifests(world: World, registry: Registry, call: Call): Reply {
  const version = call.params['version'] ?? '';
  const byTag = call.query.get('version_type') === 'TAG';
  if (!byTag && !version.includes(':')) {
    return harnessError(500, 'invalid digest format: missing separator');
  }
  const image = findImage(world, registry, call.params['artifact'] ?? '');
  const manifest = image && (byTag ? findTagged : findAddressedDigest)(world, image, version);
  if (image === undefined || manifest === undefined) {
    return resourceNotFound(byTag ? 'Failed to find tag' : 'Failed to find manifest');
  }
  const listed = manifest.kind === 'index' ? childrenOf(image, manifest) : [manifest];
  if (listed.some((child) => child.kind === 'index')) return 'drop';
  const rows = listed.map((child) => manifestRow(world, image, child));
  return success({ imageName: image.name, manifests: rows, version });
}

function findTagged(world: World, image: Image, version: string): Manifest | undefined {
  const tag = image.tags.find((one) => one.name === version);
  return tag && findManifest(world, image, tagDigest(world, image, tag));
}

/** Whether an address by digest is answered at all is a flag of the account. */
function findAddressedDigest(world: World, image: Image, digest: string): Manifest | undefined {
  return world.harness.digestAddresses ? findManifest(world, image, digest) : undefined;
}

/** `docker/manifest`: the raw bytes of a digest, below any version name. */
export function answerManifest(world: World, registry: Registry, call: Call): Reply {
  const digest = call.query.get('digest') ?? '';
  const fault = findDigestFault(digest);
  if (fault !== undefined) return harnessError(500, fault);
  const image = findImage(world, registry, call.params['artifact'] ?? '');
  const raw = image && findManifest(world, image, digest)?.raw;
  return raw === undefined
    ? resourceNotFound('Failed to find manifest payload')
    : success({ manifest: raw });
}

function findAddressed(
  world: World,
  registry: Registry,
  call: Call,
): Addressed | Exclude<Reply, 'drop'> {
  const digest = call.query.get('digest') ?? '';
  const fault = findDigestFault(digest);
  if (fault !== undefined) return harnessError(500, fault);
  const image = findImage(world, registry, call.params['artifact'] ?? '');
  const manifest = image && findManifest(world, image, digest);
  if (image === undefined || manifest === undefined)
    return resourceNotFound('Failed to get artifact metadata');
  if (call.query.get('version_type') !== 'TAG') {
    return world.harness.digestAddresses
      ? { image, manifest, tag: undefined }
      : resourceNotFound('Failed to get artifact metadata');
  }
  const tag = image.tags.find((one) => one.name === call.params['version']);
  if (tag === undefined || tagDigest(world, image, tag) === undefined) {
    return resourceNotFound('Failed to get tag detail');
  }
  return { image, manifest, tag };
}

function childrenOf(image: Image, index: Manifest): readonly Manifest[] {
  return index.children.flatMap((digest) =>
    image.manifests.filter((manifest) => manifest.digest === digest),
  );
}

function manifestRow(world: World, image: Image, manifest: Manifest): Record<string, unknown> {
  return {
    createdAt: String(manifest.pushedAt),
    digest: manifest.digest,
    downloadsCount: manifest.downloads,
    ...quarantineFields(world, image, manifest),
    osArch: manifest.osArch,
    size: manifest.size,
    ...manifest.rowExtras,
  };
}

/** Only a quarantined version carries a reason. */
function quarantineFields(world: World, image: Image, manifest: Manifest): Record<string, unknown> {
  const reason = quarantineReason(world, image, manifest);
  return reason === undefined
    ? { isQuarantined: false }
    : { isQuarantined: true, quarantineReason: reason };
}
