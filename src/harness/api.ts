import * as v from 'valibot';
import type { Place, Version } from '../gate/ports.ts';
import { wireObject, wireRecord } from '../http/wire.ts';
import type { Digest } from '../image/digest.ts';
import type { RequestedImage } from '../image/reference.ts';

/**
 * URLs and wire schemas of Harness Artifact Registry, side by side. Paths are written raw: the one form that
 * every installation answers is literal slashes with `/+` behind the registry and behind an artifact that
 * holds a slash; `%2F` and `%2B` are 404. All segments were validated when the inputs were read.
 * Schemas demand only what the gate needs: fields that the description calls required are missing in practice.
 */
const ROOT = '/har/api/v1';

/** A path and the same path with placeholders, for messages. */
export interface Route {
  readonly path: string;
  readonly template: string;
}

/** Largest page that the lists are asked for. */
export const PAGE_SIZE = 100;

/** `account/org/project/registry`, as far as the scope goes. */
export function registryRef(place: Place): string {
  return [...spaceOf(place), place.registry].join('/');
}

function spaceOf(place: Place): readonly string[] {
  return [place.account, place.org, place.project].filter((part) => part !== undefined);
}

function artifactPath(place: Place, image: RequestedImage): string {
  const artifact = image.artifact.includes('/') ? `${image.artifact}/+` : image.artifact;
  return `${ROOT}/registry/${registryRef(place)}/+/artifact/${artifact}`;
}

const ARTIFACT_TEMPLATE = `${ROOT}/registry/{registry}/+/artifact/{artifact}`;

/** `/tags` or `/versions` of an artifact. */
export function listRoute(place: Place, image: RequestedImage, list: 'tags' | 'versions'): Route {
  return {
    path: `${artifactPath(place, image)}/${list}`,
    template: `${ARTIFACT_TEMPLATE}/${list}`,
  };
}

/** How a version is addressed: by its tag, or by a digest. */
export interface VersionAddress {
  readonly version: string;
  readonly type: 'TAG' | 'DIGEST';
}

/** A call about one version of an artifact. */
export function versionRoute(version: Version, address: VersionAddress, call: string): Route {
  return {
    path: `${artifactPath(version.place, version.image)}/version/${address.version}/${call}`,
    template: `${ARTIFACT_TEMPLATE}/version/{version}/${call}`,
  };
}

/** Query that every Docker call carries: without `version_type` the server takes a tag for a digest. */
export function versionQuery(address: VersionAddress, digest: Digest): Record<string, string> {
  return { digest, version_type: address.type };
}

/** Registries of the account and everything below it. */
export function registriesRoute(account: string): Route {
  return {
    path: `${ROOT}/spaces/${account}/+/registries`,
    template: `${ROOT}/spaces/{account}/+/registries`,
  };
}

/** Artifacts of the registry's own space: a parent space lists nothing of its children's registries. */
export function artifactsRoute(place: Place): Route {
  return {
    path: `${ROOT}/spaces/${spaceOf(place).join('/')}/+/artifacts`,
    template: `${ROOT}/spaces/{space}/+/artifacts`,
  };
}

/** What the installation says of itself. */
export const SYSTEM_INFO: Route = {
  path: '/har/api/v3/system/info',
  template: '/har/api/v3/system/info',
};

const optional = <T>(schema: v.GenericSchema<T>) => v.nullish(schema);
const text = optional(v.string());
const flag = optional(v.boolean());

function envelope<S extends v.GenericSchema>(data: S) {
  return wireObject({ data });
}

/** A 200 whose envelope says anything but SUCCESS is a failure of the service, never data. */
export function isFailure(json: unknown): boolean {
  const parsed = v.safeParse(wireObject({ status: v.unknown() }), json);
  return parsed.success && parsed.output.status !== 'SUCCESS';
}

/** Harness answers 500 where there is no such image, and for a malformed digest: that is no outage. */
export function isRefusal(message: string): boolean {
  return /\b(resource|artifact|version|tag|digest|image|manifest)\b.{0,40}\bnot found\b|invalid\b.{0,100}\bdigest/i.test(
    message,
  );
}

/** `ociArtifactTags` is null while an image's platforms are there and its tag is not. */
export const tagsSchema = envelope(
  wireObject({
    itemCount: optional(v.number()),
    ociArtifactTags: optional(v.array(wireObject({ name: v.string(), digest: v.string() }))),
  }),
);

export const versionsSchema = envelope(
  wireObject({
    itemCount: optional(v.number()),
    artifactVersions: optional(
      v.array(
        wireObject({
          name: v.string(),
          metadata: optional(wireObject({ tags: optional(v.array(v.string())) })),
        }),
      ),
    ),
  }),
);

export const manifestSchema = envelope(wireObject({ manifest: v.string() }));

export const manifestsSchema = envelope(
  wireObject({
    manifests: optional(
      v.array(
        wireObject({
          digest: v.string(),
          osArch: text,
          isQuarantined: flag,
          quarantineReason: text,
        }),
      ),
    ),
  }),
);

export const dockerDetailsSchema = envelope(
  wireObject({
    createdAt: text,
    modifiedAt: text,
    isQuarantined: flag,
    quarantineReason: text,
    size: text,
    registryPath: text,
    pullCommandByDigest: text,
    url: text,
    pushedBy: optional(v.unknown()),
  }),
);

/** Counts stay `unknown` here: a malformed one is evidence of its own, not a reason to drop the answer. */
const parts = optional(wireRecord);
export const integrationSchema = envelope(
  wireObject({ stoDetails: parts, slsaDetails: parts, sbomDetails: parts }),
);
export type IntegrationWire = v.InferOutput<typeof integrationSchema>['data'];

export const versionDetailsSchema = envelope(
  wireObject({ version: text, name: text, isQuarantined: flag, quarantineReason: text }),
);

export const artifactsSchema = envelope(
  wireObject({
    itemCount: optional(v.number()),
    artifacts: optional(
      v.array(
        wireObject({
          name: text,
          version: text,
          registryIdentifier: text,
          registryType: text,
          isQuarantined: flag,
          quarantineReason: text,
          scanStatus: text,
        }),
      ),
    ),
  }),
);

export const registriesSchema = envelope(
  wireObject({
    itemCount: optional(v.number()),
    registries: optional(v.array(wireObject({ identifier: v.string(), path: text, type: text }))),
  }),
);

const host = wireObject({ registryHost: text, registryUrl: text });
/** Seen both bare and inside the usual envelope. */
export const systemInfoSchema = v.union([envelope(host), host]);
