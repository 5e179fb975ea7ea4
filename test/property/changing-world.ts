import fc from 'fast-check';
import { GateError } from '../../src/errors.ts';
import type { FakeClock } from '../../src/gate/clock.fixture.ts';
import {
  AMD64,
  ARM64,
  integrationWith,
  listingWith,
  NO_FILE,
  OTHER,
  PUSHED,
  rowOf,
  SPOT,
  statusOf,
  versionWith,
} from '../../src/gate/ports.fixture.ts';
import type { Ask, Found, Registry, Scanner, Spot } from '../../src/gate/ports.ts';
import type { Digest } from '../../src/image/digest.ts';
import { type Firewall, type IntegrationReading, known } from '../../src/image/evidence.ts';
import {
  ABSENT,
  count,
  countsWith,
  DAY_MS,
  MINUTE_MS,
  NOW,
  readingWith,
  slsaOf,
} from '../../src/policy/evidence.fixture.ts';

/** Something that changes while the gate looks; in milliseconds since the start, earliest first, the first at 0. */
export type Track<T> = readonly { readonly at: number; readonly value: T }[];

/** Both services over time: what is true of the image at each moment, and when they cannot be asked. */
export interface World {
  readonly tag: Track<Digest | undefined>;
  /** The digests that Harness shows. */
  readonly shown: Track<readonly Digest[]>;
  readonly quarantined: Track<boolean>;
  readonly firewall: Track<Firewall>;
  /** What lies in Artifactory. */
  readonly stored: Track<Digest | undefined>;
  readonly scan: Track<string>;
  readonly critical: Track<number | undefined>;
  readonly slsa: Track<string | undefined>;
  readonly outages: readonly Outage[];
  /** How long answers take, one after the other and over again. */
  readonly delays: readonly number[];
}

interface Outage {
  readonly what: (typeof QUESTIONS)[number];
  readonly from: number;
  readonly until: number;
}

/** After that nothing changes any more. */
const LAST_CHANGE_MS = 15 * MINUTE_MS;
const QUESTIONS = ['tag', 'version', 'rows', 'numbers', 'lists', 'file', 'scan'] as const;

const moment = fc.nat(LAST_CHANGE_MS);

/** Mostly good from start to end; else it changes a few times, and often becomes good. */
function track<T>(good: T, ...bad: readonly T[]): fc.Arbitrary<Track<T>> {
  const value = fc.constantFrom(good, ...bad);
  const changes = fc.array(fc.record({ at: moment, value }), { maxLength: 3 });
  const end = fc.constantFrom<Track<T>>([], [{ at: LAST_CHANGE_MS, value: good }]);
  const changing = fc
    .tuple(value, changes, end)
    .map(([first, rest, last]) => [
      { at: 0, value: first },
      ...rest.toSorted((a, b) => a.at - b.at),
      ...last,
    ]);
  const steady = fc.constant<Track<T>>([{ at: 0, value: good }]);
  return fc.oneof({ weight: 3, arbitrary: steady }, { weight: 2, arbitrary: changing });
}

/** Any world, good ones among them. */
export const anyWorld: fc.Arbitrary<World> = fc.record({
  tag: track(PUSHED, OTHER, undefined),
  shown: track([PUSHED, OTHER], [PUSHED], [OTHER], []),
  quarantined: track(false, true),
  firewall: track<Firewall>('exempt', 'BLOCKED'),
  stored: track<Digest | undefined>(PUSHED, OTHER, undefined),
  scan: track('DONE', 'SCANNING', 'NOT_SCANNED', 'FAILED'),
  critical: track<number | undefined>(0, 3, undefined),
  slsa: track<string | undefined>('PASSED', 'FAILED', undefined),
  outages: fc.array(
    fc
      .record({ what: fc.constantFrom(...QUESTIONS), from: moment, lasts: fc.nat(6 * MINUTE_MS) })
      .map(({ what, from, lasts }) => ({ what, from, until: from + lasts })),
    { maxLength: 2 },
  ),
  delays: fc.array(fc.constantFrom(0, 0, 300, 3_000), { minLength: 1, maxLength: 7 }),
});

/** What is true at that moment. */
export function valueAt<T>(of: Track<T>, at: number): T {
  const entry = of.findLast((one) => one.at <= at);
  if (entry === undefined) throw new Error('the first entry is that of the start');
  return entry.value;
}

