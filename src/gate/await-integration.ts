import { CLOCK_SKEW_MS, formatDuration } from '../image/duration.ts';
import type { Evidence, PlatformList, StoReading } from '../image/evidence.ts';
import type { Step } from '../scan/wait.ts';
import { findAwaited, isDecided, listMissing } from './missing.ts';
import type { Version } from './ports.ts';
import { type Integration, readIntegration } from './read-integration.ts';
import type { Road } from './road.ts';
import { ended } from './unknowns.ts';

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
  const watch = new IntegrationWatch(road, platforms, earlier);
  // The second reading comes when the clock may have ended already: it is still asked once.
  const limit = () => (earlier === undefined ? road.clocks.scanUntil() : road.clocks.onceUntil());
  const waited = await road.wait({
    system: 'Harness',
    until: () => road.clocks.scanUntil(),
    poll: async (isLast) => {
      const reading = await readIntegration(road, version, platforms, limit());
      return watch.take(reading, isLast);
    },
  });
  return waited.kind === 'settled' ? waited.value : watch.giveUp();
}

/** Follows the readings of one image from poll to poll. */
class IntegrationWatch {
  readonly #road: Road;
  readonly #platforms: PlatformList;
  readonly #isSecond: boolean;
  readonly #startedAt: number;
  #last: Integration | undefined;
  /** When the counts were first read as they are now (monotonic milliseconds). */
  #steadySince = 0;
  #isUnsteady = false;
  #hasHinted = false;

  constructor(road: Road, platforms: PlatformList, earlier: Integration | undefined) {
    this.#road = road;
    this.#platforms = platforms;
    this.#isSecond = earlier !== undefined;
    this.#startedAt = road.ports.clock.now();
    this.#last = earlier;
    this.#steadySince = earlier?.readAt ?? 0;
  }

  /** Whether the reading settles the matter, or what is still awaited. */
  take(reading: Integration, isLast: boolean): Step<Integration> {
    const before = this.#last;
    const now = isLast ? this.#fillIn(reading) : reading;
    if (before === undefined || !haveSameCounts(before, now)) this.#steadySince = now.readAt;
    this.#last = now;
    const missing = findAwaited(this.#road, now, this.#platforms);
    this.#isUnsteady = missing === undefined && isFreshSince(this.#road, now, this.#steadySince);
    if (isDecided(this.#road, now, this.#platforms)) return { settled: true, value: now };
    if (missing === undefined && !this.#isUnsteady) return { settled: true, value: now };
    if (missing?.check === 'sto') this.#hint(now.readAt);
    return { settled: false, state: missing?.state ?? "STO's result is fresh: it is read twice" };
  }

  /**
   * What the deadline cut short says more as it was before. Only where something required is missing all the same:
   * no pass may rest on it. The second reading is there to notice what has changed: it takes nothing from the first.
   */
  #fillIn(reading: Integration): Integration {
    if (this.#last === undefined || this.#isSecond) return reading;
    const filled = fillIn(reading, this.#last);
    const missing = listMissing(this.#road, filled, this.#platforms);
    return missing.some(({ requirement }) => requirement === 'required') ? filled : reading;
  }

  /** The last reading, when its clock has ended. */
  giveUp(): Integration {
    const last = this.#last ?? { slsa: NOTHING, perPlatform: [], readAt: this.#startedAt };
    return this.#isUnsteady ? unsteady(this.#road, last) : last;
  }

  /** Says once how to live without STO. */
  #hint(readAt: number): void {
    if (this.#hasHinted || readAt - this.#startedAt <= HINT_MS) return;
    this.#hasHinted = true;
    this.#road.say('if STO never scans this image, set sto: if-present or sto: off');
  }
}

const NOTHING = ended('Harness was not asked for STO and SLSA in time');

/** The reading, with the answers that were cut short as they were before. */
function fillIn(now: Integration, before: Integration): Integration {
  return {
    ...now,
    slsa: isCutShort(now.slsa) ? before.slsa : now.slsa,
    perPlatform: now.perPlatform.map((entry, index) =>
      isCutShort(entry.sto) || isCutShort(entry.slsa)
        ? (before.perPlatform[index] ?? entry)
        : entry,
    ),
  };
}

/** The deadline fell into the question: what was read before says more. */
function isCutShort(part: Evidence<unknown>): boolean {
  return (
    part.kind === 'unreachable' && (part.obstacle === 'outage' || part.obstacle === 'timed-out')
  );
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
      isFresh(now - sto.value.scannedAt.value),
  );
}

/** A scan of the near future is one of this moment, by clocks that differ; one of a later future is nothing to wait for. */
function isFresh(age: number): boolean {
  return age < FRESH_MS && age >= -CLOCK_SKEW_MS;
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
