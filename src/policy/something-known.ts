import { finding } from './finding.ts';
import type { Rule } from './rule.ts';
import { assessPlatforms } from './sto-result.ts';

/** Nothing to object to is not enough: at least one scan must be known, or everything `if-present` would pass unseen. */
export const judgeSomethingKnown: Rule = (policy, evidence, now) => {
  const { xray } = evidence;
  const platforms = policy.sto === 'off' ? [] : assessPlatforms(policy, evidence, now);
  const sto = platforms.length > 0 && platforms.every(({ result }) => result.kind === 'known');
  const done = policy.xray !== 'off' && xray.kind === 'known' && xray.value.state === 'DONE';
  const known = [...(sto ? ['STO'] : []), ...(done ? ['Xray'] : [])];
  const allowed = 'STO or Xray';
  if (known.length > 0) {
    const found = known.join(' and ');
    return [finding('evidence', 'passed', `a scan is known from ${found}`, { found, allowed })];
  }
  const sentence = 'no scan of the image is known, neither from STO nor from Xray';
  return [
    finding('evidence', 'inconclusive', sentence, { cause: 'absent', found: 'nothing', allowed }),
  ];
};
