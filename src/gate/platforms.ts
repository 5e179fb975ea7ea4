import { GateError, toGateError } from '../errors.ts';
import type { Digest } from '../image/digest.ts';
import { type Evidence, known, type PlatformList } from '../image/evidence.ts';
import { type IndexChild, type Manifest, parseManifest } from '../image/manifest.ts';
import { findMissing, type Leaf, listPlatforms } from '../image/platform-list.ts';
import type { Ask, PlatformRow, RawManifest, Version } from './ports.ts';
import { narrow, type Road } from './road.ts';
import { toUnreachable } from './unknowns.ts';

const MOST_LEVELS = 3;
const MOST_CHILDREN = 200;
/** Harness lists what the image consists of: no more than may be in it, and the image itself. */
const MOST_ROWS = MOST_CHILDREN + 1;
/** A server may drop the connection on the list of platforms for ever; the raw manifests lead there too. */
const ROW_ATTEMPTS = 4;

/** What the raw manifests say, followed from the digest that was pushed. */
export interface Tree {
  readonly leaves: readonly Leaf[];
  readonly indexes: ReadonlySet<Digest>;
  readonly proven: boolean;
}

/** The platforms, and the rows they were compared with, which also carry quarantine. */
export interface Structure {
  readonly platforms: Evidence<PlatformList>;
  readonly tree: Tree | undefined;
  readonly rows: readonly PlatformRow[];
  /** Harness answered that it has no list: none of this image, or none at all. */
  readonly isUnlisted: boolean;
}

/** Reads the platforms from the raw manifests and from the registry's own list at the same time. */
export async function readStructure(
  road: Road,
  version: Version,
  ask: Ask,
  before?: Tree,
): Promise<Structure> {
  try {
    const readRows = (how: Ask) => road.ports.registry.readRows(version, how);
    const [tree, firstRows] = await Promise.all([
      before?.proven === true ? before : readTree(road, version, ask),
      readRows(narrow(ask, { maxAttempts: ROW_ATTEMPTS })).catch(toUnreachableOnly),
    ]);
    const isLost = firstRows instanceof GateError;
    const rows = isLost && tree?.proven !== true ? await readRows(ask) : firstRows;
    const seen = rows instanceof GateError ? undefined : rows;
    checkRows(seen ?? []);
    checkProof(tree, seen ?? []);
    const isUnlisted = rows === undefined || seen?.length === 0;
    return { platforms: toPlatforms(road, tree, seen), tree, rows: seen ?? [], isUnlisted };
  } catch (error) {
    return { platforms: toUnreachable(error), tree: undefined, rows: [], isUnlisted: false };
  }
}

function checkRows(rows: readonly PlatformRow[]): void {
  if (rows.length <= MOST_ROWS) return;
  throw new GateError(
    'unrecognised',
    `Harness lists more than ${MOST_ROWS} platforms of the image: no image that is read has as many`,
  );
}

/** A manifest that is not the one of the digest may be another image's: alone it says nothing of ours. */
function checkProof(tree: Tree | undefined, rows: readonly PlatformRow[]): void {
  if (tree === undefined || tree.proven || rows.length > 0) return;
  throw new GateError(
    'unrecognised',
    'the raw manifest does not hash to the digest, and Harness lists no platforms: nothing says what the image holds',
  );
}

/** An outage of the list can be lived with while there is a proven manifest; anything else cannot. */
function toUnreachableOnly(error: unknown): GateError {
  const problem = toGateError(error);
  if (problem.code === 'unreachable' || problem.code === 'timed-out') return problem;
  throw problem;
}

function toPlatforms(
  road: Road,
  tree: Tree | undefined,
  rows: readonly PlatformRow[] | undefined,
): Evidence<PlatformList> {
  const wanted = road.inputs.platforms;
  const list = listPlatforms(
    {
      leaves: tree?.leaves,
      rows,
      indexes: tree?.indexes ?? new Set(),
      proven: tree?.proven ?? false,
    },
    wanted,
  );
  const missing = findMissing(list, wanted);
  return known({ ...list, missing });
}

async function readTree(road: Road, version: Version, ask: Ask): Promise<Tree | undefined> {
  const raw = await road.ports.registry.readManifest(version, ask);
  if (raw === undefined) return undefined;
  const manifest = readManifest(raw, version.digest);
  if (manifest.kind === 'image') {
    const leaf = { digest: version.digest, label: undefined, isAttestation: false };
    return { leaves: [leaf], indexes: new Set(), proven: raw.proven };
  }
  return followIndex(road, version, ask, manifest, raw.proven);
}

type Index = Extract<Manifest, { kind: 'index' }>;

/**
 * Follows indexes inside the index, level by level; each digest once. Only what turns out to be an index counts as
 * one: an image that is merely called so would be neither followed nor judged.
 */
async function followIndex(
  road: Road,
  version: Version,
  ask: Ask,
  root: Index,
  isRootProven: boolean,
): Promise<Tree> {
  const indexes = new Set<Digest>([version.digest]);
  const asked = new Set<Digest>(indexes);
  let children: readonly IndexChild[] = [];
  let proven = isRootProven;
  let level: readonly Index[] = [root];
  for (let depth = 1; level.length > 0; depth += 1) {
    const below = level.flatMap((index) => index.children);
    children = [...children, ...below];
    const inner = below.filter(({ isIndex }) => isIndex).map(({ digest }) => digest);
    const next = [...new Set(inner)].filter((digest) => !asked.has(digest));
    checkSize(depth, children.length, next.length > 0);
    for (const digest of next) asked.add(digest);
    const raws = await Promise.all(next.map((digest) => readInner(road, version, digest, ask)));
    proven &&= raws.every((entry) => entry.proven);
    level = raws.flatMap(({ manifest }) => (manifest.kind === 'index' ? [manifest] : []));
    for (const { digest, manifest } of raws) if (manifest.kind === 'index') indexes.add(digest);
  }
  return {
    leaves: children.filter(({ digest }) => !indexes.has(digest)).map(toLeaf),
    indexes,
    proven,
  };
}

/** What an index calls an index and is an image all the same ships like any other, under the same label. */
function toLeaf({ digest, label, isIndex, isAttestation }: IndexChild): Leaf {
  return { digest, label, isAttestation: isAttestation && !isIndex };
}

function checkSize(depth: number, size: number, goesDeeper: boolean): void {
  if (size > MOST_CHILDREN || (depth >= MOST_LEVELS && goesDeeper)) {
    throw new GateError(
      'unrecognised',
      `the image has more than ${MOST_CHILDREN} manifests or more than ${MOST_LEVELS} levels of indexes`,
    );
  }
}

async function readInner(road: Road, version: Version, digest: Digest, ask: Ask) {
  const raw = await road.ports.registry.readManifest({ ...version, digest }, ask);
  if (raw === undefined) {
    throw new GateError('unrecognised', `Harness does not have the inner index ${digest}`);
  }
  return { digest, proven: raw.proven, manifest: readManifest(raw, digest) };
}

function readManifest(
  raw: RawManifest,
  digest: Digest,
): Exclude<Manifest, { kind: 'unrecognised' }> {
  const manifest = parseManifest(raw.text);
  if (manifest.kind !== 'unrecognised') return manifest;
  throw new GateError('unrecognised', `the manifest ${digest} ${manifest.why}`);
}
