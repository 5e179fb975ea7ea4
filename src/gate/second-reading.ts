import type { Evidence, ImageEvidence, TagReading } from '../image/evidence.ts';
import { known, valueOf } from '../image/evidence.ts';
import { evaluate } from '../policy/evaluate.ts';
import { verdictOf } from '../policy/verdict.ts';
import type { Appearance } from './appear.ts';
import { awaitIntegration } from './await-integration.ts';
import { addListing, type Listing, readListing } from './listing.ts';
import type { Integration } from './read-integration.ts';
import type { Road } from './road.ts';
import { readScanAgain } from './scan-again.ts';
import type { ScanReading } from './scan-target.ts';
import { readSnapshotAgain, type Snapshot } from './snapshot.ts';
import { gone, stillThere, toEvidence, toUnreachable } from './unknowns.ts';

/** Everything that was read of one image, with the time of each reading. */
export interface Readings {
  readonly appearance: Appearance;
  readonly snapshot: Snapshot;
  readonly listing: Listing;
  readonly scan: ScanReading;
  readonly integration: Integration;
}

/** Evidence older than this is read again before a pass. */
const OLD_MS = 30_000;
/** Of reading again, where that takes so long that what was read first has grown old. */
const MOST_ROUNDS = 3;

/**
 * Reads again what a pass would rest on: tags and quarantine always, the rest when it has grown old. What was
 * known and is missing now is gone; a tag that points elsewhere now has moved. Bad news ends it: no later round
 * can lift it.
 */
export async function readAgain(
  road: Road,
  before: Readings,
  evidence: ImageEvidence,
  rounds = MOST_ROUNDS,
): Promise<ImageEvidence> {
  const now = await refresh(road, before);
  // That may take its time; what can change at any moment is read last.
  const lastAt = road.ports.clock.now();
  const reading: ImageEvidence = {
    ...evidence,
    ...(await readLast(road, now, evidence)),
    xray: stillThere('the Xray scan', evidence.xray, now.scan.evidence),
    slsa: now.integration.slsa,
    perPlatform: now.integration.perPlatform,
  };
  const { scan, integration, listing } = now;
  const hasAged = [{ readAt: lastAt }, scan, integration, listing].some((one) => isOld(road, one));
  return rounds > 1 && hasAged && isPass(road, reading)
    ? readAgain(road, now, reading, rounds - 1)
    : reading;
}

function isOld(road: Road, { readAt }: { readonly readAt: number }): boolean {
  return road.ports.clock.now() - readAt > OLD_MS;
}

function isPass(road: Road, evidence: ImageEvidence): boolean {
  const findings = evaluate(road.inputs.policy, evidence, road.ports.clock.wall());
  return verdictOf(findings) === 'passed';
}

/** The readings, with those that have grown old made once more. */
async function refresh(road: Road, before: Readings): Promise<Readings> {
  const { appearance, scan, integration, listing } = before;
  const readAt = road.ports.clock.now();
  const ask = road.ask(road.clocks.onceUntil());
  const readScan = async () => ({ ...scan, evidence: await readScanAgain(road, scan), readAt });
  const [newScan, numbers, listed] = await Promise.all([
    isOld(road, scan) ? readScan() : scan,
    isOld(road, integration) ? readNumbersAgain(road, before) : integration,
    isOld(road, listing) ? readListing(road, appearance.version, ask) : listing,
  ]);
  return { ...before, scan: newScan, integration: numbers, listing: listed };
}

type Last = Pick<ImageEvidence, 'tag' | 'platforms' | 'quarantine' | 'firewall'>;

/** Tags and quarantine. */
async function readLast(road: Road, before: Readings, evidence: ImageEvidence): Promise<Last> {
  const [tag, registry] = await Promise.all([
    toEvidence(readTagAgain(road, before.appearance)),
    readRegistryAgain(road, before, evidence),
  ]);
  return { tag, ...registry };
}

async function readTagAgain(
  road: Road,
  { version, tag }: Appearance,
): Promise<Evidence<TagReading>> {
  const { registry } = road.ports;
  const ask = road.ask(road.clocks.onceUntil());
  const readings = await Promise.all(
    road.image.tags.map(async (name) => ({
      name,
      to: await registry.readTag(version.place, road.image, name, ask),
    })),
  );
  const missing = readings.find(({ to }) => to === undefined);
  const moved = readings.find(({ to }) => to !== undefined && to !== version.digest);
  if (moved?.to !== undefined) return known({ ...tag, moved: { tag: moved.name, to: moved.to } });
  return missing === undefined ? known(tag) : gone(`the tag ${missing.name} was there and is gone`);
}

/** Platforms and quarantine, as far as they can change. */
async function readRegistryAgain(
  road: Road,
  { appearance, snapshot, listing }: Readings,
  before: ImageEvidence,
): Promise<Omit<Last, 'tag'>> {
  try {
    const { version } = appearance;
    const ask = road.ask(road.clocks.onceUntil());
    const now = await readSnapshotAgain(road, version, ask, snapshot);
    if (now === undefined) return sameRegistry(gone('the image was in Harness and is gone'));
    const judged = valueOf(snapshot.structure.platforms);
    const { quarantine, firewall } = addListing(now.quarantine, listing, judged);
    return {
      platforms: comparePlatforms(snapshot, now),
      quarantine: stillThere('the quarantine status', before.quarantine, quarantine),
      firewall,
    };
  } catch (error) {
    return sameRegistry(toUnreachable(error));
  }
}

function sameRegistry(part: Evidence<never>) {
  return { platforms: part, quarantine: part, firewall: part };
}

/** The numbers were read of the platforms of the first reading: another list makes them another image's. */
function comparePlatforms(
  before: Snapshot,
  now: Pick<Snapshot, 'structure'>,
): ImageEvidence['platforms'] {
  const digests = ({ structure }: Pick<Snapshot, 'structure'>) =>
    (valueOf(structure.platforms)?.judged ?? [])
      .map(({ digest }) => digest)
      .sort()
      .join();
  const { platforms, isUnlisted } = now.structure;
  if (isUnlisted && before.structure.rows.length > 0) {
    return gone("Harness's list of the platforms was there and is gone");
  }
  if (platforms.kind !== 'known' || digests(before) === digests(now)) return platforms;
  return gone('the platforms of the image changed while it was judged');
}

async function readNumbersAgain(road: Road, before: Readings): Promise<Integration> {
  const platforms = valueOf(before.snapshot.structure.platforms);
  if (platforms === undefined) return before.integration;
  return awaitIntegration(road, before.appearance.version, platforms, before.integration);
}
