import type { Digest } from '../image/digest.ts';
import { type Evidence, known, type XrayScan } from '../image/evidence.ts';
import type { Ask, Scanner, Spot, StatusReading } from './ports.ts';
import type { Road } from './road.ts';
import { hasBegun, readScanState } from './scan-state.ts';
import { isNotForeign, oursOf, type ScanReading } from './scan-target.ts';
import { isNewer } from './scan-watch.ts';
import { gone, toUnreachable } from './unknowns.ts';

/** A scan that has come to an end, and who can say whether it is still ours. */
interface Ended {
  readonly road: Road;
  readonly scanner: Scanner;
  readonly spot: Spot;
  readonly scan: XrayScan;
  readonly ask: Ask;
}

/** Compares the stored SHA-256 once more after DONE: a tag that was pushed to meanwhile holds another image now. */
export function confirmScan(road: Road, reading: ScanReading): Promise<Evidence<XrayScan>> {
  return withEnded(road, reading, async (ended) => {
    const doubt = await findDoubt(ended, ended.scan.finishedAt);
    return doubt === undefined ? reading.evidence : gone(doubt);
  });
}

/** Reads a scan once more: status and stored SHA-256. What was absent must not have begun meanwhile. */
export async function readScanAgain(road: Road, reading: ScanReading): Promise<Evidence<XrayScan>> {
  if (reading.evidence.kind === 'absent') return readAbsenceAgain(road, reading);
  return withEnded(road, reading, async (ended) => {
    const status = await ended.scanner.readStatus(ended.spot, ended.ask);
    if (status === undefined) return gone(`Xray no longer knows ${nameSpot(ended.spot)}`);
    const state = readScanState(status);
    if (state.kind === 'unfinished') return gone(`Xray was DONE and is ${state.state} now`);
    const doubt = await findDoubt(ended, status.at);
    if (doubt !== undefined) return gone(doubt);
    return known({ ...ended.scan, state: state.state, finishedAt: status.at, parts: status.parts });
  });
}

async function withEnded(
  road: Road,
  { evidence, spot }: ScanReading,
  read: (ended: Ended) => Promise<Evidence<XrayScan>>,
): Promise<Evidence<XrayScan>> {
  const { scanner } = road.ports;
  if (evidence.kind !== 'known' || scanner === undefined || spot === undefined) return evidence;
  const ask = road.askScan(road.clocks.onceUntil());
  try {
    return await read({ road, scanner, spot, scan: evidence.value, ask });
  } catch (error) {
    return toUnreachable(error);
  }
}

/** Why the scan may not speak of our image any more; `undefined` when it does. */
async function findDoubt(ended: Ended, doneAt: number | undefined): Promise<string | undefined> {
  const { road, scanner, spot, ask } = ended;
  const location = road.image.xray;
  if (location === undefined) return 'the place of the image in Artifactory is not known';
  const digest = await road.digest;
  const ours = oursOf(road, digest);
  const found = await scanner.find(location, digest, ours, ask);
  if (found.kind === 'missing' || found.kind === 'other') {
    return `${found.path} no longer holds our image`;
  }
  if (found.kind === 'ours' && (await isSettled(ended, digest, found.spot, doneAt))) {
    return undefined;
  }
  const indexed = await scanner.readIndexedDigest(spot, ask);
  if (indexed !== undefined && ours.has(indexed)) return undefined;
  return `${nameSpot(spot)} was pushed again, and nothing says that Xray has scanned it since`;
}

/**
 * The very scan that was judged before, of the very file; or one that is not older than the file. Another image may
 * have lain there meanwhile, and that scan be its own.
 */
async function isSettled(
  { road, scanner, spot, scan, ask }: Ended,
  digest: Digest,
  stored: Spot,
  doneAt: number | undefined,
): Promise<boolean> {
  // The status is that of the place judged before: found elsewhere, our image says nothing about it.
  if (nameSpot(stored) !== nameSpot(spot)) return false;
  const isSameFile = stored.modifiedAt === spot.modifiedAt;
  if (isSameFile && doneAt === scan.finishedAt) return true;
  if (!isNewer(stored, doneAt)) return false;
  const isFirst = isSameFile && stored.wasReplaced !== true;
  return isFirst || isNotForeign({ road, scanner, digest }, spot, ask);
}

async function readAbsenceAgain(
  road: Road,
  { evidence, spot }: ScanReading,
): Promise<Evidence<XrayScan>> {
  const { scanner } = road.ports;
  const location = road.image.xray;
  if (scanner === undefined || location === undefined) return evidence;
  const ask = road.askScan(road.clocks.onceUntil());
  try {
    const digest = await road.digest;
    const isAbsent =
      spot === undefined
        ? (await scanner.find(location, digest, oursOf(road, digest), ask)).kind === 'missing'
        : isIdle(await scanner.readStatus(spot, ask));
    return isAbsent ? evidence : gone('Xray had no scan and has one now: run the gate again');
  } catch (error) {
    return toUnreachable(error);
  }
}

function isIdle(status: StatusReading | undefined): boolean {
  return status === undefined || (!hasBegun(status) && status.state !== 'NOT_SUPPORTED');
}

function nameSpot({ repository, path }: Spot): string {
  return `${repository}/${path}`;
}
