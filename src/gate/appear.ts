import { GateError, toGateError } from '../errors.ts';
import { type Digest, shortDigest } from '../image/digest.ts';
import type { TagReading } from '../image/evidence.ts';
import type { Step } from '../scan/wait.ts';
import type { Ask, Place, Version } from './ports.ts';
import type { Road } from './road.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';

/** The image in the registry: its address, where its tags point, and what the registry says of it. */
export interface Appearance {
  readonly version: Version;
  readonly tag: TagReading;
  /** `undefined` when a tag moved: then nothing else matters. */
  readonly snapshot: Snapshot | undefined;
}

/** Where the tags point in one round of readings. */
export type Presence =
  | { readonly kind: 'here'; readonly digest: Digest }
  | { readonly kind: 'moved'; readonly pushed: Digest; readonly tag: string; readonly to: Digest }
  | {
      readonly kind: 'not-yet';
      readonly state: string;
      /** The pushed digest is there, and yet a tag points to another. */
      readonly isElsewhere?: boolean;
    };

/**
 * Waits until the registry has the image under the pushed digest, or under the one that all its tags name.
 * Throws when it does not appear in time.
 */
export async function appear(road: Road): Promise<Appearance> {
  const { clock, registry } = road.ports;
  const until = road.clocks.appearUntil(clock.now());
  const place = await registry.locate(road.image, road.ask(until));
  const waited = await road.wait({
    system: 'Harness',
    poll: createPoll({ road, place, until }),
    until: () => until,
  });
  if (waited.kind === 'settled') return waited.value;
  const isCutShort = road.isHurried && clock.now() < until - road.inputs.timing.appearTimeout / 10;
  throw isCutShort
    ? new GateError('ended', `not awaited any longer: ${waited.state}`)
    : new GateError('timed-out', `the image did not appear in Harness in time: ${waited.state}`);
}

function createPoll(site: Site): () => Promise<Step<Appearance>> {
  const { road, place, until } = site;
  const readPresence = createPresence(site);
  let isFirst = true;
  return async () => {
    // With a pushed digest all of it can be asked at once; while the image is not there, only tags are polled.
    const pushed = isFirst ? road.image.digest : undefined;
    isFirst = false;
    const [presence, early] = await Promise.all([
      readPresence(),
      pushed && readEarly(road, addressOf(road, place, pushed), road.ask(until)),
    ]);
    return settle(site, presence, early);
  };
}

async function settle(
  { road, place, until }: Site,
  presence: Presence,
  early: Snapshot | undefined,
): Promise<Step<Appearance>> {
  if (presence.kind === 'not-yet') return { settled: false, state: presence.state };
  if (presence.kind === 'moved') {
    const { pushed: digest, tag, to } = presence;
    const reading = { tags: road.image.tags, digest, moved: { tag, to } };
    const version = addressOf(road, place, digest);
    return { settled: true, value: { version, tag: reading, snapshot: undefined } };
  }
  road.knowDigest(presence.digest);
  const version = addressOf(road, place, presence.digest);
  // Tags that name the digest are its appearance: from now on the other clock runs.
  if (road.image.tags.length > 0) road.clocks.markAppeared();
  const limit = road.image.tags.length > 0 ? Math.max(until, road.clocks.scanUntil()) : until;
  const snapshot = early ?? (await readWhenThere(road, version, road.ask(limit)));
  if (snapshot === undefined) {
    return { settled: false, state: `Harness does not show ${shortDigest(presence.digest)} yet` };
  }
  const tag = { tags: road.image.tags, digest: presence.digest };
  return { settled: true, value: { version, tag, snapshot } };
}

/** An early look that meets an outage is repeated when the image is known to be there, and has more time then. */
async function readEarly(road: Road, version: Version, ask: Ask): Promise<Snapshot | undefined> {
  try {
    return await readSnapshot(road, version, ask);
  } catch (error) {
    const { code } = toGateError(error);
    if (code === 'unreachable' || code === 'timed-out') return undefined;
    throw error;
  }
}

