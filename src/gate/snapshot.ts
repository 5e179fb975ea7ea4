import { GateError, toGateError } from '../errors.ts';
import type { Digest } from '../image/digest.ts';
import { type Evidence, type Quarantine, valueOf } from '../image/evidence.ts';
import { type Listing, readListing } from './listing.ts';
import { readStructure, type Structure } from './platforms.ts';
import type { Ask, Version, VersionReading } from './ports.ts';
import { combineQuarantine, findSilent, isHit, type QuarantineClaim } from './quarantine.ts';
import { narrow, type Road } from './road.ts';
import { isFinal, toUnreachable } from './unknowns.ts';

/** What the registry says of one version at one moment. */
export interface Snapshot {
  readonly facts: VersionReading;
  readonly structure: Structure;
  /** As far as the lists have no say in it. */
  readonly quarantine: Evidence<Quarantine>;
  /** Never rejects, except when the run is cancelled. */
  readonly listing: Promise<Listing>;
}

/** An early look must not hold up the rest: a lasting outage shows when the numbers are read. */
const PROBE_ATTEMPTS = 2;

/**
 * Reads all that the registry knows of the image itself, at once; `undefined` while it is not there. One early
 * look at the integration details shows, before any waiting, whether that call exists and is allowed. The lists,
 * which nothing else waits for, come last.
 */
export async function readSnapshot(
  road: Road,
  version: Version,
  ask: Ask,
): Promise<Snapshot | undefined> {
  const reading = Promise.all([
    road.ports.registry.readVersion(version, ask),
    readStructure(road, version, ask),
    probeIntegration(road, version, ask),
  ]);
  const notThere = new AbortController();
  const signal = AbortSignal.any([ask.signal, notThere.signal]);
  const listing = startListing(road, version, narrow(ask, { signal }));
  const [facts, structure] = await reading;
  if (facts !== undefined) {
    return { ...(await complete(road, version, ask, { facts, structure })), listing };
  }
  notThere.abort(new GateError('ended', 'not awaited: the image is not there yet'));
  return undefined;
}

/** The registry's answers that can change at any moment, read again. */
export async function readSnapshotAgain(
  road: Road,
  version: Version,
  ask: Ask,
  before: Snapshot,
): Promise<Omit<Snapshot, 'listing'> | undefined> {
  const [facts, structure] = await Promise.all([
    road.ports.registry.readVersion(version, ask),
    readStructure(road, version, ask, before.structure.tree),
  ]);
  return facts && complete(road, version, ask, { facts, structure });
}

async function complete(
  road: Road,
  version: Version,
  ask: Ask,
  read: Pick<Snapshot, 'facts' | 'structure'>,
): Promise<Omit<Snapshot, 'listing'>> {
  return { ...read, quarantine: await readQuarantine(road, version, ask, read) };
}

/** It is awaited later; until then its failure must not end the process as an unhandled rejection. */
function startListing(road: Road, version: Version, ask: Ask): Promise<Listing> {
  const listing = readListing(road, version, ask);
  listing.catch(() => undefined);
  return listing;
}

/** Throws only what waiting cannot mend; everything else shows when the numbers are read. */
async function probeIntegration(road: Road, version: Version, ask: Ask): Promise<void> {
  const { sto, slsa } = road.inputs.policy;
  if (sto === 'off' && slsa === 'off') return;
  try {
    const once = narrow(ask, { maxAttempts: PROBE_ATTEMPTS });
    const answer = await road.ports.registry.readIntegration(version, version.digest, once);
    if (answer !== undefined) road.memory.compare(version.digest, answer);
  } catch (error) {
    const problem = toGateError(error);
    if (isFinal(problem) || problem.code === 'cancelled') throw problem;
  }
}

/** Whatever digest neither the details nor the rows speak of is asked about by itself. */
async function readQuarantine(
  road: Road,
  version: Version,
  ask: Ask,
  read: Pick<Snapshot, 'facts' | 'structure'>,
): Promise<Evidence<Quarantine>> {
  const { facts, structure } = read;
  const platforms = valueOf(structure.platforms);
  const claims: QuarantineClaim[] = [{ digest: version.digest, ...facts }, ...structure.rows];
  const subjects = subjectsOf(version.digest, structure);
  const first = combineQuarantine(subjects, claims, platforms);
  if (platforms === undefined) return isHit(first) ? first : structureGap(structure);
  if (first.kind === 'known') return first;
  try {
    const silent = findSilent(subjects, claims);
    const more = await Promise.all(silent.map((digest) => readClaim(road, version, digest, ask)));
    return combineQuarantine(subjects, [...claims, ...more], platforms);
  } catch (error) {
    return toUnreachable(error);
  }
}

async function readClaim(
  road: Road,
  version: Version,
  digest: Digest,
  ask: Ask,
): Promise<QuarantineClaim> {
  const answer = await road.ports.registry.readVersion({ ...version, digest }, ask);
  return { digest, quarantined: answer?.quarantined, reason: answer?.reason ?? '' };
}

function structureGap({ platforms }: Structure): Evidence<Quarantine> {
  return platforms.kind === 'unreachable' || platforms.kind === 'unrecognised'
    ? platforms
    : { kind: 'absent', why: 'the platforms of the image are not known' };
}

/** The image's own digest, inner indexes and every judged platform. */
function subjectsOf(digest: Digest, { tree, platforms }: Structure): readonly Digest[] {
  const judged = valueOf(platforms)?.judged.map((platform) => platform.digest) ?? [];
  return [...new Set([digest, ...(tree?.indexes ?? []), ...judged])];
}
