import type { Reply } from './answers.ts';
import type { Call } from './calls.ts';
import type { Ledger, Scripted } from './progress.ts';

/** One manifest in a registry: an image, an attestation, or an index of other manifests. */
export interface Manifest {
  readonly digest: string;
  /** The bytes whose SHA-256 is the digest; undefined where only the digest is known. */
  readonly raw: string | undefined;
  readonly kind: 'image' | 'attestation' | 'index';
  /** From the manifest's own config, not from the index that names it; `/` when the config says nothing. */
  readonly osArch: string;
  /** Text such as `782.00B`; an index is always `0.00B`. */
  readonly size: string;
  /** Digests of an index's children as the index names them, repetitions included. */
  readonly children: readonly string[];
  readonly pushedAt: number;
  readonly there: Scripted<boolean>;
  /** The answer of integrationdetails for this digest. */
  integration: Scripted<Reply>;
  /** The reason of its quarantine, while it is quarantined. */
  quarantine: Scripted<string | undefined>;
  /** The Dependency Firewall's verdict; only lists carry it. */
  scanStatus?: string;
  /** Further fields of its row in docker/manifests. */
  rowExtras?: Readonly<Record<string, unknown>>;
  readonly downloads: number;
}

export interface Tag {
  readonly name: string;
  /** What it points to; undefined while it is not pushed. Counted by readings of the tag list. */
  readonly digest: Scripted<string | undefined>;
  readonly pushedAt: number;
}

export interface Image {
  readonly id: number;
  readonly name: string;
  readonly tags: readonly Tag[];
  readonly manifests: readonly Manifest[];
  readonly there: Scripted<boolean>;
  /** The reason of the whole image's quarantine. */
  quarantine: string | undefined;
}

export interface Registry {
  readonly id: number;
  readonly uuid: string;
  /** `account/registry`, `account/org/registry` or `account/org/project/registry`. */
  readonly path: string;
  readonly type: 'VIRTUAL' | 'UPSTREAM';
  readonly images: readonly Image[];
  readonly modifiedAt: number;
  readonly firewallMode?: string;
}

/** A manifest file as Artifactory stores it, with what Xray knows of it. */
export interface StoredFile {
  readonly repo: string;
  /** Without leading slash. */
  readonly path: string;
  /** Undefined while the file is not there. Counted by probes of the file. */
  readonly sha256: Scripted<string | undefined>;
  readonly created: string;
  readonly lastModified: Scripted<string>;
  /** Xray's answer about it. Counted by status calls for the file. */
  readonly status: Scripted<Reply>;
  /** The SHA-256 that Xray has indexed; undefined while it has none. */
  readonly indexedSha256: Scripted<string | undefined>;
}

export interface HarnessWorld {
  readonly account: string;
  /** Only the hosted service has integrationdetails. */
  readonly hosted: boolean;
  /** Where images are pulled from, e.g. `https://pkg.harness.io`. */
  readonly imageOrigin: string;
  /** What a key may do: `view`, or nothing. */
  readonly keys: Readonly<Record<string, 'view' | 'none'>>;
  readonly registries: readonly Registry[];
  /** Who pushed, in docker/details; the open-source server does not say. */
  readonly pushedBy?: Readonly<Record<string, unknown>>;
  /** Whether `version_type=DIGEST` addresses are answered: a flag of the account in the hosted service. */
  readonly digestAddresses: boolean;
  /** `version/details` of a Docker version: 404, an empty shell, or a real answer. */
  readonly versionDetails: 'not-found' | 'shell' | 'full';
  /** List artifacts: a row for each digest, or one for each image named by its tag, as published samples have it. */
  readonly listRows: 'digest' | 'image';
}

/** An OIDC integration of the JFrog platform with one identity mapping. */
export interface OidcIntegration {
  readonly provider: string;
  /** What id tokens must be for. */
  readonly audience: string;
  /** Told with every access token; the simulator itself counts no seconds. */
  readonly lifetimeSeconds: number;
  /** An access token is answered 401 after so many requests; never when left out. */
  readonly uses?: number;
  /** When set, the identity mapping belongs to this project alone. */
  readonly project?: string;
}

export interface JfrogWorld {
  readonly token: string;
  /** Without one, the platform is too old to exchange tokens. */
  readonly oidc?: OidcIntegration;
  readonly files: readonly StoredFile[];
  /** Virtual repository key → the local one that it resolves to. */
  readonly virtual: Readonly<Record<string, string>>;
  /** When set, only calls with this `projectKey` may see the files. */
  readonly project?: string;
}

/** Everything that both services know, as one run finds it. Made anew for every start. */
export interface World {
  readonly harness: HarnessWorld;
  readonly jfrog: JfrogWorld;
  /** The action's inputs about the image: `image`, `digest`, `jfrog-repository`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** Answers instead of the service: proxies, throttling, missing permissions. */
  readonly intercept?: (call: Call) => Reply | undefined;
  readonly ledger: Ledger;
}

/** The image's part of a registry path: what follows the account in a reference. */
export function registryIdentifier(registry: Registry): string {
  return registry.path.slice(registry.path.lastIndexOf('/') + 1);
}

/** The space a registry stands in. */
export function registrySpace(registry: Registry): string {
  return registry.path.slice(0, registry.path.lastIndexOf('/'));
}

/** Where the image is pulled from, without a scheme: `pkg.harness.io/account/registry/image`. */
export function pullName(harness: HarnessWorld, registry: Registry, image: Image): string {
  return `${imageBase(harness, registry)}/${image.name}`.replace(/^https?:\/\//, '');
}

/** The registry's own address: the account in lower case, never org or project. */
export function imageBase(harness: HarnessWorld, registry: Registry): string {
  return `${harness.imageOrigin}/${harness.account.toLowerCase()}/${registryIdentifier(registry)}`;
}

/** An image that can be seen at this moment, by its exact name. */
export function findImage(world: World, registry: Registry, name: string): Image | undefined {
  return visibleImages(world, registry).find((image) => image.name === name);
}

export function visibleImages(world: World, registry: Registry): readonly Image[] {
  return registry.images.filter((image) =>
    image.there(world.ledger.peek(`image ${registry.path} ${image.name}`)),
  );
}

export function visibleManifests(world: World, image: Image): readonly Manifest[] {
  return image.manifests.filter((manifest) =>
    manifest.there(world.ledger.peek(`manifest ${manifest.digest}`)),
  );
}

export function findManifest(
  world: World,
  image: Image,
  digest: string | undefined,
): Manifest | undefined {
  return visibleManifests(world, image).find((manifest) => manifest.digest === digest);
}

/** The name under which readings of a tag are counted. */
export function tagKey(image: Image, tag: Tag): string {
  return `tag ${image.id} ${tag.name}`;
}

export function tagDigest(world: World, image: Image, tag: Tag): string | undefined {
  return tag.digest(world.ledger.peek(tagKey(image, tag)));
}

export function tagsOf(world: World, image: Image, digest: string): readonly string[] {
  return image.tags.filter((tag) => tagDigest(world, image, tag) === digest).map((tag) => tag.name);
}

/** Why a manifest counts as quarantined: for itself, or with its whole image. */
export function quarantineReason(
  world: World,
  image: Image,
  manifest: Manifest,
): string | undefined {
  return (
    manifest.quarantine(world.ledger.peek(`quarantine ${manifest.digest}`)) ?? image.quarantine
  );
}
