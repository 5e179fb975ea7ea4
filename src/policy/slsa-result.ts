import type { Evidence, ImageEvidence, Obstacle, SlsaReading } from '../image/evidence.ts';
import { listJudged } from './judged-platform.ts';
import type { Policy } from './policy.ts';
import { pickWorst } from './unknown.ts';
import { joinNames } from './wording.ts';

/** Statuses that fail whatever `slsa-accepted` says. No published list exists; these are seen or likely. */
const FAILED_STATUSES: readonly string[] = ['failed', 'fail', 'failure', 'error'];

/** What SLSA says of one digest. */
export type SlsaStatement =
  | { readonly kind: 'passed'; readonly status: string }
  | { readonly kind: 'failed'; readonly status: string }
  | { readonly kind: 'absent'; readonly why: string }
  | { readonly kind: 'unrecognised'; readonly raw: string }
  | { readonly kind: 'unreachable'; readonly why: string; readonly obstacle: Obstacle };

/** What SLSA says of one judged platform. */
export interface SlsaOfPlatform {
  readonly name: string;
  readonly statement: SlsaStatement;
}

/** What SLSA says of the whole image. */
export type SlsaAssessment = SlsaStatement & {
  /** The platforms of which this is said, `undefined` for the image's own digest. */
  readonly where: string | undefined;
  /** All judged platforms, if they decided; empty where the image's own digest did. */
  readonly platforms: readonly SlsaOfPlatform[];
};

/**
 * Assesses SLSA of the image's own digest and of its judged platforms together: passed when the digest or every
 * judged platform has an accepted status. One failure outranks everything, and a status that could not be read
 * rules out a pass: it may be that failure.
 */
export function assessSlsa(evidence: ImageEvidence, policy: Policy): SlsaAssessment {
  const image = { statement: assessOne(evidence.slsa, policy) };
  const platforms = listJudged(evidence).map(({ slsa, called }) => ({
    name: called,
    statement: assessOne(slsa, policy),
  }));
  const deciding = pickDeciding(image, platforms);
  if (deciding === image) return { ...image.statement, where: undefined, platforms: [] };
  const alike = platforms.filter((one) => isAlike(one.statement, deciding.statement));
  const where = joinNames(alike.map(({ name }) => name));
  return { ...deciding.statement, where, platforms };
}

type SlsaOfDigest = Pick<SlsaOfPlatform, 'statement'>;

function pickDeciding(image: SlsaOfDigest, platforms: readonly SlsaOfDigest[]): SlsaOfDigest {
  const all = [image, ...platforms];
  const ofKind = (kind: SlsaStatement['kind']) => all.find((one) => one.statement.kind === kind);
  const objection = ofKind('failed') ?? pickUnreachable(all) ?? ofKind('unrecognised');
  if (objection !== undefined) return objection;
  if (image.statement.kind === 'passed') return image;
  return platforms.find((one) => one.statement.kind === 'absent') ?? platforms[0] ?? image;
}

function pickUnreachable(all: readonly SlsaOfDigest[]): SlsaOfDigest | undefined {
  const unreachable = all.flatMap((one) =>
    one.statement.kind === 'unreachable' ? [{ one, gap: one.statement }] : [],
  );
  return pickWorst(unreachable, ({ gap }) => gap)?.items[0]?.one;
}

function isAlike(one: SlsaStatement, other: SlsaStatement): boolean {
  return one.kind === other.kind && wordsOf(one) === wordsOf(other);
}

function wordsOf(statement: SlsaStatement): string {
  switch (statement.kind) {
    case 'passed':
    case 'failed':
      return statement.status;
    case 'unrecognised':
      return statement.raw;
    case 'absent':
    case 'unreachable':
      return statement.why;
    default:
      return statement satisfies never;
  }
}

function assessOne(evidence: Evidence<SlsaReading>, policy: Policy): SlsaStatement {
  switch (evidence.kind) {
    case 'known':
      return assessStatus(evidence.value.status, policy);
    case 'absent':
    case 'unrecognised':
    case 'unreachable':
      return evidence;
    case 'off':
      return { kind: 'unreachable', why: 'SLSA was never asked', obstacle: 'bug' };
    default:
      return evidence satisfies never;
  }
}

function assessStatus(status: string, policy: Policy): SlsaStatement {
  const lower = status.toLowerCase();
  if (FAILED_STATUSES.includes(lower)) return { kind: 'failed', status };
  if (policy.slsaAccepted.includes(lower)) return { kind: 'passed', status };
  return { kind: 'unrecognised', raw: status };
}
