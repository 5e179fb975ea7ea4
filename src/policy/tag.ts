import { shortDigest } from '../image/digest.ts';
import type { TagReading } from '../image/evidence.ts';
import type { Finding } from './finding.ts';
import { finding } from './finding.ts';
import type { Rule } from './rule.ts';
import { judgeUnknown } from './unknown.ts';
import { explainAbsence, joinNames, shorten } from './wording.ts';

const ALLOWED = 'the digest that was pushed';

/** Every tag must still point to the digest that is judged, or something else would ship. */
export const judgeTag: Rule = (_policy, { tag }) => {
  if (tag.kind === 'known') return [judgeReading(tag.value)];
  const why = tag.kind === 'absent' ? tag.why : '';
  const question = {
    check: 'tag',
    requirement: 'required',
    answer: 'the answer about where the tag points',
    absent: explainAbsence('it is not known where the tag points', why, 'tag'),
  } as const;
  return [judgeUnknown(question, tag, { allowed: ALLOWED })];
};

function judgeReading({ tags, digest, moved }: TagReading): Finding {
  const found = shortDigest(digest);
  if (moved !== undefined) {
    const to = shortDigest(moved.to);
    const sentence = `the tag ${shorten(moved.tag)} now points to ${to}…, not to ${found}…`;
    return finding('tag', 'failed', sentence, { found: to, allowed: found });
  }
  if (tags.length === 0) {
    return finding('tag', 'noted', 'no tag to check, the image is named by digest', {
      found: 'by digest',
    });
  }
  const subject = tags.length === 1 ? 'the tag' : 'the tags';
  const verb = tags.length === 1 ? 'points' : 'point';
  const sentence = `${subject} ${joinNames(tags.map(shorten))} ${verb} to ${found}…`;
  return finding('tag', 'passed', sentence, { found, allowed: ALLOWED });
}
