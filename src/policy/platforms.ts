import type { PlatformList } from '../image/evidence.ts';
import { nameApart } from '../image/platform.ts';
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import type { Rule } from './rule.ts';
import { judgeUnknown } from './unknown.ts';
import { explainAbsence, joinNames, shorten } from './wording.ts';

const ALLOWED = 'every platform that ships';

/** The platforms to be judged must be known, and every platform that is said to ship must be among them. */
export const judgePlatforms: Rule = (_policy, { platforms }) => {
  if (platforms.kind === 'known') return [judgeList(platforms.value)];
  const why = platforms.kind === 'absent' ? platforms.why : '';
  const question = {
    check: 'platforms',
    requirement: 'required',
    answer: 'the answer about the platforms of the image',
    absent: explainAbsence('the image has no platform to judge', why, 'platform'),
  } as const;
  return [judgeUnknown(question, platforms, { allowed: ALLOWED })];
};

function judgeList(list: PlatformList): Finding {
  const missing = (list.missing ?? []).map(shorten);
  const names = nameAll(list.judged);
  const details = { found: describeFound(list), allowed: ALLOWED, perPlatform: cellsOf(list) };
  if (missing.length > 0) {
    const sentence = `the image has no platform ${joinNames(missing)}${describeOffer(list)}`;
    return finding('platforms', 'inconclusive', sentence, { ...details, cause: 'absent' });
  }
  if (names.length === 0) {
    const sentence = 'the image has no platform to judge';
    return finding('platforms', 'inconclusive', sentence, { ...details, cause: 'absent' });
  }
  const judged = `judged platform${names.length === 1 ? '' : 's'}: ${joinNames(names)}`;
  if (list.proven) return finding('platforms', 'passed', judged, details);
  const sentence = `${judged} (the list is not proven by the digest)`;
  return finding('platforms', 'noted', sentence, details);
}

function nameAll(platforms: PlatformList['judged']): readonly string[] {
  return nameApart(platforms.map((one) => ({ ...one, label: shorten(one.label) })));
}

/** What could have been named instead: most often a label is only misspelt. */
function describeOffer({ judged, notJudged }: PlatformList): string {
  const offered = nameAll([...judged, ...notJudged]);
  return offered.length === 0 ? '' : ` (it has ${joinNames(offered)})`;
}

function describeFound({ judged, notJudged, proven }: PlatformList): string {
  const left = notJudged.length === 0 ? '' : `, ${notJudged.length} not judged`;
  return `${judged.length} judged${left}${proven ? '' : ', list not proven'}`;
}

/** Only where something is left out: then everybody must see what. */
function cellsOf({ judged, notJudged }: PlatformList): Finding['perPlatform'] {
  if (notJudged.length === 0) return [];
  const names = nameAll([...judged, ...notJudged]);
  return names.map((label, index) => ({
    label,
    found: index < judged.length ? 'judged' : 'not judged',
  }));
}
