import { type Digest, shortDigest } from './digest.ts';

/** One runnable image inside what was pushed. The digest is its key: labels may repeat or be missing. */
export interface Platform {
  readonly digest: Digest;
  /** `linux/arm64`, `linux/arm/v7`, `windows/amd64 10.0.20348.1`; `unknown` where nobody says. */
  readonly label: string;
}

/** Other spellings that container runtimes take for the same platform (containerd, `platforms/database.go`). */
const ARCHITECTURES: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['aarch64', 'arm64'],
  ['i386', '386'],
  ['armhf', 'arm/v7'],
  ['armel', 'arm/v6'],
]);

/** `os/architecture[/variant]` in the one spelling that runtimes normalise to: `linux/arm64`, not `Linux/aarch64/v8`. */
export function normalisePlatform(name: string): string {
  const [os = '', architecture = '', ...variant] = name.toLowerCase().split('/');
  const known = ARCHITECTURES.get(architecture) ?? architecture;
  const full = [os, known, ...variant].filter((part) => part !== '').join('/');
  if (known === 'amd64') return full.replace(/\/v1$/, '');
  return known === 'arm64' ? full.replace(/\/v?8$/, '') : full;
}

/** Labels for people, in order: as they are where unique, with enough of the digest where they repeat. */
export function nameApart(platforms: readonly Platform[]): readonly string[] {
  const seen = new Map<string, number>();
  for (const { label } of platforms) seen.set(label, (seen.get(label) ?? 0) + 1);
  return platforms.map(({ label, digest }) =>
    (seen.get(label) ?? 0) > 1 ? `${label} ${shortDigest(digest)}` : label,
  );
}
