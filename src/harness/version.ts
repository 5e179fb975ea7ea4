import { createHash } from 'node:crypto';
import { GateError } from '../errors.ts';
import type { Ask, PlatformRow, RawManifest, Version, VersionReading } from '../gate/ports.ts';
import { type Digest, isDigest } from '../image/digest.ts';
import type { IntegrationReading } from '../image/evidence.ts';
import { oneLine } from '../image/text.ts';
import {
  dockerDetailsSchema,
  integrationSchema,
  manifestSchema,
  manifestsSchema,
  type VersionAddress,
  versionQuery,
  versionRoute,
} from './api.ts';
import { type Answer, type Caller, missingCall } from './caller.ts';
import { checkDigest, checkHost, checkPath } from './identity.ts';
import { timeOf, toIntegrationReading } from './readings.ts';

/**
 * Asks with the tag where one is known, as Harness's own pages do; "not found" in that form is asked once
 * more with the digest as version, which some installations answer only for untagged images.
 */
async function askByTagThenDigest<T>(
  version: Version,
  subject: Digest,
  question: (address: VersionAddress) => Promise<Answer<T>>,
): Promise<Answer<T>> {
  const first: VersionAddress =
    version.tag === undefined
      ? { version: version.digest, type: 'DIGEST' }
      : { version: version.tag, type: 'TAG' };
  const answer = await question(first);
  if (answer.kind !== 'not-found' || first.version === subject) return answer;
  return question({ version: subject, type: 'DIGEST' });
}

/** The raw manifest byte for byte: its SHA-256 is the digest, whatever the tag. */
export async function readManifest(
  call: Caller,
  version: Version,
  ask: Ask,
): Promise<RawManifest | undefined> {
  const { digest } = version;
  const answer = await askByTagThenDigest(version, digest, (address) =>
    call({
      route: versionRoute(version, address, 'docker/manifest'),
      query: versionQuery(address, digest),
      schema: manifestSchema,
      ask,
    }),
  );
  if (answer.kind !== 'data') return undefined;
  const text = answer.data.data.manifest;
  const hash = createHash('sha256').update(text, 'utf8').digest('hex');
  return { text, proven: `sha256:${hash}` === digest };
}

/** Platforms as the registry lists them; the labels come from each platform's own config. */
export async function readRows(
  call: Caller,
  version: Version,
  ask: Ask,
): Promise<readonly PlatformRow[] | undefined> {
  const answer = await askByTagThenDigest(version, version.digest, (address) =>
    call({
      route: versionRoute(version, address, 'docker/manifests'),
      query: versionQuery(address, version.digest),
      schema: manifestsSchema,
      ask,
    }),
  );
  if (answer.kind !== 'data') return undefined;
  return (answer.data.data.manifests ?? []).map((row) => {
    if (!isDigest(row.digest)) {
      throw new GateError('unrecognised', 'Harness listed a platform without a sha256 digest');
    }
    return {
      digest: row.digest,
      osArch: oneLine(row.osArch ?? '', 80),
      quarantined: row.isQuarantined ?? undefined,
      reason: oneLine(row.quarantineReason ?? ''),
    };
  });
}

/** The Docker version, after making sure that the answer is about the image that was asked about. */
export async function readVersion(
  call: Caller,
  version: Version,
  ask: Ask,
  readOwnHosts: () => Promise<readonly string[]>,
): Promise<VersionReading | undefined> {
  const answer = await askByTagThenDigest(version, version.digest, (address) =>
    call({
      route: versionRoute(version, address, 'docker/details'),
      query: versionQuery(address, version.digest),
      schema: dockerDetailsSchema,
      ask,
    }),
  );
  if (answer.kind === 'not-found') return undefined;
  if (answer.kind === 'no-such-call') {
    const address: VersionAddress = { version: version.digest, type: 'DIGEST' };
    throw missingCall(versionRoute(version, address, 'docker/details'), 'check harness-url');
  }
  const { data } = answer.data;
  checkDigest(version, data);
  const host = checkPath(version, data);
  if (host !== version.image.host) checkHost(version.image, host, await readOwnHosts());
  return {
    quarantined: data.isQuarantined ?? undefined,
    reason: oneLine(data.quarantineReason ?? ''),
    size: toSize(data.size),
    pushedBy: toPerson(data.pushedBy),
    pushedAt: latest([timeOf(data.createdAt), timeOf(data.modifiedAt)]),
  };
}

/** The size of an index is said to be `0.00B`, which is no size. */
function toSize(size: string | null | undefined): string | undefined {
  return !size || /^0(\.0+)?B$/.test(size) ? undefined : oneLine(size, 40);
}

function latest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

/** `pushedBy` is an object in the description and a string in older answers. */
function toPerson(pushedBy: unknown): string | undefined {
  if (typeof pushedBy === 'string' && pushedBy !== '') return oneLine(pushedBy, 80);
  if (typeof pushedBy !== 'object' || pushedBy === null) return undefined;
  const named = 'display_name' in pushedBy ? pushedBy.display_name : undefined;
  return typeof named === 'string' && named !== '' ? oneLine(named, 80) : undefined;
}

/** STO, SLSA and SBOM of one digest. The open-source server does not have this call at all. */
export async function readIntegration(
  call: Caller,
  version: Version,
  subject: Digest,
  ask: Ask,
): Promise<IntegrationReading | undefined> {
  const answer = await askByTagThenDigest(version, subject, (address) =>
    call({
      route: versionRoute(version, address, 'docker/integrationdetails'),
      query: versionQuery(address, subject),
      schema: integrationSchema,
      ask,
    }),
  );
  if (answer.kind === 'data') return toIntegrationReading(answer.data.data);
  if (answer.kind === 'not-found') return undefined;
  throw new GateError(
    'missing-call',
    'this Harness has no STO and SLSA results (it does not have the call docker/integrationdetails): set sto: off and slsa: off, or use the hosted service',
  );
}