/** Whether it was so at any moment of the last `ms` milliseconds before `end`. */
export function wasSo<T>(
  of: Track<T>,
  isSo: (value: T) => boolean,
  end: number,
  ms: number,
): boolean {
  const within = of.filter(({ at }) => at > end - ms && at <= end).map(({ value }) => value);
  return [valueAt(of, Math.max(0, end - ms)), ...within].some(isSo);
}

/** Both services, answering from the world; what cannot be asked is asked again until its time is over. */
export function servicesOf(
  world: World,
  clock: FakeClock,
): { readonly registry: Partial<Registry>; readonly scanner: Partial<Scanner> } {
  let asked = 0;
  const now = <T>(of: Track<T>) => valueAt(of, clock.elapsed());
  const answer = async <T>(what: Outage['what'], ask: Ask, make: () => T): Promise<T> => {
    asked += 1;
    const delay = world.delays[asked % world.delays.length] ?? 0;
    if (delay > 0) await clock.sleep(delay, ask.signal);
    await outlast(world, clock, what, ask);
    return make();
  };
  return {
    registry: {
      readTag: (_place, _image, _tag, ask) => answer('tag', ask, () => now(world.tag)),
      readVersion: ({ digest }, ask) =>
        answer('version', ask, () =>
          now(world.shown).includes(digest)
            ? versionWith({ quarantined: now(world.quarantined), pushedAt: NOW - DAY_MS })
            : undefined,
        ),
      readRows: (_version, ask) =>
        answer('rows', ask, () => [rowOf(AMD64, 'linux/amd64'), rowOf(ARM64, 'linux/arm64')]),
      readIntegration: (_version, subject, ask) =>
        answer('numbers', ask, () =>
          subject === AMD64 || subject === ARM64 ? numbersOf(world, clock) : undefined,
        ),
      readListing: (_version, ask) =>
        answer('lists', ask, () => listingWith({ firewall: known(now(world.firewall)) })),
    },
    scanner: {
      find: (_location, _digest, ours, ask) =>
        answer('file', ask, () => findFile(world, clock, ours)),
      readStatus: (_spot, ask) =>
        answer('scan', ask, () =>
          statusOf(now(world.scan), { at: scannedAt(world, clock), parts: [] }),
        ),
      readIndexedDigest: (_spot, ask) => answer('scan', ask, () => now(world.stored)),
    },
  };
}

async function outlast(
  { outages }: World,
  clock: FakeClock,
  what: Outage['what'],
  { until, signal, maxAttempts }: Ask,
): Promise<void> {
  const isDown = (one: Outage) =>
    one.what === what && one.from <= clock.elapsed() && clock.elapsed() < one.until;
  while (outages.some(isDown)) {
    const left = until - clock.now();
    if (left <= 0 || maxAttempts !== undefined)
      throw new GateError('unreachable', `${what} is down`);
    await clock.sleep(Math.min(left, 5_000), signal);
  }
}

function numbersOf({ critical, slsa }: World, clock: FakeClock): IntegrationReading {
  const [issues, status] = [valueAt(critical, clock.elapsed()), valueAt(slsa, clock.elapsed())];
  return integrationWith({
    sto:
      issues === undefined
        ? ABSENT
        : known(readingWith({ counts: countsWith({ critical: count(issues) }) })),
    slsa: status === undefined ? ABSENT : slsaOf(status),
  });
}

function findFile({ stored }: World, clock: FakeClock, ours: ReadonlySet<Digest>): Found {
  const digest = valueAt(stored, clock.elapsed());
  if (digest === undefined) return NO_FILE;
  if (!ours.has(digest)) return { kind: 'other', path: SPOT.path, digest };
  const changedAt = lastChange(stored, clock);
  const spot: Spot = { ...SPOT, modifiedAt: NOW + changedAt, wasReplaced: changedAt > 0 };
  return { kind: 'ours', spot };
}

/** A scan speaks of what was stored when it ended. */
function scannedAt({ scan, stored }: World, clock: FakeClock): number {
  return NOW + Math.max(lastChange(scan, clock), lastChange(stored, clock)) + 1;
}

/** What is there at the start has been there for a day. */
function lastChange(of: Track<unknown>, clock: FakeClock): number {
  return of.findLast(({ at }) => at > 0 && at <= clock.elapsed())?.at ?? -DAY_MS;
}
