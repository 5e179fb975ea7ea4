import { type Evidence, known, type XrayScan } from '../image/evidence.ts';
import type { Road } from './road.ts';
import { readScanState } from './scan-state.ts';
import { oursOf, type ScanReading } from './scan-target.ts';
import { toUnreachable } from './unknowns.ts';

/**
 * Compares the stored SHA-256 once more after DONE: a tag that was pushed to meanwhile holds another image now.
 * Where storage cannot be read, Xray's own word on what it indexed has decided.
 */
export async function confirmScan(
  road: Road,
  { spot, evidence }: ScanReading,
): Promise<Evidence<XrayScan>> {
  const { scanner } = road.ports;
  const location = road.image.xray;
  if (evidence.kind !== 'known' || !scanner || !location || !spot) return evidence;
  try {
    const digest = await road.digest;
    const ask = road.askScan(road.clocks.onceUntil());
    const found = await scanner.find(location, digest, oursOf(road, digest), ask);
    if (found.kind === 'ours' || found.kind === 'unreadable') return evidence;
    return gone(`${found.path} no longer holds our image`);
  } catch (error) {
    return toUnreachable(error);
  }
}

/** Reads a scan that had come to an end once more: status and stored SHA-256. */
export async function readScanAgain(
  road: Road,
  { spot, evidence }: ScanReading,
): Promise<Evidence<XrayScan>> {
  const { scanner } = road.ports;
  const location = road.image.xray;
  if (scanner === undefined || location === undefined || spot === undefined) return evidence;
  try {
    const digest = await road.digest;
    const ask = road.askScan(road.clocks.onceUntil());
    const [status, found] = await Promise.all([
      scanner.readStatus(spot, ask),
      scanner.find(location, digest, oursOf(road, digest), ask),
    ]);
    if (found.kind !== 'ours' && found.kind !== 'unreadable') {
      return gone(`${found.path} no longer holds our image`);
    }
    if (status === undefined) return gone(`Xray no longer knows ${spot.repository}/${spot.path}`);
    const state = readScanState(status);
    if (state.kind === 'unfinished') return gone(`Xray was DONE and is ${state.state} now`);
    return known({ ...spot, state: state.state, finishedAt: status.at, parts: status.parts });
  } catch (error) {
    return toUnreachable(error);
  }
}

function gone(why: string): Evidence<never> {
  return { kind: 'unreachable', why, obstacle: 'gone' };
}
