import { GateError, toGateError } from '../errors.ts';
import { shortDigest } from '../image/digest.ts';
import { formatDuration } from '../image/duration.ts';
import type { Evidence } from '../image/evidence.ts';
import type { Found, Spot } from './ports.ts';
import type { Road } from './road.ts';
import { findFile, pending, type ScanReading, type ScanTarget } from './scan-target.ts';
import { Watch } from './scan-watch.ts';
import { ended, toUnreachable } from './unknowns.ts';

/** Waits until the scan of this very digest has ended. Never throws, except when the run is cancelled. */
export async function awaitScan(road: Road): Promise<ScanReading> {
  if (road.inputs.policy.xray === 'off') return unread(road, { kind: 'off' });
  const { scanner } = road.ports;
  const location = road.image.xray;
  if (scanner === undefined || location === undefined) {
    return unread(road, ended('Xray was not asked: its place is not known'));
  }
  try {
    const digest = await untilAborted(road.digest, road.scanSignal);
    return await followScan({ road, scanner, location, digest });
  } catch (error) {
    return unread(road, toUnreachable(error));
  }
}

/** What rests on no answer is as old as it is. */
function unread(road: Road, evidence: Evidence<never>): ScanReading {
  return { evidence, spot: undefined, readAt: road.ports.clock.now() };
}

/** A promise that may never settle, given up when the signal is aborted. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(toGateError(signal.reason));
    if (signal.aborted) giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    promise.then(resolve, reject);
  });
}

async function followScan(target: ScanTarget): Promise<ScanReading> {
  const { road } = target;
  const { found, readAt } = await awaitFile(target);
  if (found.kind === 'missing' || found.kind === 'other') {
    return { evidence: judgeMissing(target, found), spot: undefined, readAt };
  }
  road.clocks.markAppeared();
  const isReadable = found.kind === 'ours';
  if (isReadable) road.mark('visible in Artifactory');
  const spots = isReadable ? [found.spot] : found.spots;
  return awaitEnd(target, spots, isReadable);
}

/** What was found, and when that was asked. */
interface Search {
  readonly found: Found;
  readonly readAt: number;
}

async function awaitFile(target: ScanTarget): Promise<Search> {
  const { road } = target;
  const clock = road.clocks.startAppearing();
  let last: Search | undefined;
  const waited = await road.wait({
    system: 'Xray',
    until: () =>
      last?.found.kind === 'missing' && road.inputs.policy.xray === 'if-present'
        ? Math.min(clock.until, road.clocks.ifPresentUntil())
        : clock.until,
    poll: async () => {
      const readAt = road.ports.clock.now();
      const found = await findFile(target, road.askScan(clock));
      last = { found, readAt };
      if (found.kind === 'missing') return pending(`${found.path} is not in Artifactory yet`);
      if (found.kind === 'other')
        return pending(`${found.path} holds ${found.digest}, not ours, yet`);
      return { settled: true, value: last };
    },
  });
  if (waited.kind === 'settled') return waited.value;
  if (last !== undefined) return last;
  throw new GateError('timed-out', 'Artifactory was not asked in time');
}

function judgeMissing(
  { road, digest }: ScanTarget,
  found: Extract<Found, { kind: 'missing' | 'other' }>,
): Evidence<never> {
  if (found.kind === 'other') {
    const why = `Xray's word would be of another image: ${found.path} holds ${found.digest}, not ${shortDigest(digest)}`;
    return { kind: 'unreachable', why, obstacle: 'timed-out' };
  }
  const why = `Xray has nothing to scan: ${found.path} is not in Artifactory`;
  return road.inputs.policy.xray === 'if-present'
    ? { kind: 'absent', why }
    : { kind: 'unreachable', why: `${why} (check jfrog-repository)`, obstacle: 'timed-out' };
}

async function awaitEnd(
  target: ScanTarget,
  spots: readonly Spot[],
  isReadable: boolean,
): Promise<ScanReading> {
  const { road } = target;
  const watch = new Watch(target, spots, isReadable);
  const waited = await road.wait({
    system: 'Xray',
    until: () => (watch.isOnlyAbsent ? road.clocks.ifPresentUntil() : road.clocks.scanUntil()),
    poll: () => watch.poll(),
  });
  const [spot] = spots;
  if (waited.kind === 'settled') return waited.value;
  const { readAt } = watch;
  if (watch.isOnlyAbsent) {
    return {
      evidence: { kind: 'absent', why: `Xray has no scan (${waited.state})` },
      spot,
      readAt,
    };
  }
  const why = watch.describeTimeout(formatDuration(road.inputs.timing.scanTimeout));
  return { evidence: { kind: 'unreachable', why, obstacle: 'timed-out' }, spot, readAt };
}
