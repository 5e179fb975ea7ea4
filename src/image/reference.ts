import type { Digest } from './digest.ts';

/** An image reference taken apart: `host/segments…:tag@digest`. Parsed and validated by `inputs/`. */
export interface Reference {
  readonly host: string;
  /** Path segments after the host, at least one, each a valid name component. */
  readonly segments: readonly string[];
  readonly tag: string | undefined;
  readonly digest: Digest | undefined;
}

/** Where Artifactory keeps the image: the repository key, the image's folder in it, the tags it carries there. */
export interface XrayLocation {
  readonly repository: string;
  readonly artifact: string;
  readonly tags: readonly string[];
}

/** One image to judge: all references that differ only in the tag. */
export interface RequestedImage {
  /** `host/account/registry/artifact`, without tag and digest: the stable key of the image in a run. */
  readonly name: string;
  readonly host: string;
  /** Second segment of the reference: the lower-cased account, or `oci` on a vanity host. */
  readonly accountSegment: string;
  readonly registry: string;
  /** May hold slashes. */
  readonly artifact: string;
  readonly tags: readonly string[];
  /** The digest that was pushed, when the user says it; else the tags decide. */
  readonly digest: Digest | undefined;
  /** `undefined` when Xray is off. */
  readonly xray: XrayLocation | undefined;
}

/** The image as people call it: `app:1.4.2`, `team/web:2.0, latest`, `app@sha256:9f2c01ab34cd`. */
export function displayName(image: RequestedImage): string {
  if (image.tags.length > 0) return `${image.artifact}:${image.tags.join(', ')}`;
  return image.digest === undefined
    ? image.artifact
    : `${image.artifact}@${image.digest.slice(0, 19)}`;
}
