import type { Digest } from '../image/digest.ts';
import type { Reference, RequestedImage } from '../image/reference.ts';
import { formatReference } from './image-references.ts';
import { quote } from './quote.ts';
import type { Reading } from './reading.ts';
import { combineList, invalid, valid } from './reading.ts';

/** An image to judge, before its place in JFrog is known. */
export type HarnessImage = Omit<RequestedImage, 'xray'>;

/** The second segment on hosts that belong to one customer, in place of the account. */
const VANITY_SEGMENT = 'oci';
const REGISTRY = /^[a-z0-9]+(?:[._-][a-z0-9]+)*$/;

/** Whether the first segment behind the host is the account's or that of a vanity host. */
export function namesAccount(reference: Reference, account: string): boolean {
  const [segment] = reference.segments;
  return segment === VANITY_SEGMENT || segment === account.toLowerCase();
}

/** Reads `host/account/registry/artifact`; an unknown account is not compared. */
export function readHarnessReference(
  reference: Reference,
  account: string | undefined,
): Reading<HarnessImage> {
  const written = `image ${quote(formatReference(reference))}`;
  const [accountSegment, registry, ...artifact] = reference.segments;
  if (accountSegment === undefined || registry === undefined || artifact.length === 0) {
    return invalid(
      `${written} must be host/account/registry/artifact, or on the host of jfrog-url`,
    );
  }
  if (account !== undefined && !namesAccount(reference, account)) {
    return invalid(
      `${written} belongs to account ${quote(accountSegment)}, the key to ${quote(account.toLowerCase())}: ` +
        'change image, harness-api-key or harness-account (JFrog images are known by the host of jfrog-url)',
    );
  }
  if (!REGISTRY.test(registry))
    return invalid(`${written} has a malformed registry ${quote(registry)}`);
  return valid({
    name: [reference.host, ...reference.segments].join('/'),
    host: reference.host,
    accountSegment,
    registry,
    artifact: artifact.join('/'),
    tags: reference.tag === undefined ? [] : [reference.tag],
    digest: reference.digest,
  });
}

/** Makes one image of all that differ only in the tag; they must not name different digests. */
export function mergeImages(images: readonly HarnessImage[]): Reading<readonly HarnessImage[]> {
  const byName = new Map<string, HarnessImage[]>();
  for (const image of images) {
    byName.set(image.name, [...(byName.get(image.name) ?? []), image]);
  }
  return combineList([...byName.values()].map(mergeOne));
}

function mergeOne(images: readonly HarnessImage[]): Reading<HarnessImage> {
  const [first] = images;
  if (first === undefined) return invalid('image is empty');
  const [digest, other] = distinct(images.map((image) => image.digest));
  if (other !== undefined) return invalid(explainDigests(first.name, digest, other));
  return valid({ ...first, tags: distinct(images.flatMap((image) => image.tags)), digest });
}

/** The defined values, each once, in order. */
export function distinct<T>(values: readonly (T | undefined)[]): readonly T[] {
  return [...new Set(values)].filter((value) => value !== undefined);
}

/** The problem of an image whose references name two digests. */
export function explainDigests(name: string, one: Digest | undefined, other: Digest): string {
  return `image ${quote(name)} is given with two digests, ${one} and ${other}: one image has one digest`;
}

/** Gives the one image the digest of the input `digest`; `undefined` leaves the images as they are. */
export function applyDigest(
  images: readonly HarnessImage[],
  digest: Digest | undefined,
): Reading<readonly HarnessImage[]> {
  if (digest === undefined) return valid(images);
  const [image, another] = images;
  if (image === undefined || another !== undefined) {
    return invalid(
      `digest is given, but image names ${images.length} images: write name:tag@sha256:… for each in image`,
    );
  }
  if (image.digest === undefined || image.digest === digest) return valid([{ ...image, digest }]);
  return invalid(
    `digest is ${digest}, but image says ${image.digest}: correct one, or leave digest out`,
  );
}
