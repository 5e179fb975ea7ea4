import type { ImageEvidence } from '../image/evidence.ts';
import type { Severity } from '../image/severity.ts';
import { SEVERITIES } from '../image/severity.ts';
import type { Finding } from './finding.ts';
import { finding, notChecked } from './finding.ts';
import type { PlatformNumber } from './limit.ts';
import { cellsOf, findHighest, isOver } from './limit.ts';
import type { Limit, Policy } from './policy.ts';
import type { Rule } from './rule.ts';
import { assessPlatforms } from './sto-result.ts';
import { countOf } from './wording.ts';

/**
 * Whether a platform that has been read exceeds a limit, so that the image fails whatever the others will say.
 * `now` is epoch milliseconds.
 */
export function isOverLimit(policy: Policy, evidence: ImageEvidence, now: number): boolean {
  return judgeCounts(policy, evidence, now).some(({ result }) => result === 'failed');
}

/**
 * One finding for each severity, on the worst judged platform. Where a number is unknown because STO has no
 * result, the rule `sto` objects and this one only notes it; a platform that is known and over its limit fails.
 */
export const judgeCounts: Rule = (policy, evidence, now) => {
  if (policy.sto === 'off') {
    return SEVERITIES.map((severity) => notChecked(severity, `${severity} issues`));
  }
  const platforms = assessPlatforms(policy, evidence, now);
  const complete = platforms.length > 0 && platforms.every(({ result }) => result.kind === 'known');
  return SEVERITIES.map((severity) => {
    const numbers = platforms.map(({ called, result }) => ({
      name: called,
      value: result.kind === 'known' ? result.value.counts[severity] : undefined,
    }));
    return judgeSeverity(severity, policy.max[severity], numbers, complete);
  });
};

function judgeSeverity(
  severity: Severity,
  limit: Limit,
  numbers: readonly PlatformNumber[],
  complete: boolean,
): Finding {
  const highest = findHighest(numbers);
  const details = { allowed: String(limit), perPlatform: cellsOf(numbers) };
  if (highest !== undefined && isOver(highest.value, limit)) {
    const found = String(highest.value);
    const sentence = describe(severity, highest.value, limit);
    return finding(severity, 'failed', sentence, { ...details, found, where: highest.name });
  }
  if (highest === undefined || numbers.some(({ value }) => value === undefined)) {
    return judgeUnknownNumber(severity, limit, complete, details);
  }
  const result = limit === 'unlimited' ? 'noted' : 'passed';
  const sentence = describe(severity, highest.value, limit);
  return finding(severity, result, sentence, { ...details, found: String(highest.value) });
}

function describe(severity: Severity, value: number, limit: Limit): string {
  const allowed = limit === 'unlimited' ? 'any number' : limit;
  return `${countOf(value, `${severity} issue`)}, ${allowed} allowed`;
}

/** A complete result without a number that has a limit is no result: nobody else would object to it. */
function judgeUnknownNumber(
  severity: Severity,
  limit: Limit,
  complete: boolean,
  details: Partial<Finding>,
): Finding {
  const result = complete && limit !== 'unlimited' ? 'inconclusive' : 'noted';
  const sentence = `the number of ${severity} issues is unknown`;
  return finding(severity, result, sentence, { ...details, found: 'unknown', cause: 'absent' });
}
