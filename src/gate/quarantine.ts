import { type Digest, shortDigest } from '../image/digest.ts';
import { type Evidence, known, type PlatformList, type Quarantine } from '../image/evidence.ts';
import { callPlatforms } from '../image/platform-names.ts';

/** What one source says of one digest; `undefined` when it does not say. */
export interface QuarantineClaim {
  readonly digest: Digest;
  readonly quarantined: boolean | undefined;
  readonly reason: string;
}

/**
 * Quarantined when any source says so of the image or of a judged platform; not quarantined only when each of
 * them has an explicit `false`. Lists are not asked for a `false`: theirs proves nothing.
 */
export function combineQuarantine(
  subjects: readonly Digest[],
  claims: readonly QuarantineClaim[],
  platforms: PlatformList | undefined,
): Evidence<Quarantine> {
  const ours = claims.filter(({ digest }) => subjects.includes(digest));
  const hit = ours.find(({ quarantined }) => quarantined === true);
  if (hit !== undefined) return quarantinedBy(hit, platforms);
  const [silent] = findSilent(subjects, claims);
  if (silent === undefined) return known({ quarantined: false });
  return {
    kind: 'absent',
    why: `Harness does not say whether ${shortDigest(silent)} is quarantined`,
  };
}

/** The quarantine that a claim speaks of, by what the platform is called where it is one. */
export function quarantinedBy(
  { digest, reason }: { readonly digest: Digest | undefined; readonly reason: string },
  platforms: PlatformList | undefined,
): Evidence<Quarantine> {
  const judged = platforms?.judged ?? [];
  const names = callPlatforms(judged);
  const what = names[judged.findIndex((platform) => platform.digest === digest)] ?? 'the image';
  return known({ quarantined: true, what, reason });
}

/** Whether something says that the image is quarantined. */
export function isHit(quarantine: Evidence<Quarantine>): boolean {
  return quarantine.kind === 'known' && quarantine.value.quarantined;
}

/** The digests of which no source says anything. */
export function findSilent(
  subjects: readonly Digest[],
  claims: readonly QuarantineClaim[],
): readonly Digest[] {
  const said = new Set(
    claims.filter(({ quarantined }) => quarantined !== undefined).map(({ digest }) => digest),
  );
  return subjects.filter((digest) => !said.has(digest));
}
