import { type Digest, shortDigest } from '../image/digest.ts';
import type { AppearClock } from './clocks.ts';
import type { Place, Version } from './ports.ts';
import type { Road } from './road.ts';

/** One image in one registry, while it is awaited. */
export interface Site {
  readonly road: Road;
  readonly place: Place;
  readonly clock: AppearClock;
}

/** The image's address under a digest. */
export function addressOf({ road, place }: Site, digest: Digest): Version {
  return { place, image: road.image, tag: road.image.tags[0], digest };
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

/** A round of readings that saw a tag on another digest, and when (monotonic milliseconds). */
interface Elsewhere {
  readonly at: number;
  readonly readings: ReadonlyMap<string, Digest>;
}

/**
 * Remembers the last round, because one reading of a tag on another digest is not yet a moved tag; nor are two
 * while the pushed digest itself is still on its way.
 */
export function createPresence(site: Site): () => Promise<Presence> {
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
    // Tags that name the digest are its appearance: from now on the other clock runs.
    if (presence.kind === 'here' && readings.size > 0) site.road.clocks.markAppeared();
    return presence;
  };
}

/** The digest of each tag that is there. */
async function readTags({ road, place, clock }: Site): Promise<ReadonlyMap<string, Digest>> {
  const readings = await Promise.all(
    road.image.tags.map(async (tag) => {
      const digest = await road.ports.registry.readTag(place, road.image, tag, road.ask(clock));
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
async function isKnown(site: Site, pushed: Digest, tag: string): Promise<boolean> {
  const { road, clock } = site;
  const { registry } = road.ports;
  const version = { ...addressOf(site, pushed), tag };
  if ((await registry.readManifest(version, road.ask(clock))) !== undefined) return true;
  return (await registry.readVersion(version, road.ask(clock))) !== undefined;
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
  const both = `${nameTag(first)} and ${nameTag(other)}`;
  return { kind: 'not-yet', state: `its tags ${both} name different images` };
}

function nameTag([tag, digest]: readonly [string, Digest]): string {
  return `${tag} (${shortDigest(digest)})`;
}
