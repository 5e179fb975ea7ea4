import type { Evidence } from '../image/evidence.ts';
import type { Check, Finding, FindingCause } from './finding.ts';
import { finding } from './finding.ts';
import type { Requirement } from './policy.ts';
import { quote } from './wording.ts';

/** Evidence that holds no value. */
export type Unknown = Exclude<Evidence<never>, { kind: 'known' }>;

/** What was asked, in the words of the finding that says why there is no answer. */
export interface Question {
  readonly check: Check;
  /** Only the plain absence of data may be noted, and only under `if-present`. */
  readonly requirement: Exclude<Requirement, 'off'>;
  /** Subject of a clause: `STO's answer for linux/arm64`. */
  readonly answer: string;
  /** The whole clause for data that does not exist: `STO has no result for linux/arm64`. */
  readonly absent: string;
}

/** Judges missing evidence: inconclusive, unless it is absent where that is allowed. */
export function judgeUnknown(
  question: Question,
  unknown: Unknown,
  details: Partial<Finding> = {},
): Finding {
  const noted = unknown.kind === 'absent' && question.requirement === 'if-present';
  return finding(question.check, noted ? 'noted' : 'inconclusive', describe(question, unknown), {
    found: nameKind(unknown),
    allowed: question.requirement,
    ...details,
    cause: causeOf(unknown),
  });
}

/** Why evidence is missing, as a finding tells it. Evidence that is off against the policy is our own mistake. */
export function causeOf(unknown: Unknown): FindingCause {
  switch (unknown.kind) {
    case 'unreachable':
      return unknown.obstacle;
    case 'off':
      return 'bug';
    case 'absent':
    case 'unrecognised':
      return unknown.kind;
    default:
      return unknown satisfies never;
  }
}

function describe({ answer, absent }: Question, unknown: Unknown): string {
  switch (unknown.kind) {
    case 'unreachable':
      return unknown.why;
    case 'unrecognised':
      return `${answer} is not recognised: ${quote(unknown.raw)}`;
    case 'off':
      return `${answer} is missing, for it was never asked although the policy needs it`;
    case 'absent':
      return absent;
    default:
      return unknown satisfies never;
  }
}

/** One or two words for a table cell. */
export function nameKind(unknown: Unknown): string {
  switch (unknown.kind) {
    case 'absent':
      return 'no data';
    case 'off':
      return 'not asked';
    case 'unrecognised':
    case 'unreachable':
      return unknown.kind;
    default:
      return unknown satisfies never;
  }
}

/** Missing evidence, and everybody for whom the same is missing in the same words. */
export interface Gap<T> {
  readonly items: readonly T[];
  readonly unknown: Unknown;
}

/**
 * The gap that must speak for several. Plain absence comes last, because it alone can be allowed; what the
 * user can mend comes first.
 */
export function pickWorst<T>(
  items: readonly T[],
  evidenceOf: (item: T) => Evidence<unknown>,
): Gap<T> | undefined {
  const gaps = items.flatMap((item) => {
    const evidence = evidenceOf(item);
    return evidence.kind === 'known' ? [] : [{ item, unknown: evidence, rank: rank(evidence) }];
  });
  const worst = gaps.toSorted((a, b) => a.rank - b.rank)[0]?.unknown;
  if (worst === undefined) return undefined;
  const alike = gaps.filter(({ unknown }) => isAlike(unknown, worst));
  return { items: alike.map(({ item }) => item), unknown: worst };
}

function isAlike(one: Unknown, other: Unknown): boolean {
  return causeOf(one) === causeOf(other) && wordsOf(one) === wordsOf(other);
}

/** What a sentence repeats of it: no sentence about several says why data is absent. */
function wordsOf(unknown: Unknown): string {
  switch (unknown.kind) {
    case 'unreachable':
      return unknown.why;
    case 'unrecognised':
      return unknown.raw;
    case 'absent':
    case 'off':
      return '';
    default:
      return unknown satisfies never;
  }
}

const USER_CAUSES: readonly FindingCause[] = ['configuration', 'permission', 'missing-call', 'bug'];

/** Whether somebody must change something before any answer can come; waiting and trying again cannot help. */
export function needsMending(cause: FindingCause): boolean {
  return USER_CAUSES.includes(cause);
}

function rank(unknown: Unknown): number {
  const cause = causeOf(unknown);
  if (needsMending(cause)) return 0;
  if (cause === 'absent') return 3;
  return cause === 'ended' ? 2 : 1;
}
