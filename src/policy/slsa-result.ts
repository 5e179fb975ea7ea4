import type { Evidence, ImageEvidence, Obstacle, SlsaReading } from '../image/evidence.ts';
import { listJudged } from './judged-platform.ts';
import type { Policy } from './policy.ts';
import { pickWorst } from './unknown.ts';

/** Statuses that fail whatever `slsa-accepted` says. No published list exists; these are seen or likely. */
const FAILED_STATUSES: readonly string[] = ['failed', 'fail', 'failure', 'error'];

/** What SLSA says of the whole image; `where` is the platform that decided, `undefined` for the image's own digest. */
export type SlsaAssessment =
  | { readonly kind: 'passed'; readonly status: string; readonly where: string | undefined }
  | { readonly kind: 'failed'; readonly status: string; readonly where: string | undefined }
  | { readonly kind: 'absent'; readonly why: string; readonly where: string | undefined }
  | { readonly kind: 'unrecognised'; readonly raw: string; readonly where: string | undefined }
  | { readonly kind: 'unreachable'; readonly why: string; readonly obstacle: Obstacle };

/**
 * Assesses SLSA of the image's own digest and of its judged platforms together: passed when the digest or every
 * judged platform has an accepted status. One failure outranks everything, and a status that could not be read
 * rules out a pass: it may be that failure.
 */
export function assessSlsa(evidence: ImageEvidence, policy: Policy): SlsaAssessment {
  const image = assessOne(evidence.slsa, undefined, policy);
  const platforms = listJudged(evidence).map(({ slsa, name }) => assessOne(slsa, name, policy));
  const all = [image, ...platforms];
  const ofKind = (kind: SlsaAssessment['kind']) => all.find((one) => one.kind === kind);
  const unreachable = all.filter((one) => one.kind === 'unreachable');
  const objection =
    ofKind('failed') ?? pickWorst(unreachable, (one) => one)?.item ?? ofKind('unrecognised');
  if (objection !== undefined) return objection;
  if (image.kind === 'passed') return image;
  return platforms.find(({ kind }) => kind === 'absent') ?? platforms[0] ?? image;
}

function assessOne(
  evidence: Evidence<SlsaReading>,
  where: string | undefined,
  policy: Policy,
): SlsaAssessment {
  switch (evidence.kind) {
    case 'known':
      return assessStatus(evidence.value.status, where, policy);
    case 'absent':
      return { kind: 'absent', why: evidence.why, where };
    case 'unrecognised':
      return { kind: 'unrecognised', raw: evidence.raw, where };
    case 'unreachable':
      return evidence;
    case 'off':
      return { kind: 'unreachable', why: 'SLSA was never asked', obstacle: 'bug' };
    default:
      return evidence satisfies never;
  }
}

function assessStatus(status: string, where: string | undefined, policy: Policy): SlsaAssessment {
  const lower = status.toLowerCase();
  if (FAILED_STATUSES.includes(lower)) return { kind: 'failed', status, where };
  if (policy.slsaAccepted.includes(lower)) return { kind: 'passed', status, where };
  return { kind: 'unrecognised', raw: status, where };
}