/** Without a tag to look for, one call tells whether it is time for the others. */
async function readWhenThere(
  road: Road,
  version: Version,
  ask: Ask,
): Promise<Snapshot | undefined> {
  const isThere =
    version.tag !== undefined ||
    (await road.ports.registry.readVersion(version, ask)) !== undefined;
  return isThere ? readSnapshot(road, version, ask) : undefined;
}

function addressOf(road: Road, place: Place, digest: Digest): Version {
  return { place, image: road.image, tag: road.image.tags[0], digest };
}

/** One image in one registry, while it is awaited. */
interface Site {
  readonly road: Road;
  readonly place: Place;
  readonly until: number;
}

/** A round of readings that saw a tag on another digest, and when (monotonic milliseconds). */
interface Elsewhere {
  readonly at: number;
  readonly readings: ReadonlyMap<string, Digest>;
}

/**
 * Remembers the last round, because one reading of a tag on another digest is not yet a moved tag; nor are two
 * while the pushed digest itself is still on its way.
 */
function createPresence(site: Site): () => Promise<Presence> {
  const { clock } = site.road.ports;
  const apart = 2 * site.road.inputs.timing.pollMinInterval;
  let before: Elsewhere | undefined;
  return async () => {
    const at = clock.now();
    const readings = await readTags(site);
    const isApart = before !== undefined && at - before.at >= apart;
    const presence = await judgePresence(site, readings, isApart ? before : undefined);
    const isElsewhere = presence.kind === 'not-yet' && presence.isElsewhere === true;
    if (!isElsewhere) before = undefined;
    else if (before === undefined || isApart) before = { at, readings };
    return presence;
  };
}

/** The digest of each tag that is there. */
async function readTags({ road, place, until }: Site): Promise<ReadonlyMap<string, Digest>> {
  const readings = await Promise.all(
    road.image.tags.map(async (tag) => {
      const digest = await road.ports.registry.readTag(place, road.image, tag, road.ask(until));
      return [tag, digest] as const;
    }),
  );
  return new Map(
    readings.flatMap(([tag, digest]) => (digest === undefined ? [] : [[tag, digest] as const])),
  );
}

async function judgePresence(
  site: Site,
  readings: ReadonlyMap<string, Digest>,
  before: Elsewhere | undefined,
): Promise<Presence> {
  const { tags, digest: pushed } = site.road.image;
  const other = [...readings].find(([, digest]) => pushed !== undefined && digest !== pushed);
  if (pushed !== undefined && other !== undefined) {
    const [tag, to] = other;
    if (!(await isKnown(site, pushed, tag))) {
      return { kind: 'not-yet', state: `${shortDigest(pushed)} is not there yet` };
    }
    if (before?.readings.get(tag) === to) return { kind: 'moved', pushed, tag, to };
    const state = `the tag ${tag} points to ${shortDigest(to)}`;
    return { kind: 'not-yet', state, isElsewhere: true };
  }
  const missing = tags.find((tag) => !readings.has(tag));
  if (missing !== undefined) {
    return { kind: 'not-yet', state: `the tag ${missing} is not there yet` };
  }
  return judgeAgreement(readings, pushed);
}

/** Whether the registry has the pushed digest at all: until then a tag on another digest is only late. */
async function isKnown(
  { road, place, until }: Site,
  pushed: Digest,
  tag: string,
): Promise<boolean> {
  const { registry } = road.ports;
  const version = { ...addressOf(road, place, pushed), tag };
  if ((await registry.readManifest(version, road.ask(until))) !== undefined) return true;
  return (await registry.readVersion(version, road.ask(until))) !== undefined;
}

function judgeAgreement(
  readings: ReadonlyMap<string, Digest>,
  pushed: Digest | undefined,
): Presence {
  const [first, ...others] = [...readings];
  const digest = pushed ?? first?.[1];
  if (digest === undefined) return { kind: 'not-yet', state: 'the image is not there yet' };
  const other = others.find(([, found]) => found !== digest);
  if (first === undefined || other === undefined) return { kind: 'here', digest };
  return { kind: 'not-yet', state: `the tags ${nameTag(first)} and ${nameTag(other)} disagree` };
}

function nameTag([tag, digest]: readonly [string, Digest]): string {
  return `${tag} (${shortDigest(digest)})`;
}
