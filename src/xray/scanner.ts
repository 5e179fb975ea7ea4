import { GateError, toGateError } from '../errors.ts';
import type { Ask, Found, Scanner, Spot, StatusReading } from '../gate/ports.ts';
import type { HttpClient } from '../http/request.ts';
import { type Digest, shortDigest } from '../image/digest.ts';
import type { XrayLocation } from '../image/reference.ts';
import {
  STATUS_PATH,
  STORAGE_TEMPLATE,
  SUMMARY_PATH,
  statusSchema,
  storagePath,
  storageSchema,
  summarySchema,
} from './api.ts';
import { toDigest, toStatusReading, toTime } from './readings.ts';

/** Where the JFrog platform is. */
interface Platform {
  readonly url: URL;
  readonly project: string | undefined;
}

/** JFrog Xray, and Artifactory's storage information, as the gate sees them. */
export function createScanner(client: HttpClient, jfrog: Platform): Scanner {
  return {
    find: (location, pushed, ours, ask) => find(client, location, pushed, ours, ask),
    readStatus: (spot, ask) => readStatus(client, jfrog.project, spot, ask),
    readIndexedDigest: (spot, ask) => readIndexedDigest(client, spot, ask),
    linkTo: (spot) => linkTo(jfrog.url, spot),
  };
}

/** What storage says of one path. */
type Probe =
  | { readonly kind: 'file'; readonly spot: Spot; readonly digest: Digest | undefined }
  | { readonly kind: 'missing' }
  | { readonly kind: 'forbidden' };

/**
 * An index lies at `list.manifest.json`, a single manifest at `manifest.json`; a stale one of either kind may
 * lie beside it, so all are looked at and only a SHA-256 of ours decides.
 */
async function find(
  client: HttpClient,
  location: XrayLocation,
  pushed: Digest,
  ours: ReadonlySet<Digest>,
  ask: Ask,
): Promise<Found> {
  const paths = candidatePaths(location, pushed);
  const probes = await Promise.all(
    paths.map((path) => probe(client, location.repository, path, ask)),
  );
  for (const found of probes) {
    if (found.kind === 'file' && found.digest !== undefined && ours.has(found.digest)) {
      return { kind: 'ours', spot: found.spot };
    }
  }
  const [first = location.artifact] = paths;
  if (probes.some(({ kind }) => kind === 'forbidden')) {
    const { repository } = location;
    return {
      kind: 'unreadable',
      spots: paths.map((path) => ({ repository, path, modifiedAt: undefined })),
    };
  }
  const other = probes.find((found) => found.kind === 'file');
  if (other?.kind !== 'file') return { kind: 'missing', path: `${location.repository}/${first}` };
  const digest = other.digest === undefined ? 'no SHA-256' : shortDigest(other.digest);
  return { kind: 'other', path: `${other.spot.repository}/${other.spot.path}`, digest };
}

/** The tags' folders; the digest's own folders only where no tag is known. */
function candidatePaths(location: XrayLocation, pushed: Digest): readonly string[] {
  const names = location.tags.length > 0 ? location.tags : [pushed, pushed.replace(':', '__')];
  return names.flatMap((name) =>
    ['list.manifest.json', 'manifest.json'].map((file) => `${location.artifact}/${name}/${file}`),
  );
}

async function probe(
  client: HttpClient,
  repository: string,
  path: string,
  ask: Ask,
): Promise<Probe> {
  try {
    const answer = await client.request({
      method: 'GET',
      path: storagePath(repository, path),
      template: STORAGE_TEMPLATE,
      schema: storageSchema,
      ...ask,
    });
    if (answer.kind === 'refused') {
      if (answer.status === 404 && answer.json) return { kind: 'missing' };
      throw refused('GET', STORAGE_TEMPLATE, answer);
    }
    const { repo, path: realPath, created, lastModified, checksums } = answer.data;
    return {
      kind: 'file',
      digest: toDigest(checksums?.sha256),
      spot: {
        repository: repo || repository,
        path: realPath?.replace(/^\/+/, '') || path,
        modifiedAt: toTime(lastModified),
        ...(isReplaced(created, lastModified) ? { wasReplaced: true } : {}),
      },
    };
  } catch (error) {
    const { code, status } = toGateError(error);
    if (code === 'permission' && status === 403) return { kind: 'forbidden' };
    throw error;
  }
}

/** The first image at a path is created and modified at the same moment. */
function isReplaced(created: string | null | undefined, modified: string | null | undefined) {
  const [first, last] = [toTime(created), toTime(modified)];
  return first !== undefined && last !== undefined && last > first;
}

async function readStatus(
  client: HttpClient,
  project: string | undefined,
  { repository, path }: Spot,
  ask: Ask,
): Promise<StatusReading | undefined> {
  const answer = await client.request({
    method: 'POST',
    path: STATUS_PATH,
    template: STATUS_PATH,
    ...(project === undefined ? {} : { query: { projectKey: project } }),
    body: { repo: repository, path },
    schema: statusSchema,
    ...ask,
  });
  if (answer.kind === 'data') return toStatusReading(answer.data);
  if (answer.status === 404 && answer.json) return undefined;
  if (answer.status === 404) {
    throw new GateError(
      'missing-call',
      `this Xray does not have POST ${STATUS_PATH}: the gate needs Xray 3.80.9 or newer (or jfrog-url does not lead to the platform)`,
    );
  }
  throw refused('POST', STATUS_PATH, answer);
}

/** What Xray indexed at that path; `undefined` where it does not say or this installation cannot be asked. */
async function readIndexedDigest(
  client: HttpClient,
  { repository, path }: Spot,
  ask: Ask,
): Promise<Digest | undefined> {
  const full = `default/${repository}/${path}`;
  const answer = await client.request({
    method: 'POST',
    path: SUMMARY_PATH,
    template: SUMMARY_PATH,
    body: { paths: [full] },
    schema: summarySchema,
    ...ask,
  });
  if (answer.kind === 'refused') return undefined;
  const general = (answer.data.artifacts ?? []).map((artifact) => artifact.general);
  const ours = general.find((entry) => !entry?.path || speaksOf(entry.path, full));
  return toDigest(ours?.sha256);
}

/** Of a Docker image Xray names the tag's folder, with a slash at its end, and not the manifest it was asked about. */
function speaksOf(path: string, asked: string): boolean {
  const named = path.replace(/\/+$/, '');
  return named === asked || named === asked.slice(0, asked.lastIndexOf('/'));
}

function refused(
  method: string,
  template: string,
  { status, message }: { readonly status: number; readonly message: string },
): GateError {
  const said = message === '' ? '' : ` “${message}”`;
  const isRequest = status === 400;
  return new GateError(
    isRequest ? 'configuration' : 'unrecognised',
    `JFrog refused ${method} ${template} with ${status}${said}: check jfrog-url and jfrog-repository`,
    { status },
  );
}

function linkTo(base: URL, { repository, path }: Spot): string {
  const segments = [repository, ...path.toWellFormed().split('/')].map(encodeURIComponent);
  return `${base.href.replace(/\/+$/, '')}/ui/repos/tree/Xray/${segments.join('/')}`;
}
