import type { Reference } from '../image/reference.ts';
import { formatReference } from './image-references.ts';
import { quote } from './quote.ts';
import type { Reading } from './reading.ts';
import { invalid, valid } from './reading.ts';

/** A reference that names the JFrog side of an image. */
export interface JfrogReference {
  readonly reference: Reference;
  /** `undefined` where the host has a port for each repository: then only `jfrog-repository` can tell. */
  readonly repository: string | undefined;
  readonly artifact: string;
}

const CLOUD_HOST = /^([a-z0-9-]+)\.jfrog\.io$/;
const SUBDOMAIN = /^[a-z0-9_-]+$/;

/**
 * Reads a reference on the JFrog host: `host/<repository>/image`, `<repository>.host/image` or
 * `<instance>-<repository>.jfrog.io/image`; `undefined` when it is none of these.
 */
export function readJfrogReference(
  reference: Reference,
  jfrogUrl: URL,
): Reading<JfrogReference> | undefined {
  const { host } = addressOf(reference, jfrogUrl);
  if (host === jfrogUrl.host) return readPathForm(reference);
  const repository = findSubdomain(host, jfrogUrl);
  if (repository === undefined) return undefined;
  return valid({ reference, repository, artifact: reference.segments.join('/') });
}

/** Reads a reference on another port of the JFrog host, as self-hosted platforms offer for single repositories. */
export function readPortForm(reference: Reference, jfrogUrl: URL): JfrogReference | undefined {
  if (addressOf(reference, jfrogUrl).hostname !== jfrogUrl.hostname) return undefined;
  return { reference, repository: undefined, artifact: reference.segments.join('/') };
}

// Through URL, so that default ports and the spellings of an IPv6 address compare as equal.
function addressOf(reference: Reference, jfrogUrl: URL): URL {
  return new URL(`${jfrogUrl.protocol}//${reference.host}`);
}

function readPathForm(reference: Reference): Reading<JfrogReference> {
  const [repository, ...artifact] = reference.segments;
  if (artifact.length > 0) {
    return valid({ reference, repository, artifact: artifact.join('/') });
  }
  const written = quote(formatReference(reference));
  return invalid(`image ${written} is on the JFrog host: write host/repository/artifact:tag`);
}

function findSubdomain(host: string, jfrogUrl: URL): string | undefined {
  const instance = CLOUD_HOST.exec(jfrogUrl.host)?.[1];
  return (
    findBetween(host, '', `.${jfrogUrl.host}`) ??
    (instance === undefined ? undefined : findBetween(host, `${instance}-`, '.jfrog.io'))
  );
}

function findBetween(text: string, prefix: string, suffix: string): string | undefined {
  if (!text.startsWith(prefix) || !text.endsWith(suffix)) return undefined;
  const between = text.slice(prefix.length, -suffix.length);
  return SUBDOMAIN.test(between) ? between : undefined;
}
