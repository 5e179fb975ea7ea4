import {
  type Evidence,
  type ImageEvidence,
  known,
  type PlatformList,
  type Quarantine,
} from '../image/evidence.ts';
import { evaluate } from '../policy/evaluate.ts';
import { verdictOf } from '../policy/verdict.ts';
import type { Ask, ListingReading, Version } from './ports.ts';
import { isHit, quarantinedBy } from './quarantine.ts';
import { narrow, type Road } from './road.ts';
import { ended, toUnreachable } from './unknowns.ts';

/** What lists add, and when they were read (monotonic milliseconds). */
export interface Listing extends ListingReading {
  readonly readAt: number;
}

/** Without the firewall only a quarantine is looked for, which others tell as well: worth no long wait. */
const UNNEEDED_ATTEMPTS = 2;

/** Reads the lists once; what goes wrong becomes the firewall's evidence. */
export async function readListing(road: Road, version: Version, ask: Ask): Promise<Listing> {
  const readAt = road.ports.clock.now();
  const isNeeded = road.inputs.policy.firewall !== 'off';
  const limited = isNeeded ? ask : narrow(ask, { maxAttempts: UNNEEDED_ATTEMPTS });
  try {
    const read = await road.ports.registry.readListing(version, limited);
    return { ...read, firewall: road.memory.compareFirewall(read.firewall), readAt };
  } catch (error) {
    return { ...NOTHING, firewall: toUnreachable(error), readAt };
  }
}

const NOTHING = { quarantine: undefined, others: [] } as const;

/**
 * The lists, awaited where all else would pass: `judge` makes the evidence complete. Where it would not, only what they
 * have come to so far, for nothing in them can lift that.
 */
export function takeListing(
  road: Road,
  listing: Promise<Listing>,
  judge: (listing: Listing) => ImageEvidence,
): Promise<Listing> {
  const readAt = road.ports.clock.now();
  const rest = judge({ ...NOTHING, firewall: known('exempt'), readAt });
  const findings = evaluate(road.inputs.policy, rest, road.ports.clock.wall());
  if (verdictOf(findings) === 'passed') return listing;
  const firewall = ended('not awaited: something else has decided');
  return Promise.race([listing, Promise.resolve({ ...NOTHING, firewall, readAt })]);
}

/** What the registry says, made worse by what its lists say of the image or of a judged platform. */
export function addListing(
  quarantine: Evidence<Quarantine>,
  listing: Listing,
  platforms: PlatformList | undefined,
): Pick<ImageEvidence, 'quarantine' | 'firewall'> {
  const judged = (platforms?.judged ?? []).map(({ digest }) => digest);
  const ours = listing.others.filter(({ digest }) => judged.includes(digest));
  const claims = [{ digest: undefined, quarantine: listing.quarantine }, ...ours];
  const [claim] = claims.flatMap(({ digest, quarantine: said }) =>
    said === undefined ? [] : [{ digest, ...said }],
  );
  const isDecided = isHit(quarantine) || claim === undefined;
  return {
    quarantine: isDecided ? quarantine : quarantinedBy(claim, platforms),
    firewall: ours.some(({ isBlocked }) => isBlocked) ? known('BLOCKED') : listing.firewall,
  };
}
