import type { Evidence, ImageEvidence, PlatformEvidence } from '../image/evidence.ts';
import { valueOf } from '../image/evidence.ts';
import type { Platform } from '../image/platform.ts';
import { nameApart } from '../image/platform.ts';
import { callPlatforms } from '../image/platform-names.ts';
import { shorten } from './wording.ts';

/** What is known of one judged platform. */
export interface JudgedPlatform extends PlatformEvidence {
  /** The label as outputs hold it, told apart where it repeats: `unknown` where nobody says. */
  readonly name: string;
  /** What sentences and cells call it. */
  readonly called: string;
}

/**
 * Every platform that must be judged. One that the image has but nobody asked about is among them, as
 * unreachable: a gap in the evidence must never shrink the list of what is judged.
 */
export function listJudged(evidence: ImageEvidence): readonly JudgedPlatform[] {
  const asked = new Set(evidence.perPlatform.map(({ platform }) => platform.digest));
  const unasked = (valueOf(evidence.platforms)?.judged ?? [])
    .filter(({ digest }) => !asked.has(digest))
    .map(describeUnasked);
  const all = [...evidence.perPlatform, ...unasked];
  const names = nameApart(
    all.map(({ platform }) => ({ ...platform, label: shorten(platform.label) })),
  );
  const called = callPlatforms(all.map(({ platform }) => platform));
  return all.map((entry, index) => ({
    ...entry,
    name: names[index] ?? entry.platform.label,
    called: called[index] ?? entry.platform.label,
  }));
}

function describeUnasked(platform: Platform): PlatformEvidence {
  const [called = ''] = callPlatforms([platform]);
  const unasked = (what: string): Evidence<never> => ({
    kind: 'unreachable',
    why: `${what} was not asked about ${called}`,
    obstacle: 'ended',
  });
  return { platform, sto: unasked('STO'), slsa: unasked('SLSA'), sbom: unasked('SBOM') };
}
