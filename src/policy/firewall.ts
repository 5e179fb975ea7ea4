import type { Evidence, Firewall } from '../image/evidence.ts';
import type { Finding } from './finding.ts';
import { finding, notChecked } from './finding.ts';
import type { Policy } from './policy.ts';
import type { Rule } from './rule.ts';
import { judgeUnknown } from './unknown.ts';
import { explainAbsence } from './wording.ts';

const NAME = 'the Dependency Firewall';

/** Whether the firewall fails the image: waiting for scans cannot lift it. */
export function isBlocked(policy: Policy, firewall: Evidence<Firewall>): boolean {
  return policy.firewall !== 'off' && firewall.kind === 'known' && firewall.value === 'BLOCKED';
}

/** The Dependency Firewall's verdict; images of ordinary registries have none, which is no pass either. */
export const judgeFirewall: Rule = (policy, { firewall }) => {
  if (policy.firewall === 'off') return [notChecked('firewall', 'Dependency Firewall')];
  if (firewall.kind === 'known') return [judgeReading(firewall.value)];
  const why = firewall.kind === 'absent' ? firewall.why : '';
  const question = {
    check: 'firewall',
    requirement: policy.firewall,
    answer: `${NAME}'s answer`,
    absent: explainAbsence(`${NAME} has no verdict on the image`, why, 'firewall'),
  } as const;
  return [judgeUnknown(question, firewall)];
};

function judgeReading(verdict: Firewall): Finding {
  const details = { found: verdict, allowed: 'not blocked' };
  switch (verdict) {
    case 'BLOCKED':
      return finding('firewall', 'failed', `${NAME} has blocked the image`, details);
    case 'WARN':
      return finding('firewall', 'noted', `${NAME} warns about the image`, details);
    case 'ALLOWED':
      return finding('firewall', 'passed', `${NAME} allows the image`, details);
    case 'exempt':
      return finding('firewall', 'noted', `${NAME} does not apply to an ordinary registry`, {
        found: 'ordinary registry',
        allowed: 'not applicable',
      });
    default:
      return verdict satisfies never;
  }
}
