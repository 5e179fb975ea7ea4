import type { RequestedImage, XrayLocation } from '../image/reference.ts';
import type { Requirement } from '../policy/policy.ts';
import type { HarnessImage } from './harness-images.ts';
import { distinct, explainDigests } from './harness-images.ts';
import { formatReference } from './image-references.ts';
import type { JfrogReference } from './jfrog-references.ts';
import { listAlternatives, quote } from './quote.ts';
import type { Reading } from './reading.ts';
import { combineList, invalid, valid } from './reading.ts';

/** What is known of the JFrog side beside the references. */
export interface XraySide {
  readonly xray: Requirement;
  /** The input `jfrog-repository`; outranks the repository of a reference, which may be a virtual one. */
  readonly repository: string | undefined;
}

/** Finds each image's place in JFrog; a JFrog reference that fits no image is a problem, even with Xray off. */
export function locateImages(
  images: readonly HarnessImage[],
  references: readonly JfrogReference[],
  side: XraySide,
): Reading<readonly RequestedImage[]> {
  const strays = references.filter((reference) => !images.some((image) => fits(image, reference)));
  if (strays.length > 0) return invalid(...strays.map(explainStray));
  return combineList(
    images.map((image) => {
      const fitting = references.filter((reference) => fits(image, reference));
      return locate(image, fitting, side);
    }),
  );
}

function fits(image: HarnessImage, { artifact, reference }: JfrogReference): boolean {
  const sameTag = reference.tag !== undefined && image.tags.includes(reference.tag);
  const sameDigest = reference.digest !== undefined && image.digest === reference.digest;
  return image.artifact === artifact && (sameTag || sameDigest);
}

function explainStray({ reference, artifact }: JfrogReference): string {
  const marks = distinct([reference.tag, reference.digest]);
  return (
    `image ${quote(formatReference(reference))} is on the JFrog host, but no Harness image has ` +
    `the artifact ${quote(artifact)} with ${listAlternatives(marks.map(quote))}: correct it or leave it out`
  );
}

function locate(
  image: HarnessImage,
  fitting: readonly JfrogReference[],
  side: XraySide,
): Reading<RequestedImage> {
  const [digest, other] = distinct([
    image.digest,
    ...fitting.map(({ reference }) => reference.digest),
  ]);
  if (other !== undefined) return invalid(explainDigests(image.name, digest, other));
  if (side.xray === 'off') return valid({ ...image, digest, xray: undefined });
  const tags =
    fitting.length === 0 ? image.tags : distinct(fitting.map(({ reference }) => reference.tag));
  const [repository, second] = distinct(
    side.repository === undefined ? fitting.map((each) => each.repository) : [side.repository],
  );
  if (repository === undefined) return invalid(explainNoRepository(image));
  if (second !== undefined) return invalid(explainRepositories(image, repository, second));
  const xray: XrayLocation = { repository, artifact: image.artifact, tags };
  return valid({ ...image, digest, xray });
}

function explainNoRepository(image: HarnessImage): string {
  return (
    `jfrog-repository is not given, and no reference says where JFrog keeps ${quote(image.name)}: ` +
    'set jfrog-repository to the repository key, or add the reference host/repository/artifact:tag ' +
    'on the host of jfrog-url to image, or set xray: off'
  );
}

function explainRepositories(image: HarnessImage, one: string, other: string): string {
  return (
    `image ${quote(image.name)} is in two JFrog repositories, ${one} and ${other}: ` +
    'set jfrog-repository to the one that Xray scans'
  );
}
