import { type Digest, shortDigest } from './digest.ts';

/** One runnable image inside what was pushed. The digest is its key: labels may repeat or be missing. */
export interface Platform {
  readonly digest: Digest;
  /** `linux/arm64`, `linux/arm/v7`, `windows/amd64 10.0.20348.1`; `unknown` where nobody says. */
  readonly label: string;
}

/** Labels for people, in order: as they are where unique, with enough of the digest where they repeat. */
export function nameApart(platforms: readonly Platform[]): readonly string[] {
  const seen = new Map<string, number>();
  for (const { label } of platforms) seen.set(label, (seen.get(label) ?? 0) + 1);
  return platforms.map(({ label, digest }) =>
    (seen.get(label) ?? 0) > 1 ? `${label} ${shortDigest(digest)}` : label,
  );
}
