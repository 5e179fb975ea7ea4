import type { Evidence, ImageEvidence, TagReading } from '../image/evidence.ts';
import { known, valueOf } from '../image/evidence.ts';
import type { Appearance } from './appear.ts';
import { awaitIntegration } from './await-integration.ts';
import { addListed } from './quarantine.ts';
import type { Integration } from './read-integration.ts';
import type { Road } from './road.ts';
import { readScanAgain } from './scan-again.ts';
import type { ScanReading } from './scan-target.ts';
import { type Listing, readListing, readSnapshotAgain, type Snapshot } from './snapshot.ts';
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
/** Of reading what can change at any moment, where each takes long. */
const MOST_ROUNDS = 3;

/**
 * Reads again what a pass would rest on: tags and quarantine always, the rest when it has grown old. What was
 * known and is missing now is gone; a tag that points elsewhere now has moved.
 */
export async function readAgain(
  road: Road,
  before: Readings,
  evidence: ImageEvidence,
): Promise<ImageEvidence> {
  const isOld = (readAt: number) => road.ports.clock.now() - readAt > OLD_MS;
  const { appearance, scan, integration, listing } = before;
  const ask = road.ask(road.clocks.onceUntil());
  const [xray, numbers, listed] = await Promise.all([
    isOld(scan.readAt) ? readScanAgain(road, scan) : evidence.xray,
    isOld(integration.readAt) ? readNumbersAgain(road, before) : integration,
    isOld(listing.readAt) ? readListing(road, appearance.version, ask) : listing,
  ]);
  // Those may take their time; what can change at any moment is read last.
  return {
    ...evidence,
    ...(await readLast(road, before, evidence, listed)),
    xray: stillThere('the Xray scan', evidence.xray, xray),
    slsa: numbers.slsa,
    perPlatform: numbers.perPlatform,
  };
}

type Last = Pick<ImageEvidence, 'tag' | 'platforms' | 'quarantine' | 'firewall'>;

/** Tags and quarantine; once more when reading them took so long that they may have changed meanwhile. */
async function readLast(
  road: Road,
  before: Readings,
  evidence: ImageEvidence,
  listing: Listing,
  rounds = MOST_ROUNDS,
): Promise<Last> {
  const start = road.ports.clock.now();
  const [tag, registry] = await Promise.all([
    toEvidence(readTagAgain(road, before.appearance)),
    readRegistryAgain(road, before, evidence, listing),
  ]);
  const isSlow = road.ports.clock.now() - start > OLD_MS;
  const isThere = tag.kind === 'known' && registry.quarantine.kind === 'known';
  return isSlow && isThere && rounds > 1
    ? readLast(road, before, evidence, listing, rounds - 1)
    : { tag, ...registry };
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
  const gone = readings.find(({ to }) => to === undefined);
  const moved = readings.find(({ to }) => to !== undefined && to !== version.digest);
  if (moved?.to !== undefined) return known({ ...tag, moved: { tag: moved.name, to: moved.to } });
  if (gone === undefined) return known(tag);
  return {
    kind: 'unreachable',
    why: `the tag ${gone.name} was there and is gone`,
    obstacle: 'gone',
  };
}

/** Platforms and quarantine, as far as they can change. */
async function readRegistryAgain(
  road: Road,
  { appearance, snapshot }: Readings,
  before: ImageEvidence,
  listing: Listing,
): Promise<Omit<Last, 'tag'>> {
  try {
    const { version } = appearance;
    const ask = road.ask(road.clocks.onceUntil());
    const now = await readSnapshotAgain(road, version, ask, snapshot);
    if (now === undefined) return sameRegistry(GONE);
    const quarantine = addListed(now.quarantine, listing.quarantine);
    return {
      platforms: comparePlatforms(snapshot, now),
      quarantine: stillThere('the quarantine status', before.quarantine, quarantine),
      firewall: listing.firewall,
    };
  } catch (error) {
    return sameRegistry(toUnreachable(error));
  }
}

const GONE: Evidence<never> = {
  kind: 'unreachable',
  why: 'the image was in Harness and is gone',
  obstacle: 'gone',
};

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
