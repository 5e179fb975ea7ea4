import { type Digest, isDigest } from './digest.ts';
import { asObject, type Json } from './json.ts';
import { hasAmbiguousKeys } from './manifest-keys.ts';
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

const IMAGE_TYPES: ReadonlySet<unknown> = new Set([
  'application/vnd.oci.image.manifest.v1+json',
  'application/vnd.docker.distribution.manifest.v2+json',
]);

/** What an image of Docker's schema 1 consists of. */
const SCHEMA_1_KEYS = ['fsLayers', 'history'];
const IMAGE_KEYS = ['config', 'layers', ...SCHEMA_1_KEYS];

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
  if (hasAmbiguousKeys(text, json)) return unrecognised('has a key twice, or one in other letters');
  if (isTwofold(json)) return unrecognised('is not of the type it names, or of two at once');
  return isIndex(json) ? readIndex(json) : readImage(json);
}

function isIndex(json: Json): boolean {
  return INDEX_TYPES.has(json['mediaType']) || Object.hasOwn(json, 'manifests');
}

/**
 * A runtime goes by the type under which the manifest was pushed, which nothing here tells, so what is read must be
 * what it names and nothing else (containerd refuses the same: CVE-2021-41190).
 */
function isTwofold(json: Json): boolean {
  const type = json['mediaType'];
  const [types, foreign] = isIndex(json) ? [INDEX_TYPES, IMAGE_KEYS] : [IMAGE_TYPES, SCHEMA_1_KEYS];
  const isOther = type !== undefined && !types.has(type);
  return isOther || foreign.some((key) => Object.hasOwn(json, key));
}

function readImage(json: Json): Manifest {
  const config = asObject(json['config']);
  if (config === undefined) return unrecognised('has neither a list of manifests nor a config');
  if (IMAGE_CONFIG_TYPES.has(config['mediaType'])) return { kind: 'image' };
  return unrecognised('is not a container image by the type of its config');
}

function readIndex(json: Json): Manifest {
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

function readChild(entry: Json | undefined): IndexChild | undefined {
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

function labelOf(platform: Json | undefined): string | undefined {
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

function parseObject(text: string): Json | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  return asObject(json);
}
