import { GateError } from '../errors.ts';
import type { Version } from '../gate/ports.ts';
import { findDigests, isDigest } from '../image/digest.ts';
import type { RequestedImage } from '../image/reference.ts';
import { oneLine } from '../image/text.ts';

/** The parts of docker/details that name what the answer is about: it has no field for the digest itself. */
export interface Naming {
  readonly registryPath?: string | null | undefined;
  readonly pullCommandByDigest?: string | null | undefined;
  readonly url?: string | null | undefined;
}

/** Throws when an answer names another digest than the one asked about. */
export function checkDigest(version: Version, naming: Naming): void {
  const { registryPath, pullCommandByDigest, url } = naming;
  const named = findDigests(`${registryPath ?? ''} ${pullCommandByDigest ?? ''} ${url ?? ''}`);
  const foreign = named.find((digest) => digest !== version.digest);
  if (foreign === undefined) return;
  throw new GateError(
    'unrecognised',
    `Harness answered about ${foreign} when asked about ${version.digest}`,
  );
}

/** The host that the registry gives itself in the answer; throws when the path is another image's. */
export function checkPath({ image, place, tag }: Version, naming: Naming): string | undefined {
  const url = parseUrl(naming.url);
  if (url === undefined) return undefined;
  const [segment, ...path] = url.pathname.split('/').filter((part) => part !== '');
  const expected = [image.registry, ...image.artifact.split('/')];
  const [name, ...more] = path.slice(expected.length).filter((part) => part !== 'manifests');
  const isVersion = name === undefined || tag === undefined || name === tag || isDigest(name);
  const isOurs =
    isVersion &&
    more.length === 0 &&
    [place.account.toLowerCase(), image.accountSegment, 'oci'].includes(
      segment?.toLowerCase() ?? '',
    ) &&
    expected.every((part, index) => path[index] === part);
  if (isOurs) return url.host;
  throw new GateError(
    'configuration',
    `Harness keeps this image under ${oneLine(url.host + url.pathname)}, which is not the reference ${image.name}: check image`,
  );
}

function parseUrl(text: string | null | undefined): URL | undefined {
  if (text === null || text === undefined || text === '') return undefined;
  const full = text.includes('://') ? text : `https://${text}`;
  return URL.canParse(full) ? new URL(full) : undefined;
}

/** Throws unless the reference's host is one of the registry's own, of which the answer named `named`, if any. */
export function checkHost(
  image: RequestedImage,
  named: string | undefined,
  own: readonly string[],
): void {
  if (own.includes(image.host)) return;
  const theirs = named ?? own[0];
  if (theirs === undefined) {
    throw new GateError(
      'unrecognised',
      `Harness does not say on which host the registry is: nothing shows that ${image.host} is the right one`,
    );
  }
  throw new GateError(
    'configuration',
    `the image is on ${image.host}, but the registry of this Harness account is on ${oneLine(theirs)}: check image and harness-url`,
  );
}
