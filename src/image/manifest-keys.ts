import { isObject, type Json } from './json.ts';

/** Every key that the formats of OCI and Docker, schema 1 included, have at the root. */
const ROOT_KEYS = spellings(
  ...['schemaVersion', 'mediaType', 'artifactType', 'config', 'layers', 'blobs', 'manifests'],
  ...['subject', 'annotations', 'fsLayers', 'history', 'name', 'tag', 'architecture', 'signatures'],
);
const DESCRIPTOR_KEYS = spellings(
  ...['mediaType', 'artifactType', 'digest', 'size', 'urls', 'data', 'annotations', 'platform'],
);
const PLATFORM_KEYS = spellings(
  ...['os', 'architecture', 'variant', 'features', 'os.version', 'os.features'],
);

/**
 * Whether a manifest reads differently elsewhere: registries and runtimes are written in Go, whose JSON merges a
 * key that stands twice and takes `Platform` for `platform`. Who pushes could show us one image and run another.
 * Keys of annotations are the user's own, and exact in Go too: there only the same key twice counts.
 */
export function hasAmbiguousKeys(text: string, root: Json): boolean {
  if (countWritten(text) !== countKept(root)) return true;
  const descriptors = [root['config'], root['subject'], root['layers'], root['manifests']].flatMap(
    toObjects,
  );
  return (
    isMisspelled(root, ROOT_KEYS) ||
    descriptors.some((descriptor) => isMisspelled(descriptor, DESCRIPTOR_KEYS)) ||
    descriptors
      .flatMap((descriptor) => toObjects(descriptor['platform']))
      .some((platform) => isMisspelled(platform, PLATFORM_KEYS))
  );
}

/** Keys as the text has them: in valid JSON one colon outside of strings for each. */
function countWritten(text: string): number {
  let count = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at];
    if (sign === '"') isInString = !isInString;
    else if (sign === '\\') at += 1;
    else if (sign === ':' && !isInString) count += 1;
  }
  return count;
}

/** Keys that are left after parsing. Without recursion, for the text may be nested as deep as it is long. */
function countKept(root: unknown): number {
  let count = 0;
  const open: unknown[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    const inside = Object.values(value);
    if (!Array.isArray(value)) count += inside.length;
    for (const one of inside) open.push(one);
  }
  return count;
}

/** Whether a key is known in another spelling, or two keys differ in nothing but that. */
function isMisspelled(object: Json, known: ReadonlyMap<string, string>): boolean {
  const keys = Object.keys(object);
  return (
    keys.some((key) => (known.get(fold(key)) ?? key) !== key) ||
    new Set(keys.map(fold)).size < keys.length
  );
}

function spellings(...keys: readonly string[]): ReadonlyMap<string, string> {
  return new Map(keys.map((key) => [fold(key), key]));
}

/** Go's folding: beside upper and lower case, `ſ` (U+017F) is s and `K` (U+212A, Kelvin) is k. */
function fold(key: string): string {
  return key.toLowerCase().toUpperCase();
}

function toObjects(value: unknown): readonly Json[] {
  return (Array.isArray(value) ? value : [value]).filter(isObject);
}
