import { formatDuration } from '../image/duration.ts';
import type { Evidence, PlatformList, StoReading } from '../image/evidence.ts';
import { isOverLimit } from '../policy/counts.ts';
import type { Requirement } from '../policy/policy.ts';
import { assessSlsa } from '../policy/slsa-result.ts';
import { assessSto } from '../policy/sto-result.ts';
import { needsMending } from '../policy/unknown.ts';
import type { Version } from './ports.ts';
import { type Integration, readIntegration } from './read-integration.ts';
import type { Road } from './road.ts';
import { noEvidence } from './unknowns.ts';

/** Counts younger than this may still be arriving: they must read the same twice. */
const FRESH_MS = 2 * 60_000;
/** After this long the log says how to live without STO. */
const HINT_MS = 5 * 60_000;

/**
 * Reads until everything awaited is there, or its clock has ended; the last reading either way. `earlier` is a
 * reading to go on from.
 */
export async function awaitIntegration(
  road: Road,
  version: Version,
  platforms: PlatformList,
  earlier?: Integration,
): Promise<Integration> {
  // The second reading comes when the clock may have ended already: it is still asked once.
  const limit = () => (earlier === undefined ? road.clocks.scanUntil() : road.clocks.onceUntil());
  let last = earlier;
  let steadySince = earlier?.readAt ?? 0;
  let isUnsteady = false;
  let hasHinted = false;
  const start = road.ports.clock.now();
  const waited = await road.wait({
    system: 'Harness',
    until: () => road.clocks.scanUntil(),
    poll: async () => {
      const before = last;
      last = await readIntegration(road, version, platforms, limit(), before);
      steadySince =
        before !== undefined && haveSameCounts(before, last) ? steadySince : last.readAt;
      if (isDecided(road, last, platforms)) return { settled: true, value: last };
      const missing = findAwaited(road, last, platforms);
      isUnsteady = missing === undefined && isFreshSince(road, last, steadySince);
      if (missing === undefined && !isUnsteady) return { settled: true, value: last };
      if (!hasHinted && missing?.check === 'sto' && last.readAt - start > HINT_MS) {
        hasHinted = true;
        road.ports.log.info('if STO never scans this image, set sto: if-present or sto: off');
      }
      return { settled: false, state: missing?.state ?? "STO's result is fresh: it is read twice" };
    },
  });
  if (waited.kind === 'settled') return waited.value;
  const reading =
    last ?? (await readIntegration(road, version, platforms, road.clocks.onceUntil()));
  return isUnsteady ? unsteady(road, reading) : reading;
}

/** Whether no later reading can change the verdict: counts over a limit, or something that must be mended first. */
function isDecided(road: Road, integration: Integration, platforms: PlatformList): boolean {
  const evidence = evidenceOf(integration, platforms);
  return (
    isOverLimit(road.inputs.policy, evidence, road.ports.clock.wall()) || isHopeless(integration)
  );
}

interface Awaited {
  readonly check: 'sto' | 'slsa';
  /** In words, for the log. */
  readonly state: string;
}

/** What is still worth waiting for; `undefined` when nothing is. */
function findAwaited(
  road: Road,
  integration: Integration,
  platforms: PlatformList,
): Awaited | undefined {
  const { policy } = road.inputs;
  const now = road.ports.clock.wall();
  const waiting = integration.perPlatform.find(
    ({ sto }) => assessSto(sto, policy, now).kind === 'absent',
  );
  // A result that lacks something is on its way: it is no absence that `if-present` would accept.
  const isUnfinished = waiting?.sto.kind === 'known' && policy.sto !== 'off';
  if (waiting !== undefined && isAwaited(road, isUnfinished ? 'required' : policy.sto)) {
    return { check: 'sto', state: `STO has no complete result for ${waiting.platform.label} yet` };
  }
  const slsa = assessSlsa(evidenceOf(integration, platforms), policy);
  if (slsa.kind === 'absent' && isAwaited(road, policy.slsa)) {
    return { check: 'slsa', state: 'SLSA has no status yet' };
  }
  return undefined;
}

function evidenceOf({ slsa, perPlatform }: Integration, platforms: PlatformList) {
  return {
    ...noEvidence({ kind: 'off' }),
    platforms: { kind: 'known', value: platforms } as const,
    slsa,
    perPlatform,
  };
}

/** Somebody must change something first: asking again cannot help. */
function isHopeless({ perPlatform, slsa }: Integration): boolean {
  return [...perPlatform.map(({ sto }) => sto), slsa].some(
    (part) => part.kind === 'unreachable' && needsMending(part.obstacle),
  );
}

function isAwaited(road: Road, requirement: Requirement): boolean {
  if (requirement === 'off') return false;
  const { clock } = road.ports;
  const until = requirement === 'required' ? road.clocks.scanUntil() : road.clocks.ifPresentUntil();
  return clock.now() < until;
}

/** Fresh counts must have read the same for two poll intervals of Harness. */
function isFreshSince(road: Road, integration: Integration, since: number): boolean {
  const steady = 2 * road.inputs.timing.pollMinInterval;
  return hasFreshCounts(road, integration) && integration.readAt - since < steady;
}

function hasFreshCounts(road: Road, { perPlatform }: Integration): boolean {
  const now = road.ports.clock.wall();
  return perPlatform.some(
    ({ sto }) =>
      sto.kind === 'known' &&
      sto.value.scannedAt.kind === 'known' &&
      Math.abs(now - sto.value.scannedAt.value) < FRESH_MS,
  );
}

function haveSameCounts(a: Integration, b: Integration): boolean {
  const counts = ({ perPlatform }: Integration) =>
    JSON.stringify(perPlatform.map(({ platform, sto }) => [platform.digest, sto]));
  return counts(a) === counts(b);
}

function unsteady(road: Road, integration: Integration): Integration {
  const waited = formatDuration(road.inputs.timing.scanTimeout);
  const sto: Evidence<StoReading> = {
    kind: 'unreachable',
    why: `STO's counts were still changing after ${waited}`,
    obstacle: 'timed-out',
  };
  return {
    ...integration,
    perPlatform: integration.perPlatform.map((entry) => ({ ...entry, sto })),
  };
}
