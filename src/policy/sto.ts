import type { Finding } from './finding.ts';
import { cellsThatDiffer, finding, notChecked } from './finding.ts';
import type { Requirement } from './policy.ts';
import type { Rule } from './rule.ts';
import type { StoOfPlatform } from './sto-result.ts';
import { assessPlatforms } from './sto-result.ts';
import { judgeUnknown, nameKind, pickWorst } from './unknown.ts';
import { joinNames, quote, shorten } from './wording.ts';

/** Every judged platform needs a complete result of STO; what the numbers say is judged by other rules. */
export const judgeSto: Rule = (policy, evidence, now) => {
  if (policy.sto === 'off') return [notChecked('sto', 'STO')];
  const platforms = assessPlatforms(policy, evidence, now);
  const details = { allowed: policy.sto, perPlatform: cellsOf(platforms) };
  if (platforms.length === 0) return [judgeNoPlatform(details)];
  return [judgeResults(platforms, policy.sto, details)];
};

function judgeResults(
  platforms: readonly StoOfPlatform[],
  requirement: Exclude<Requirement, 'off'>,
  details: Partial<Finding>,
): Finding {
  const worst = pickWorst(platforms, ({ result }) => result);
  if (worst === undefined) return judgeComplete(platforms, details);
  const unfinished = platforms.filter((platform) => platform.unfinished);
  // A result that lacks something may lack what would have failed: it is never merely "not there".
  if (unfinished.length > 0 && worst.unknown.kind === 'absent') {
    return judgeUnfinished(unfinished, details);
  }
  const where = nameAll(worst.items);
  const question = {
    check: 'sto',
    requirement,
    answer: `STO's answer for ${where}`,
    absent: describeAbsent(where, platforms),
  } as const;
  const found = platforms.length === 1 ? nameKind(worst.unknown) : countKnown(platforms);
  return judgeUnknown(question, worst.unknown, { ...details, where, found });
}

function judgeNoPlatform(details: Partial<Finding>): Finding {
  const sentence = 'STO could not be asked, for no platform of the image is known';
  return finding('sto', 'inconclusive', sentence, {
    ...details,
    found: 'not asked',
    cause: 'ended',
  });
}

/** What lacks the same as the first of them is named with it. */
function judgeUnfinished(unfinished: readonly StoOfPlatform[], details: Partial<Finding>): Finding {
  const [why = ''] = unfinished.map(describeUnfinished);
  const where = nameAll(unfinished.filter((platform) => describeUnfinished(platform) === why));
  return finding('sto', 'inconclusive', `STO's result for ${where} is ${why}`, {
    ...details,
    where,
    found: 'unfinished',
    cause: 'absent',
  });
}

function describeUnfinished({ result }: StoOfPlatform): string {
  return result.kind === 'absent' ? result.why : 'unfinished';
}

function judgeComplete(platforms: readonly StoOfPlatform[], details: Partial<Finding>): Finding {
  const sentence = `STO has a result for ${nameAll(platforms)}`;
  return finding('sto', 'passed', sentence, { ...details, found: countKnown(platforms) });
}

function countKnown(platforms: readonly StoOfPlatform[]): string {
  const known = platforms.filter(({ result }) => result.kind === 'known').length;
  return `${known} of ${platforms.length} platform${platforms.length === 1 ? '' : 's'}`;
}

function nameAll(platforms: readonly StoOfPlatform[]): string {
  return joinNames(platforms.map(({ called }) => called));
}

function describeAbsent(absent: string, platforms: readonly StoOfPlatform[]): string {
  const known = platforms.filter(({ result }) => result.kind === 'known');
  const clause = `STO has no result for ${absent}`;
  if (known.length === 0) return clause;
  const names = known.map(({ called }) => called);
  const hint = canBeNamed(known, platforms)
    ? `; if only ${names.length === 1 ? 'that ships' : 'those ship'}, set platforms: ${names.join(', ')}`
    : '';
  return `${clause} (it has one for ${joinNames(names)}${hint})`;
}

const HINT_MAX = 4;

/** Advice must work when it is pasted: a label that repeats or holds odd characters is none for the input. */
function canBeNamed(known: readonly StoOfPlatform[], all: readonly StoOfPlatform[]): boolean {
  if (known.length > HINT_MAX) return false;
  return known.every(({ platform: { label } }) => {
    const same = all.filter(({ platform }) => platform.label === label);
    return same.length === 1 && /^[\w.-]+(?:\/[\w.-]+)+$/.test(label);
  });
}

function cellsOf(platforms: readonly StoOfPlatform[]): Finding['perPlatform'] {
  return cellsThatDiffer(
    platforms.map((platform) => ({ label: platform.called, found: describeCell(platform) })),
  );
}

function describeCell({ result, unfinished }: StoOfPlatform): string {
  if (unfinished) return 'unfinished';
  switch (result.kind) {
    case 'known':
      return 'scanned';
    case 'unrecognised':
      return `unrecognised: ${quote(result.raw)}`;
    case 'unreachable':
      return shorten(result.why);
    case 'absent':
    case 'off':
      return nameKind(result);
    default:
      return result satisfies never;
  }
}
