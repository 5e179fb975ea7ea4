import type { Finding } from './finding.ts';
import { finding, notChecked } from './finding.ts';
import type { Policy } from './policy.ts';
import type { Rule } from './rule.ts';
import type { SlsaAssessment } from './slsa-result.ts';
import { assessSlsa } from './slsa-result.ts';
import { judgeUnknown } from './unknown.ts';
import { explainAbsence, quote, shorten } from './wording.ts';

/** The build's provenance must have been verified, by a status that the policy accepts. */
export const judgeSlsa: Rule = (policy, evidence) => {
  if (policy.slsa === 'off') return [notChecked('slsa', 'SLSA')];
  const accepted = policy.slsaAccepted.join(', ');
  return [judgeAssessment(assessSlsa(evidence, policy), policy.slsa, accepted)];
};

function judgeAssessment(
  assessment: SlsaAssessment,
  requirement: Exclude<Policy['slsa'], 'off'>,
  accepted: string,
): Finding {
  switch (assessment.kind) {
    case 'passed':
    case 'failed':
      return judgeStatus(assessment, accepted);
    case 'unrecognised':
      return judgeUnrecognised(assessment, accepted);
    case 'unreachable':
    case 'absent':
      return judgeNoStatus(assessment, requirement);
    default:
      return assessment satisfies never;
  }
}

type Status = Extract<SlsaAssessment, { status: string }>;

function judgeStatus({ kind, status, where }: Status, accepted: string): Finding {
  const found = shorten(status);
  return finding('slsa', kind, `SLSA status is ${quote(status)}`, {
    where,
    found,
    allowed: accepted,
  });
}

/** Gives the status as it came and the input that would accept it. */
function judgeUnrecognised(
  { raw, where }: Extract<SlsaAssessment, { kind: 'unrecognised' }>,
  accepted: string,
): Finding {
  const sentence = `SLSA status ${quote(raw)} is not recognised (slsa-accepted: ${accepted})`;
  return finding('slsa', 'inconclusive', sentence, {
    cause: 'unrecognised',
    where,
    found: shorten(raw),
    allowed: accepted,
  });
}

function judgeNoStatus(
  assessment: Extract<SlsaAssessment, { kind: 'unreachable' | 'absent' }>,
  requirement: Exclude<Policy['slsa'], 'off'>,
): Finding {
  const { kind, why, where } = assessment;
  const question = {
    check: 'slsa',
    requirement,
    answer: "SLSA's answer",
    absent: explainAbsence('SLSA has no verified status', why, 'slsa'),
  } as const;
  const found = kind === 'absent' && why !== '' ? { found: shorten(why) } : {};
  return judgeUnknown(question, assessment, { where, ...found });
}
