import { GateError, toGateError } from '../errors.ts';
import { shortDigest } from '../image/digest.ts';
import { formatDuration } from '../image/duration.ts';
import type { Evidence } from '../image/evidence.ts';
import type { Found, Spot } from './ports.ts';
import type { Road } from './road.ts';
import { findFile, pending, reading, type ScanReading, type ScanTarget } from './scan-target.ts';
import { Watch } from './scan-watch.ts';
import { ended, toUnreachable } from './unknowns.ts';

/** Waits until the scan of this very digest has ended. Never throws, except when the run is cancelled. */
export async function awaitScan(road: Road): Promise<ScanReading> {
  if (road.inputs.policy.xray === 'off') return reading(road, { kind: 'off' });
  const { scanner } = road.ports;
  const location = road.image.xray;
  if (scanner === undefined || location === undefined) {
    return reading(road, ended('Xray was not asked: its place is not known'));
  }
  try {
    const digest = await untilAborted(road.digest, road.scanSignal);
    return await followScan({ road, scanner, location, digest });
  } catch (error) {
    return reading(road, toUnreachable(error));
  }
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
  const found = await awaitFile(target);
  if (found.kind === 'missing' || found.kind === 'other')
    return reading(road, judgeMissing(target, found));
  road.clocks.markAppeared();
  const isReadable = found.kind === 'ours';
  if (isReadable) road.mark('visible in Artifactory');
  const spots = isReadable ? [found.spot] : found.spots;
  return awaitEnd(target, spots, isReadable);
}

async function awaitFile(target: ScanTarget): Promise<Found> {
  const { road } = target;
  const clock = road.clocks.startAppearing();
  let last: Found | undefined;
  const waited = await road.wait({
    system: 'Xray',
    until: () =>
      last?.kind === 'missing' && road.inputs.policy.xray === 'if-present'
        ? Math.min(clock.until, road.clocks.ifPresentUntil())
        : clock.until,
    poll: async () => {
      last = await findFile(target, road.askScan(clock));
      if (last.kind === 'missing') return pending(`${last.path} is not in Artifactory yet`);
      if (last.kind === 'other') return pending(`${last.path} holds ${last.digest}, not ours, yet`);
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
    const why = `Xray would speak of another image: ${found.path} holds ${found.digest}, not ${shortDigest(digest)}`;
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
  if (watch.isOnlyAbsent) {
    return reading(road, { kind: 'absent', why: `Xray has no scan (${waited.state})` }, spot);
  }
  const why = watch.describeTimeout(formatDuration(road.inputs.timing.scanTimeout));
  return reading(road, { kind: 'unreachable', why, obstacle: 'timed-out' }, spot);
}
