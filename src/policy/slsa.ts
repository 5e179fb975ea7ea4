import { UNVERIFIED } from '../image/evidence.ts';
import type { Finding } from './finding.ts';
import { cellsThatDiffer, finding, notChecked } from './finding.ts';
import type { Policy } from './policy.ts';
import type { Rule } from './rule.ts';
import type { SlsaAssessment, SlsaStatement } from './slsa-result.ts';
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

function judgeStatus(assessment: Status, accepted: string): Finding {
  const { kind, status } = assessment;
  return finding('slsa', kind, `SLSA status is ${quote(status)}`, {
    ...detailsOf(assessment),
    allowed: accepted,
  });
}

/** Gives the status as it came and the input that would accept it. */
function judgeUnrecognised(
  assessment: Extract<SlsaAssessment, { kind: 'unrecognised' }>,
  accepted: string,
): Finding {
  const sentence = `SLSA status ${quote(assessment.raw)} is not recognised (slsa-accepted: ${accepted})`;
  return finding('slsa', 'inconclusive', sentence, {
    ...detailsOf(assessment),
    cause: 'unrecognised',
    allowed: accepted,
  });
}

function judgeNoStatus(
  assessment: Extract<SlsaAssessment, { kind: 'unreachable' | 'absent' }>,
  requirement: Exclude<Policy['slsa'], 'off'>,
): Finding {
  const question = {
    check: 'slsa',
    requirement,
    answer: "SLSA's answer",
    absent: describeAbsence(assessment.why),
  } as const;
  return judgeUnknown(question, assessment, detailsOf(assessment));
}

function detailsOf(assessment: SlsaAssessment): Pick<Finding, 'where' | 'found' | 'perPlatform'> {
  const { where, platforms } = assessment;
  const cells = platforms.map(({ name, statement }) => ({
    label: name,
    found: describeCell(statement),
  }));
  return { where, found: describeFound(assessment), perPlatform: cellsThatDiffer(cells) };
}

function describeFound(statement: SlsaStatement): string {
  switch (statement.kind) {
    case 'passed':
    case 'failed':
      return shorten(statement.status);
    case 'unrecognised':
      return shorten(statement.raw);
    case 'absent':
      return describeGap(statement.why);
    case 'unreachable':
      return statement.kind;
    default:
      return statement satisfies never;
  }
}

function describeAbsence(why: string): string {
  if (why === UNVERIFIED) return 'the SLSA provenance exists but was not verified';
  return explainAbsence('SLSA has no verified status', why, 'slsa');
}

function describeGap(why: string): string {
  if (why === UNVERIFIED) return 'not verified';
  return why === '' ? 'no data' : shorten(why);
}

/** Longest text that a narrow column shows, in characters. */
const CELL_MAX_CHARS = 24;

/** Beside other platforms, where there is less room than in a sentence. */
function describeCell(statement: SlsaStatement): string {
  if (statement.kind === 'unreachable') return 'unknown';
  const found = describeFound(statement);
  if (found.length <= CELL_MAX_CHARS) return found;
  return statement.kind === 'absent' ? 'no data' : statement.kind;
}
