import { toGateError } from '../errors.ts';
import type { Digest } from '../image/digest.ts';
import type { Evidence, XrayScan } from '../image/evidence.ts';
import type { XrayLocation } from '../image/reference.ts';
import type { Ask, Found, Scanner, Spot } from './ports.ts';
import type { Road } from './road.ts';

/**
 * How the scan stands, where it was read, and when (monotonic milliseconds): when the question was asked that was
 * answered last, for since then it may have changed.
 */
export interface ScanReading {
  readonly evidence: Evidence<XrayScan>;
  readonly spot: Spot | undefined;
  readonly readAt: number;
}

/** What is needed to ask about the scan of one image. */
export interface ScanTarget {
  readonly road: Road;
  readonly scanner: Scanner;
  readonly location: XrayLocation;
  readonly digest: Digest;
}

/** A registry that keeps no index holds the only platform itself; one of several proves nothing of the others. */
export function oursOf(road: Road, digest: Digest): ReadonlySet<Digest> {
  return new Set(road.onlyPlatform === undefined ? [digest] : [digest, road.onlyPlatform]);
}

/** Looks for a manifest of ours in Artifactory. */
export function findFile(
  { road, scanner, location, digest }: ScanTarget,
  ask: Ask,
): Promise<Found> {
  return scanner.find(location, digest, oursOf(road, digest), ask);
}

/**
 * Where another image lay before, its scan may have ended while ours was stored already: then only Xray's own word
 * tells. Where it does not say, the other signs have to do.
 */
export async function isNotForeign(
  { road, scanner, digest }: Omit<ScanTarget, 'location'>,
  spot: Spot,
  ask: Ask,
): Promise<boolean> {
  const indexed = await scanner.readIndexedDigest(spot, ask).catch((error: unknown) => {
    if (toGateError(error).code === 'permission') return undefined;
    throw error;
  });
  return indexed === undefined || oursOf(road, digest).has(indexed);
}

/** A step of waiting that did not settle. */
export function pending(state: string): { readonly settled: false; readonly state: string } {
  return { settled: false, state };
}
