import { type Digest, shortDigest } from './digest.ts';

/** The label of a platform of which nobody says what it is. */
export const UNLABELLED = 'unknown';

/** One runnable image inside what was pushed. The digest is its key: labels may repeat or be missing. */
export interface Platform {
  readonly digest: Digest;
  /** `linux/arm64`, `linux/arm/v7`, `windows/amd64 10.0.20348.1`; `unknown` where nobody says. */
  readonly label: string;
}

/** Other spellings that container runtimes take for the same platform (containerd/platforms, `database.go`). */
const ARCHITECTURES: ReadonlyMap<string, string> = new Map([
  ['x86_64', 'amd64'],
  ['x86-64', 'amd64'],
  ['aarch64', 'arm64'],
  ['i386', '386'],
  ['armhf', 'arm/v7'],
  ['armel', 'arm/v6'],
]);

/** Likewise for what follows: arm's variants without their v, and variants that go without saying. */
const VARIANTS: ReadonlyMap<string, string> = new Map([
  ['amd64/v1', 'amd64'],
  ['arm/5', 'arm/v5'],
  ['arm/6', 'arm/v6'],
  ['arm/7', 'arm/v7'],
  ['arm/8', 'arm/v8'],
  ['arm64/8', 'arm64'],
  ['arm64/v8', 'arm64'],
  ['arm64/v8.0', 'arm64'],
  ['arm64/9', 'arm64/v9'],
  ['arm64/9.0', 'arm64/v9'],
  ['arm64/v9.0', 'arm64/v9'],
]);

/** `os/architecture[/variant]` in the one spelling that runtimes normalise to: `linux/arm64`, not `Linux/aarch64/v8`. */
export function normalisePlatform(name: string): string {
  return spellOut(name).replace(/^([^/]+\/arm)$/, '$1/v7');
}

/**
 * Whether a name from the input `platforms` means the platform of this label. `linux/arm` names every variant of
 * it, although runtimes take a label without variant for `linux/arm/v7`; an OS version behind the label plays no part.
 */
export function isNamedBy(label: string, name: string): boolean {
  const [platform = ''] = label.split(' ');
  return `${normalisePlatform(platform)}/`.startsWith(`${spellOut(name)}/`);
}

/** The usual spelling, nothing added that is not said; a variant behind `armhf` or `i386` counts for nothing. */
function spellOut(name: string): string {
  const [os = '', architecture = '', ...variant] = name.toLowerCase().split('/');
  const known = ARCHITECTURES.get(architecture);
  const isWhole = known?.includes('/') === true || known === '386';
  const rest = [known ?? architecture, ...(isWhole ? [] : variant)].filter((part) => part !== '');
  return [os, VARIANTS.get(rest.join('/')) ?? rest.join('/')]
    .filter((part) => part !== '')
    .join('/');
}

/** Labels for people, in order: as they are where unique, with enough of the digest where they repeat. */
export function nameApart(platforms: readonly Platform[]): readonly string[] {
  const seen = new Map<string, number>();
  for (const { label } of platforms) seen.set(label, (seen.get(label) ?? 0) + 1);
  return platforms.map(({ label, digest }) =>
    (seen.get(label) ?? 0) > 1 ? `${label} ${shortDigest(digest)}` : label,
  );
}
