import { GateError, toGateError } from '../errors.ts';
import { shortDigest } from '../image/digest.ts';
import type { TagReading } from '../image/evidence.ts';
import type { Step } from '../scan/wait.ts';
import type { Ask, Version } from './ports.ts';
import { addressOf, createPresence, type Presence, type Site } from './presence.ts';
import type { Road } from './road.ts';
import { readSnapshot, type Snapshot } from './snapshot.ts';

/** The image in the registry: its address, where its tags point, and what the registry says of it. */
export interface Appearance {
  readonly version: Version;
  readonly tag: TagReading;
  /** `undefined` when a tag moved: then nothing else matters. */
  readonly snapshot: Snapshot | undefined;
}

/**
 * Waits until the registry has the image under the pushed digest, or under the one that all its tags name.
 * Throws when it does not appear in time.
 */
export async function appear(road: Road): Promise<Appearance> {
  const { clock, registry } = road.ports;
  const appearing = road.clocks.startAppearing();
  const place = await registry.locate(road.image, road.ask(appearing));
  const waited = await road.wait({
    system: 'Harness',
    poll: createPoll({ road, place, clock: appearing }),
    until: () => appearing.until,
  });
  if (waited.kind === 'settled') return waited.value;
  const nearlyAll = appearing.until - road.inputs.timing.appearTimeout / 10;
  throw road.isHurried && clock.now() < nearlyAll
    ? new GateError('ended', `not awaited any longer: ${waited.state}`)
    : new GateError('timed-out', `the image did not appear in Harness in time: ${waited.state}`);
}

function createPoll(site: Site): () => Promise<Step<Appearance>> {
  const { road, clock } = site;
  const readPresence = createPresence(site);
  let isFirst = true;
  return async () => {
    // With a pushed digest all of it can be asked at once; while the image is not there, only tags are polled.
    const pushed = isFirst ? road.image.digest : undefined;
    isFirst = false;
    const [presence, early] = await Promise.all([
      readPresence(),
      pushed && readEarly(road, addressOf(site, pushed), road.ask(clock)),
    ]);
    return settle(site, presence, early);
  };
}

async function settle(
  site: Site,
  presence: Presence,
  early: Snapshot | undefined,
): Promise<Step<Appearance>> {
  if (presence.kind === 'not-yet') return { settled: false, state: presence.state };
  const { road } = site;
  const version = addressOf(site, presence.kind === 'moved' ? presence.pushed : presence.digest);
  const tag = { tags: road.image.tags, digest: version.digest };
  if (presence.kind === 'moved') {
    const moved = { tag: presence.tag, to: presence.to };
    return { settled: true, value: { version, tag: { ...tag, moved }, snapshot: undefined } };
  }
  const snapshot = early ?? (await readWhenThere(road, version, askForVersion(site)));
  if (snapshot === undefined) {
    return { settled: false, state: `Harness does not show ${shortDigest(version.digest)} yet` };
  }
  // Not before it shows: the tags may name another one until then.
  road.knowDigest(version.digest);
  return { settled: true, value: { version, tag, snapshot } };
}

/** What its tags name is there, and has until the scans must have ended. */
function askForVersion({ road, clock }: Site): Ask {
  if (road.image.tags.length === 0) return road.ask(clock);
  return road.ask(Math.max(clock.until, road.clocks.scanUntil()));
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
