import { createHash } from 'node:crypto';

/** A manifest with real bytes: `digest` is their SHA-256. */
export interface BuiltManifest {
  readonly digest: string;
  readonly raw: string;
  readonly mediaType: string;
  readonly kind: 'image' | 'attestation' | 'index';
  readonly osArch: string;
  readonly size: string;
  readonly children: readonly BuiltManifest[];
  /** The label that an index gives it unless told otherwise. */
  readonly platform: Platform | undefined;
}

export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
  readonly 'os.version'?: string;
}

/** One entry of an index: the manifest, and what the index says about it. */
export interface IndexEntry {
  readonly manifest: BuiltManifest;
  /** Undefined leaves the entry without a label. */
  readonly label: Platform | undefined;
  readonly annotations?: Readonly<Record<string, string>>;
}

const INDEX_TYPE = 'application/vnd.oci.image.index.v1+json';
const MANIFEST_TYPE = 'application/vnd.oci.image.manifest.v1+json';
const UNKNOWN: Platform = { architecture: 'unknown', os: 'unknown' };

export function sha256(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** `linux/arm/v7` taken apart. */
export function platform(label: string): Platform {
  const [os = '', architecture = '', variant] = label.split('/');
  return variant === undefined ? { architecture, os } : { architecture, os, variant };
}

/**
 * An image of one platform. `config` is what its own config says where that differs from the platform it really
 * runs on (`null`: nothing): the service reports the config's, container runtimes go by the index.
 */
export function buildImage(
  name: string,
  runsOn: Platform,
  config: Platform | null = runsOn,
): BuiltManifest {
  const layer = {
    mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
    ...describe(`layer of ${name}`),
    size: 213,
  };
  const settings = JSON.stringify({
    ...config,
    config: { Labels: { name } },
    rootfs: { type: 'layers', diff_ids: [] },
  });
  return finish('image', runsOn, osArchOf(config), {
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: { mediaType: 'application/vnd.oci.image.config.v1+json', ...describe(settings) },
    layers: [layer],
  });
}

/** What buildx pushes beside an image: provenance, whose own config calls the platform unknown. */
export function buildAttestation(subject: BuiltManifest): BuiltManifest {
  const statement = {
    mediaType: 'application/vnd.in-toto+json',
    ...describe(`provenance of ${subject.digest}`),
  };
  const annotations = { 'in-toto.io/predicate-type': 'https://slsa.dev/provenance/v0.2' };
  return finish('attestation', UNKNOWN, 'unknown/unknown', {
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    config: {
      mediaType: 'application/vnd.oci.image.config.v1+json',
      ...describe(`config for ${subject.digest}`),
    },
    layers: [{ ...statement, annotations }],
  });
}

/** An index of entries; a bare manifest stands for itself under its own platform. */
export function buildIndex(entries: readonly (BuiltManifest | IndexEntry)[]): BuiltManifest {
  const listed = entries.map(toEntry);
  const built = finish('index', undefined, '', {
    schemaVersion: 2,
    mediaType: INDEX_TYPE,
    manifests: listed.map(({ manifest, label, annotations }) => ({
      mediaType: manifest.mediaType,
      digest: manifest.digest,
      size: Buffer.byteLength(manifest.raw),
      ...(annotations === undefined ? {} : { annotations }),
      ...(label === undefined ? {} : { platform: label }),
    })),
  });
  return { ...built, children: listed.map((entry) => entry.manifest), size: '0.00B' };
}

/** What buildx pushes by default: the platforms, and an attestation for each of them. */
export function buildWithAttestations(images: readonly BuiltManifest[]): BuiltManifest {
  return buildIndex([...images, ...images.map((image) => attestationEntry(image))]);
}

/** An attestation as buildx names it in the index. */
export function attestationEntry(
  subject: BuiltManifest,
  manifest = buildAttestation(subject),
): IndexEntry {
  return { manifest, label: UNKNOWN, annotations: attestationAnnotations(subject) };
}

/** The annotations by which an index calls an entry an attestation, true or not. */
export function attestationAnnotations(subject: BuiltManifest): Record<string, string> {
  return {
    'vnd.docker.reference.digest': subject.digest,
    'vnd.docker.reference.type': 'attestation-manifest',
  };
}

/** A manifest and everything below it, each digest once. */
export function withDescendants(root: BuiltManifest): readonly BuiltManifest[] {
  const found = new Map<string, BuiltManifest>();
  const visit = (manifest: BuiltManifest): void => {
    for (const child of manifest.children) visit(child);
    found.set(manifest.digest, manifest);
  };
  visit(root);
  return [...found.values()];
}

function toEntry(entry: BuiltManifest | IndexEntry): IndexEntry {
  return 'manifest' in entry ? entry : { manifest: entry, label: entry.platform };
}

function describe(content: string): { digest: string; size: number } {
  return { digest: `sha256:${sha256(content)}`, size: Buffer.byteLength(content) };
}

/** The service drops variant and OS version; a config without a platform shows as a lone slash. */
function osArchOf(config: Platform | null): string {
  return config === null ? '/' : `${config.os}/${config.architecture}`;
}

function finish(
  kind: BuiltManifest['kind'],
  runsOn: Platform | undefined,
  osArch: string,
  content: Readonly<Record<string, unknown>>,
): BuiltManifest {
  const raw = JSON.stringify(content);
  const mediaType = kind === 'index' ? INDEX_TYPE : MANIFEST_TYPE;
  const size = `${(Buffer.byteLength(raw) + 380).toFixed(2)}B`;
  return {
    digest: `sha256:${sha256(raw)}`,
    raw,
    mediaType,
    kind,
    osArch,
    size,
    children: [],
    platform: runsOn,
  };
}
