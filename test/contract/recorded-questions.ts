import type { Ask, Place, Registry, Version } from '../../src/gate/ports.ts';
import { createRegistry } from '../../src/harness/registry.ts';
import { makeClient } from '../../src/http/client.fixture.ts';
import { listen, type Scripted } from '../../src/http/loopback.fixture.ts';
import type { Digest } from '../../src/image/digest.ts';
import type { RequestedImage } from '../../src/image/reference.ts';
import type { Recording } from '../simulator/recordings.ts';

/** How the gate asks what was recorded: a method of the registry. */
export type Reader =
  | 'locate'
  | 'readTag'
  | 'readManifest'
  | 'readRows'
  | 'readVersion'
  | 'readIntegration'
  | 'readListing';

/** What a recorded path says, in the words of the gate. */
export interface Question {
  readonly place: Place;
  readonly image: RequestedImage;
  readonly version: Version;
  readonly search: string;
}

const PATHS = {
  version: /registry\/(.+?)\/(?:\+|%2B)\/artifact\/(.+?)(?:\/\+)?\/version\/([^/]+)\//,
  list: /registry\/(.+?)\/\+\/artifact\/(.+?)(?:\/\+)?\/(?:tags|versions)/,
};

/** Takes a recorded request apart. */
export function questionOf({ request }: Recording): Question {
  const { pathname, searchParams } = new URL(request.path, 'http://recorded');
  const match = PATHS.version.exec(pathname) ?? PATHS.list.exec(pathname);
  const [, ref = 'acme/default/shop/docker-prod', artifact = 'app', name = ''] = match ?? [];
  const digest = toDigest(searchParams.get('digest') ?? decodeURIComponent(name));
  const isTag = searchParams.get('version_type') === 'TAG' || !name.startsWith('sha256');
  return createQuestion(ref, decodeURIComponent(artifact), {
    tag: isTag && name !== '' ? name : undefined,
    digest,
    search: searchParams.get('search_term') ?? '',
  });
}

function createQuestion(
  ref: string,
  artifact: string,
  asked: { readonly tag: string | undefined; readonly digest: Digest; readonly search: string },
): Question {
  const parts = ref.split('/');
  const registry = parts.at(-1) ?? '';
  const [account = '', org, project] = parts.slice(0, -1);
  const place = { account, org, project, registry, type: undefined };
  const image = {
    name: `localhost:3000/acme/${registry}/${artifact}`,
    host: 'localhost:3000',
    accountSegment: 'acme',
    registry,
    artifact,
    tags: asked.tag === undefined ? [] : [asked.tag],
    digest: asked.digest,
    xray: undefined,
  };
  const version = { place, image, tag: asked.tag, digest: asked.digest };
  return { place, image, version, search: asked.search };
}

function toDigest(text: string): Digest {
  const hex = /sha256:([0-9a-z]+)/.exec(text)?.[1] ?? '0'.repeat(64);
  return `sha256:${hex}`;
}

const NO_ROUTE: Scripted = { status: 404, type: 'text/plain', body: '404 page not found\n' };
const NO_VERSION: Scripted = {
  status: 404,
  body: { code: '404', message: 'Artifact version not found' },
};

/** A server that answers everything with one recorded answer, and what it was asked. */
export async function serveRecording(recording: Recording) {
  const { status, contentType, body } = recording.response;
  const recorded = { status, type: contentType, body };
  const asked: string[] = [];
  const url = await listen((request, response) => {
    const path = request.url ?? '';
    asked.push(path);
    const answer = standIn(recording, path) ?? recorded;
    const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
    response.writeHead(answer.status ?? 200, {
      'content-type': answer.type ?? 'application/json',
    });
    response.end(text);
  });
  return { registry: createRecordedRegistry(url), asked };
}

/** Calls that go along with the recorded one get the answer that says least. */
function standIn({ request }: Recording, path: string): Scripted | undefined {
  if (request.path.includes('/versions') && path.includes('/tags')) return NO_ROUTE;
  if (request.path.includes('/artifacts') && path.includes('/version/')) return NO_VERSION;
  return undefined;
}

function createRecordedRegistry(url: URL): Registry {
  return createRegistry(makeClient(url), {
    url,
    account: 'acme',
    org: undefined,
    project: undefined,
  });
}

const ASK: Ask = { until: 101_000, signal: new AbortController().signal };

/** Asks the registry as the gate would; `tag` names the tag that is looked for in a list. */
export function askRegistry(
  registry: Registry,
  reader: Reader,
  { place, image, version, search }: Question,
  tag = search,
): Promise<unknown> {
  switch (reader) {
    case 'locate':
      return registry.locate(image, ASK);
    case 'readTag':
      return registry.readTag(place, image, tag, ASK);
    case 'readManifest':
      return registry.readManifest(version, ASK);
    case 'readRows':
      return registry.readRows(version, ASK);
    case 'readVersion':
      return registry.readVersion(version, ASK);
    case 'readIntegration':
      return registry.readIntegration(version, version.digest, ASK);
    case 'readListing':
      return registry.readListing(version, ASK);
    default:
      return reader satisfies never;
  }
}
