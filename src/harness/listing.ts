import type { Ask, ListedDigest, ListingReading, Version } from '../gate/ports.ts';
import { isDigest } from '../image/digest.ts';
import { type Evidence, type Firewall, known } from '../image/evidence.ts';
import { oneLine } from '../image/text.ts';
import { artifactsRoute, artifactsSchema, versionDetailsSchema, versionRoute } from './api.ts';
import { type Caller, missingCall } from './caller.ts';
import { collectPages, pageQuery, searchQuery } from './pages.ts';

/** A list may hold a row for each digest of each image: enough for a thousand, and an end. */
const MOST_PAGES = 5;

interface ArtifactRow {
  readonly name?: string | null | undefined;
  readonly version?: string | null | undefined;
  readonly registryIdentifier?: string | null | undefined;
  readonly registryType?: string | null | undefined;
  readonly isQuarantined?: boolean | null | undefined;
  readonly quarantineReason?: string | null | undefined;
  readonly scanStatus?: string | null | undefined;
}

/**
 * What list artifacts and the general version details add. A row counts only when registry, name and version
 * are ours, and only its `true` counts: rows stay `false` when a whole image is quarantined.
 */
export async function readListing(
  call: Caller,
  version: Version,
  ask: Ask,
): Promise<ListingReading> {
  const [{ rows, complete }, details] = await Promise.all([
    listArtifacts(call, version, ask),
    readVersionDetails(call, version, ask),
  ]);
  const named = rows.filter((row) => isSameImage(row, version));
  const ours = named.filter((row) => isOurVersion(row.version, version));
  const type = version.place.type ?? typeOf(rows, version);
  const quarantined = [...ours, ...details].find(({ isQuarantined }) => isQuarantined === true);
  return {
    firewall: toFirewall(ours, type === 'VIRTUAL', complete),
    quarantine: quarantined && reasonOf(quarantined),
    others: named.flatMap((row) => toListedDigest(row, version)),
  };
}

function toListedDigest(row: ArtifactRow, version: Version): readonly ListedDigest[] {
  const digest = row.version ?? '';
  if (!isDigest(digest) || isOurVersion(digest, version)) return [];
  const isBlocked = row.scanStatus === 'BLOCKED';
  const quarantine = row.isQuarantined === true ? reasonOf(row) : undefined;
  return isBlocked || quarantine !== undefined ? [{ digest, isBlocked, quarantine }] : [];
}

function reasonOf({ quarantineReason }: Pick<ArtifactRow, 'quarantineReason'>) {
  return { reason: oneLine(quarantineReason ?? '') };
}

async function listArtifacts(
  call: Caller,
  version: Version,
  ask: Ask,
): Promise<{ readonly rows: readonly ArtifactRow[]; readonly complete: boolean }> {
  const route = artifactsRoute(version.place);
  const found = await collectPages<ArtifactRow>({
    readPage: async (page) => {
      const query = {
        reg_identifier: version.place.registry,
        ...searchQuery(version.image.artifact),
        ...pageQuery(page),
      };
      const answer = await call({ route, query, schema: artifactsSchema, ask });
      if (answer.kind === 'no-such-call') throw missingCall(route, 'set firewall: off');
      if (answer.kind === 'not-found') return undefined;
      const { artifacts, itemCount } = answer.data.data;
      return { rows: artifacts ?? [], total: itemCount ?? undefined };
    },
    // Rows that contradict each other both count.
    key: (row) => JSON.stringify(row),
    most: MOST_PAGES,
  });
  if (found === undefined) return { rows: [], complete: true };
  return { rows: found.rows, complete: found.complete && found.unseen === 0 };
}

/** For Docker versions this call answers 404 or an empty shell: extra when it names our version, else nothing. */
async function readVersionDetails(call: Caller, version: Version, ask: Ask) {
  const name = version.tag ?? version.digest;
  const route = versionRoute(version, { version: name, type: 'TAG' }, 'details');
  const query = { childVersion: version.digest };
  const answer = await call({ route, query, schema: versionDetailsSchema, ask });
  if (answer.kind !== 'data') return [];
  const { data } = answer.data;
  const isOurs =
    isOurVersion(data.version, version) && (!data.name || data.name === version.image.artifact);
  return isOurs ? [data] : [];
}

/** Every row of the registry says of what type it is. */
function typeOf(rows: readonly ArtifactRow[], { place }: Version): string | undefined {
  const row = rows.find((one) => one.registryIdentifier === place.registry && one.registryType);
  return row?.registryType ?? undefined;
}

function isSameImage(row: ArtifactRow, { place, image }: Version): boolean {
  return row.registryIdentifier === place.registry && row.name === image.artifact;
}

function isOurVersion(name: string | null | undefined, { image, digest }: Version): boolean {
  return typeof name === 'string' && (name === digest || image.tags.includes(name));
}

/** Worst first; an ordinary registry has no firewall, which is neither pass nor fail. */
function toFirewall(
  rows: readonly ArtifactRow[],
  isOrdinary: boolean,
  complete: boolean,
): Evidence<Firewall> {
  const states = rows.flatMap(({ scanStatus }) => (scanStatus ? [scanStatus] : []));
  if (states.includes('BLOCKED')) return known('BLOCKED');
  const strange = states.find((state) => state !== 'WARN' && state !== 'ALLOWED');
  if (strange !== undefined) return { kind: 'unrecognised', raw: oneLine(strange, 80) };
  if (!complete && !isOrdinary) {
    return { kind: 'unrecognised', raw: 'more artifacts than the gate reads' };
  }
  if (states.includes('WARN')) return known('WARN');
  if (states.includes('ALLOWED')) return known('ALLOWED');
  if (isOrdinary) return known('exempt');
  return { kind: 'absent', why: 'Harness has no firewall result' };
}
