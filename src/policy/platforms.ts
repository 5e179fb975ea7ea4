import type { PlatformList } from '../image/evidence.ts';
import { callPlatforms } from '../image/platform-names.ts';
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import type { Rule } from './rule.ts';
import { judgeUnknown } from './unknown.ts';
import { explainAbsence, joinNames, shorten } from './wording.ts';

const ALLOWED = 'every platform that ships';
const ALLOWED_BY_NAME = 'named by the input platforms';

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
  const names = callPlatforms(list.judged);
  const details = {
    found: describeFound(list, missing),
    allowed: missing.length + list.notJudged.length > 0 ? ALLOWED_BY_NAME : ALLOWED,
    perPlatform: cellsOf(list),
  };
  if (missing.length > 0) {
    const sentence = `the image has no platform ${joinNames(missing)}${describeOffer(list)}`;
    return finding('platforms', 'inconclusive', sentence, { ...details, cause: 'absent' });
  }
  if (names.length === 0) {
    const sentence = 'the image has no platform to judge';
    return finding('platforms', 'inconclusive', sentence, { ...details, cause: 'absent' });
  }
  if (list.proven) {
    const sentence = `judged platform${names.length === 1 ? '' : 's'}: ${joinNames(names)}`;
    return finding('platforms', 'passed', sentence, details);
  }
  const known = joinNames(callPlatforms([...list.judged, ...list.notJudged]));
  const sentence = `whether the image has platforms beyond ${known} is not proven by the digest`;
  return finding('platforms', 'noted', sentence, details);
}

/** What could have been named instead: most often a label is only misspelt. */
function describeOffer({ judged, notJudged }: PlatformList): string {
  const offered = callPlatforms([...judged, ...notJudged]);
  return offered.length === 0 ? '' : ` (it has ${joinNames(offered)})`;
}

function describeFound(list: PlatformList, missing: readonly string[]): string {
  const found = missing.length > 0 ? `${joinNames(missing)} missing` : countJudged(list);
  return `${found}${list.proven ? '' : ', list not proven'}`;
}

function countJudged({ judged, notJudged }: PlatformList): string {
  const all = judged.length + notJudged.length;
  return notJudged.length === 0 ? `${all} judged` : `${judged.length} of ${all} judged`;
}

/** Only where something is left out: then everybody must see what. */
function cellsOf({ judged, notJudged }: PlatformList): Finding['perPlatform'] {
  if (notJudged.length === 0) return [];
  const names = callPlatforms([...judged, ...notJudged]);
  return names.map((label, index) => ({
    label,
    found: index < judged.length ? 'judged' : 'not judged',
  }));
}
