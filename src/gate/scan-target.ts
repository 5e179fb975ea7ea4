import type { Digest } from '../image/digest.ts';
import type { Evidence, XrayScan } from '../image/evidence.ts';
import type { XrayLocation } from '../image/reference.ts';
import type { Ask, Found, Scanner, Spot } from './ports.ts';
import type { Road } from './road.ts';

/** How the scan stands, where it was read, and when (monotonic milliseconds). */
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

/** A reading made now. */
export function reading(road: Road, evidence: Evidence<XrayScan>, spot?: Spot): ScanReading {
  return { evidence, spot, readAt: road.ports.clock.now() };
}

/** A registry that keeps no index holds the only platform itself. */
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

/** A step of waiting that did not settle. */
export function pending(state: string): { readonly settled: false; readonly state: string } {
  return { settled: false, state };
}
