import { type Digest, isDigest } from './digest.ts';
import { normalisePlatform } from './platform.ts';

/** One entry of an index. */
export interface IndexChild {
  readonly digest: Digest;
  /** `linux/arm/v7`, `windows/amd64 10.0.20348.1`; `undefined` where the index gives no usable platform. */
  readonly label: string | undefined;
  readonly isIndex: boolean;
  /** Labelled `unknown/unknown` **and** annotated as attestation by the index itself: what buildx pushes. */
  readonly isAttestation: boolean;
}

/** What a raw manifest turned out to be. */
export type Manifest =
  | { readonly kind: 'index'; readonly children: readonly IndexChild[] }
  | { readonly kind: 'image' }
  | { readonly kind: 'unrecognised'; readonly why: string };

const INDEX_TYPES: ReadonlySet<unknown> = new Set([
  'application/vnd.oci.image.index.v1+json',
  'application/vnd.docker.distribution.manifest.list.v2+json',
]);

const IMAGE_CONFIG_TYPES: ReadonlySet<unknown> = new Set([
  'application/vnd.oci.image.config.v1+json',
  'application/vnd.docker.container.image.v1+json',
]);

/**
 * Reads a raw manifest or index. Nothing is left out and nothing guessed: an entry that cannot be read makes
 * the whole manifest unrecognised, because a platform that nobody sees would ship unjudged.
 */
export function parseManifest(text: string): Manifest {
  const json = parseObject(text);
  if (json === undefined) return unrecognised('is not a JSON object');
  if (INDEX_TYPES.has(json['mediaType']) || Array.isArray(json['manifests']))
    return readIndex(json);
  const config = asObject(json['config']);
  if (config === undefined) return unrecognised('has neither a list of manifests nor a config');
  if (IMAGE_CONFIG_TYPES.has(config['mediaType'])) return { kind: 'image' };
  return unrecognised('is not a container image by the type of its config');
}

function readIndex(json: Readonly<Record<string, unknown>>): Manifest {
  const entries = json['manifests'];
  if (!Array.isArray(entries)) return unrecognised('is an index without a list of manifests');
  const children: IndexChild[] = [];
  for (const entry of entries) {
    const child = readChild(asObject(entry));
    if (child === undefined) return unrecognised('is an index with an entry that names no digest');
    children.push(child);
  }
  return { kind: 'index', children };
}

function readChild(entry: Readonly<Record<string, unknown>> | undefined): IndexChild | undefined {
  const digest = entry?.['digest'];
  if (entry === undefined || typeof digest !== 'string' || !isDigest(digest)) return undefined;
  const platform = asObject(entry['platform']);
  return {
    digest,
    label: labelOf(platform),
    isIndex: INDEX_TYPES.has(entry['mediaType']),
    isAttestation:
      platform?.['os'] === 'unknown' &&
      platform['architecture'] === 'unknown' &&
      asObject(entry['annotations'])?.['vnd.docker.reference.type'] === 'attestation-manifest',
  };
}

function labelOf(platform: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const parts = [platform?.['os'], platform?.['architecture'], platform?.['variant']];
  const [os = '', architecture = '', variant = ''] = parts.map((part) =>
    typeof part === 'string' ? part : '',
  );
  if (!isNamed(os) || !isNamed(architecture)) return undefined;
  const version = platform?.['os.version'];
  const base = normalisePlatform([os, architecture, variant].filter(isNamed).join('/'));
  return typeof version === 'string' && version !== '' ? `${base} ${version}` : base;
}

/** Whether a part of a platform says anything: neither empty nor the word `unknown`. */
export function isNamed(part: string | undefined): boolean {
  return part !== undefined && part !== '' && part !== 'unknown';
}

function unrecognised(why: string): Manifest {
  return { kind: 'unrecognised', why };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return isObject(value) ? value : undefined;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
