import type { Digest } from '../image/digest.ts';
import { type IntegrationReading, known } from '../image/evidence.ts';
import type { RequestedImage } from '../image/reference.ts';
import {
  ABSENT,
  count,
  DAY_MS,
  digestOf,
  MINUTE_MS,
  NOW,
  part,
  readingWith,
  slsaOf,
} from '../policy/evidence.fixture.ts';
import type {
  Ask,
  Found,
  ListingReading,
  Place,
  PlatformRow,
  RawManifest,
  Registry,
  Scanner,
  Spot,
  StatusReading,
  VersionReading,
} from './ports.ts';

// For tests only: production code must not import this file.

/** The digest that was pushed, an index of the two platforms; and a digest of something else. */
export const PUSHED = digestOf('9');
export const AMD64 = digestOf('a');
export const ARM64 = digestOf('b');
export const OTHER = digestOf('f');

export const PLACE: Place = {
  account: 'acme',
  org: 'default',
  project: 'shop',
  registry: 'docker-prod',
  type: 'VIRTUAL',
};

/** The image of the tests: tag and pushed digest are given. */
export function imageWith(overrides: Partial<RequestedImage> = {}): RequestedImage {
  return {
    name: 'pkg.harness.io/acme/docker-prod/app',
    host: 'pkg.harness.io',
    accountSegment: 'acme',
    registry: 'docker-prod',
    artifact: 'app',
    tags: ['1.4.2'],
    digest: PUSHED,
    xray: { repository: 'docker-local', artifact: 'app', tags: ['1.4.2'] },
    ...overrides,
  };
}

/** An entry of an index. */
export function child(digest: Digest, label?: string, more: object = {}): object {
  const [os, architecture, variant] = label?.split('/') ?? [];
  const platform = { os, architecture, ...(variant === undefined ? {} : { variant }) };
  const mediaType = 'application/vnd.oci.image.manifest.v1+json';
  return { mediaType, digest, ...(label === undefined ? {} : { platform }), ...more };
}

/** What buildx pushes beside a platform. */
export function attestation(digest: Digest): object {
  const annotations = { 'vnd.docker.reference.type': 'attestation-manifest' };
  return child(digest, 'unknown/unknown', { annotations });
}

/** An entry that is an index itself. */
export function innerIndex(digest: Digest): object {
  return child(digest, undefined, { mediaType: 'application/vnd.oci.image.index.v1+json' });
}

/** The raw manifest of an index; its digest is taken for proven. */
export function indexOf(...manifests: readonly object[]): RawManifest {
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  return { text: JSON.stringify({ schemaVersion: 2, mediaType, manifests }), proven: true };
}

/** The raw manifest of a single image. */
export function singleImage(): RawManifest {
  const config = { mediaType: 'application/vnd.oci.image.config.v1+json', digest: digestOf('c') };
  return { text: JSON.stringify({ schemaVersion: 2, config, layers: [] }), proven: true };
}

/** A row of the registry's list, not quarantined. */
export function rowOf(digest: Digest, osArch: string, more: Partial<PlatformRow> = {}) {
  return { digest, osArch, quarantined: false, reason: '', ...more };
}

/** The Docker version, pushed a day ago and not quarantined. */
export function versionWith(overrides: Partial<VersionReading> = {}): VersionReading {
  return {
    quarantined: false,
    reason: '',
    size: undefined,
    pushedBy: 'ci@example.com',
    pushedAt: NOW - DAY_MS,
    ...overrides,
  };
}

/** Integration details of a clean platform. */
export function integrationWith(overrides: Partial<IntegrationReading> = {}): IntegrationReading {
  return {
    sto: known(readingWith()),
    slsa: slsaOf('PASSED'),
    sbom: known({ denyListViolations: count(0), components: count(143) }),
    ...overrides,
  };
}

/** Integration details of a platform that nothing has looked at. */
export const NO_INTEGRATION: IntegrationReading = { sto: ABSENT, slsa: ABSENT, sbom: ABSENT };

/** What lists say of an ordinary registry. */
export function listingWith(overrides: Partial<ListingReading> = {}): ListingReading {
  return {
    firewall: known('exempt'),
    quarantine: undefined,
    others: [],
    ...overrides,
  };
}

/** A registry with a clean image that has been there for a day. */
export function registryWith(overrides: Partial<Registry> = {}): Registry {
  return {
    calm: async () => undefined,
    locate: async () => PLACE,
    readTag: async () => PUSHED,
    readManifest: async () => indexOf(child(AMD64, 'linux/amd64'), child(ARM64, 'linux/arm64')),
    readRows: async () => [rowOf(AMD64, 'linux/amd64'), rowOf(ARM64, 'linux/arm64')],
    readVersion: async () => versionWith(),
    readIntegration: async (_version, subject) =>
      subject === PUSHED ? undefined : integrationWith(),
    readListing: async () => listingWith(),
    linkToVersion: () => 'https://harness.example/version',
    linkToScan: (_version, { digest }) => `https://harness.example/scan/${digest}`,
    ...overrides,
  };
}

/** Where the image's index lies, stored a day ago. */
export const SPOT: Spot = {
  repository: 'docker-local',
  path: 'app/1.4.2/list.manifest.json',
  modifiedAt: NOW - DAY_MS,
};

export const OURS: Found = { kind: 'ours', spot: SPOT };

/** Nothing lies where the image should be. */
export const NO_FILE: Found = {
  kind: 'missing',
  path: 'docker-local/app/1.4.2/list.manifest.json',
};

/** A status of Xray, a minute old. */
export function statusOf(state: string, overrides: Partial<StatusReading> = {}): StatusReading {
  return { state, at: NOW - MINUTE_MS, parts: [part('sca', 'DONE')], ...overrides };
}

/** A DONE from before the image was stored: it speaks of whatever lay there before. */
export const OLD_DONE = statusOf('DONE', { at: NOW - 2 * DAY_MS });

/** A scanner that has finished with the image. */
export function scannerWith(overrides: Partial<Scanner> = {}): Scanner {
  return {
    find: async () => OURS,
    readStatus: async () => statusOf('DONE'),
    readIndexedDigest: async () => undefined,
    linkTo: ({ repository, path }) => `https://jfrog.example/${repository}/${path}`,
    ...overrides,
  };
}

/** Answers one after another, the last one for ever. */
export function inTurn<T>(...answers: readonly [T, ...T[]]): () => Promise<T> {
  const rest = answers.values();
  let current: T = answers[0];
  return async () => {
    const next = rest.next();
    if (next.done !== true) current = next.value;
    return current;
  };
}

/** A call that never answers by itself, like a server under load; it ends with the question's signal. */
export function neverAnswers(ask: Ask): Promise<never> {
  return new Promise((_, reject) => {
    ask.signal.addEventListener('abort', () => reject(ask.signal.reason), { once: true });
  });
}
