import type { Digest } from './digest.ts';
import type { PlatformList } from './evidence.ts';
import { isNamed } from './manifest.ts';
import { normalisePlatform, type Platform } from './platform.ts';

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
  readonly isAttestation: boolean;
}

/**
 * The platforms that would ship, from both sources together. A child is left out only when every mention in
 * the index calls it an attestation and no row shows it as a real platform; whatever nobody can label is judged.
 */
export function listPlatforms(
  sources: PlatformSources,
  wanted: 'all' | readonly string[],
): PlatformList {
  const candidates = collectCandidates(sources).filter(({ isAttestation }) => !isAttestation);
  const isWanted = ({ labels }: Candidate) =>
    wanted === 'all' ||
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

function collectCandidates({ leaves, rows, indexes }: PlatformSources): readonly Candidate[] {
  const digests = new Set([...(leaves ?? []), ...(rows ?? [])].map(({ digest }) => digest));
  return [...digests]
    .filter((digest) => !indexes.has(digest))
    .map((digest) =>
      toCandidate(
        digest,
        (leaves ?? []).filter((leaf) => leaf.digest === digest),
        (rows ?? []).filter((row) => row.digest === digest),
      ),
    );
}

function toCandidate(digest: Digest, leaves: readonly Leaf[], rows: readonly Row[]): Candidate {
  const fromIndex = leaves.flatMap(({ label }) => (label === undefined ? [] : [label]));
  const fromRows = rows.map(({ osArch }) => osArch).filter(isRealPlatform);
  return {
    digest,
    labels: [...fromIndex, ...fromRows],
    isAttestation:
      leaves.length > 0 &&
      leaves.every(({ isAttestation }) => isAttestation) &&
      fromRows.length === 0,
  };
}

function toPlatform({ digest, labels }: Candidate): Platform {
  return { digest, label: labels[0] ?? 'unknown' };
}

function isRealPlatform(osArch: string): boolean {
  const [os, architecture] = osArch.split('/');
  return isNamed(os) && isNamed(architecture);
}

/** `linux/arm` names every variant of it; an OS version behind the label plays no part. */
function isNamedBy(label: string, name: string): boolean {
  const [first = ''] = label.split(' ');
  const [platform, wanted] = [normalisePlatform(first), normalisePlatform(name)];
  return platform === wanted || platform.startsWith(`${wanted}/`);
}
