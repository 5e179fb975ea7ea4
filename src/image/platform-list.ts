import type { Digest } from './digest.ts';
import type { PlatformList } from './evidence.ts';
import { isNamed } from './manifest.ts';
import { isNamedBy, type Platform, UNLABELLED } from './platform.ts';

/** A manifest found by following the index (or the image itself), as the index describes it. */
export interface Leaf {
  readonly digest: Digest;
  readonly label: string | undefined;
  readonly isAttestation: boolean;
}

/** A row of the registry's own list: `osArch` comes from the child's config, not from the index. */
export interface Row {
  readonly digest: Digest;
  readonly osArch: string;
}

/** What there is to build the list from; `undefined` where a source gave nothing. */
export interface PlatformSources {
  readonly leaves: readonly Leaf[] | undefined;
  readonly rows: readonly Row[] | undefined;
  /** Digests that are indexes themselves: a row of one is no platform. */
  readonly indexes: ReadonlySet<Digest>;
  readonly proven: boolean;
}

/** All names by which a platform may be meant, and whether anything says that it cannot run. */
interface Candidate {
  readonly digest: Digest;
  readonly labels: readonly string[];
  /** An entry of the index gives no usable platform: a runtime may take it for its own, whatever a row says. */
  readonly isUnlabelled: boolean;
  readonly isAttestation: boolean;
}

/**
 * The platforms that would ship, from both sources together. A child is left out only when every mention in
 * the index calls it an attestation and no row shows it as a real platform; what the
 * index does not label is judged whatever is wanted.
 */
export function listPlatforms(
  sources: PlatformSources,
  wanted: 'all' | readonly string[],
): PlatformList {
  const candidates = collectCandidates(sources).filter(({ isAttestation }) => !isAttestation);
  const isWanted = ({ labels, isUnlabelled }: Candidate) =>
    wanted === 'all' ||
    isUnlabelled ||
    labels.length === 0 ||
    labels.some((label) => wanted.some((name) => isNamedBy(label, name)));
  return {
    proven: sources.proven && sources.leaves !== undefined,
    judged: candidates.filter(isWanted).map(toPlatform),
    notJudged: candidates.filter((candidate) => !isWanted(candidate)).map(toPlatform),
  };
}

/** The names that no judged platform answers to. */
export function findMissing(
  list: PlatformList,
  wanted: 'all' | readonly string[],
): readonly string[] {
  if (wanted === 'all') return [];
  return wanted.filter((name) => !list.judged.some(({ label }) => isNamedBy(label, name)));
}

/** By digest at once: a list of megabytes, compared entry by entry, would hold up every clock. */
function collectCandidates({
  leaves = [],
  rows = [],
  indexes,
}: PlatformSources): readonly Candidate[] {
  const leavesOf = Map.groupBy(leaves, ({ digest }) => digest);
  const rowsOf = Map.groupBy(rows, ({ digest }) => digest);
  return [...new Set([...leavesOf.keys(), ...rowsOf.keys()])]
    .filter((digest) => !indexes.has(digest))
    .map((digest) => toCandidate(digest, leavesOf.get(digest) ?? [], rowsOf.get(digest) ?? []));
}

function toCandidate(digest: Digest, leaves: readonly Leaf[], rows: readonly Row[]): Candidate {
  const fromIndex = [...new Set(leaves.flatMap(({ label }) => label ?? []))];
  const fromRows = [...new Set(rows.map(({ osArch }) => osArch))].filter(isRealPlatform);
  return {
    digest,
    labels: [...fromIndex, ...fromRows.filter((row) => !isSaid(row, fromIndex))],
    isUnlabelled: leaves.some(({ label }) => label === undefined),
    isAttestation:
      leaves.length > 0 &&
      leaves.every(({ isAttestation }) => isAttestation) &&
      fromRows.length === 0,
  };
}

/** A row has no variant: `linux/arm` beside the index's `linux/arm/v6` is not another platform. */
function isSaid(row: string, fromIndex: readonly string[]): boolean {
  return fromIndex.some((label) => isNamedBy(label, row));
}

function toPlatform({ digest, labels }: Candidate): Platform {
  return { digest, label: labels[0] ?? UNLABELLED };
}

function isRealPlatform(osArch: string): boolean {
  const [os, architecture] = osArch.split('/');
  return isNamed(os) && isNamed(architecture);
}
