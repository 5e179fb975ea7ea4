/** A content digest, `sha256:` and 64 lower-case hexadecimal digits: the only algorithm the registries in question use. */
export type Digest = `sha256:${string}`;

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** Whether the text is exactly one digest, nothing before or after it. */
export function isDigest(text: string): text is Digest {
  return DIGEST.test(text);
}

/** Enough of a digest for a person to tell two apart: `sha256:9f2c01ab34cd`. */
export function shortDigest(digest: Digest): string {
  return digest.slice(0, 'sha256:'.length + 12);
}

/** Every digest named anywhere in a text, such as a pull command or a registry path. */
export function findDigests(text: string): readonly Digest[] {
  return [...text.matchAll(/sha256:[0-9a-f]{64}/g)].map(([match]) => match).filter(isDigest);
}
