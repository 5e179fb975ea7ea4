import type { Evidence, ImageEvidence, PlatformEvidence } from '../image/evidence.ts';
import { valueOf } from '../image/evidence.ts';
import type { Platform } from '../image/platform.ts';
import { nameApart } from '../image/platform.ts';
import { shorten } from './wording.ts';

/** What is known of one judged platform, and the name that people tell it by. */
export interface JudgedPlatform extends PlatformEvidence {
  readonly name: string;
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
  return all.map((entry, index) => ({ ...entry, name: names[index] ?? entry.platform.label }));
}

function describeUnasked(platform: Platform): PlatformEvidence {
  const label = shorten(platform.label);
  const unasked = (what: string): Evidence<never> => ({
    kind: 'unreachable',
    why: `${what} was not asked about ${label}`,
    obstacle: 'ended',
  });
  return { platform, sto: unasked('STO'), slsa: unasked('SLSA'), sbom: unasked('SBOM') };
}
