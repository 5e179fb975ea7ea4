import type { Check, Finding, FindingCause } from './finding.ts';
import { needsMending } from './unknown.ts';

/** `failed` = judged and bad; `inconclusive` = could not be judged; the two are never mixed. */
export type Verdict = 'passed' | 'failed' | 'inconclusive' | 'cancelled';

/** Worst first. */
const VERDICTS: readonly Verdict[] = ['cancelled', 'failed', 'inconclusive', 'passed'];

/** The verdict on one image. It passes only if something passed: findings that object to nothing prove nothing. */
export function verdictOf(findings: readonly Finding[]): Verdict {
  const has = (result: Finding['result']) => findings.some((one) => one.result === result);
  if (has('failed')) return 'failed';
  return !has('inconclusive') && has('passed') ? 'passed' : 'inconclusive';
}

/** The verdict on a run: the worst of its images, and inconclusive when there was none. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return VERDICTS.find((verdict) => verdicts.includes(verdict)) ?? 'inconclusive';
}

const JUDGED_ORDER: readonly Check[] = [
  'tag',
  'quarantine',
  'firewall',
  'critical',
  'high',
  'medium',
  'low',
  'info',
  'sbom',
  'slsa',
  'scan-age',
  'xray',
  'sto',
  'platforms',
  'evidence',
];

/** `evidence` comes last: it only sums up what the others have already said. */
const UNKNOWN_ORDER: readonly Check[] = [
  'platforms',
  'xray',
  'sto',
  'slsa',
  'tag',
  'quarantine',
  'firewall',
  'sbom',
  'scan-age',
  'critical',
  'high',
  'medium',
  'low',
  'info',
  'evidence',
];

/**
 * The finding that speaks for the verdict, whatever the order of the findings: what weighs most among failures,
 * what the user must mend among unknowns. `undefined` when nothing was found at all.
 */
export function decidingFinding(findings: readonly Finding[]): Finding | undefined {
  const verdict = verdictOf(findings);
  return findings.filter(({ result }) => result === verdict).sort(compareWeight)[0];
}

function compareWeight(a: Finding, b: Finding): number {
  return (
    rankCause(a) - rankCause(b) ||
    rankCheck(a) - rankCheck(b) ||
    compareText(a.sentence, b.sentence) ||
    compareText(a.where ?? '', b.where ?? '')
  );
}

function rankCause({ result, cause }: Finding): number {
  if (result !== 'inconclusive') return 0;
  return needsMending(cause) ? 0 : rankWaiting(cause);
}

/** What was no longer awaited is the consequence of another finding, never the story. */
function rankWaiting(cause: FindingCause): number {
  return cause === 'ended' ? 2 : 1;
}

function rankCheck({ result, check }: Finding): number {
  return (result === 'inconclusive' ? UNKNOWN_ORDER : JUDGED_ORDER).indexOf(check);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
