import type { Evidence, ImageEvidence, Quarantine } from '../image/evidence.ts';
import type { Finding, FindingResult, PlatformCell } from './finding.ts';
import { finding, notChecked } from './finding.ts';
import { listJudged } from './judged-platform.ts';
import type { Policy } from './policy.ts';
import type { Rule } from './rule.ts';
import { judgeUnknown } from './unknown.ts';
import { explainAbsence, quote, shorten } from './wording.ts';

/** Whether a quarantine fails the image: waiting for scans cannot lift it. */
export function isQuarantined(policy: Policy, quarantine: Evidence<Quarantine>): boolean {
  return (
    policy.quarantine === 'required' && quarantine.kind === 'known' && quarantine.value.quarantined
  );
}

/** A quarantined image fails; with `quarantine: off` a quarantine that is known of is still reported. */
export const judgeQuarantine: Rule = (policy, evidence) => {
  const { quarantine } = evidence;
  if (quarantine.kind === 'known') return [judgeReading(policy, quarantine.value, evidence)];
  if (policy.quarantine === 'off') return [notChecked('quarantine', 'quarantine')];
  const why = quarantine.kind === 'absent' ? quarantine.why : '';
  const question = {
    check: 'quarantine',
    requirement: 'required',
    answer: "Harness's answer on the quarantine",
    absent: explainAbsence('it is not known whether the image is quarantined', why, 'quarantine'),
  } as const;
  return [judgeUnknown(question, quarantine, { allowed: 'not quarantined' })];
};

function judgeReading(policy: Policy, reading: Quarantine, evidence: ImageEvidence): Finding {
  const judged = (result: FindingResult, sentence: string, found: string) =>
    finding('quarantine', policy.quarantine === 'off' ? 'noted' : result, sentence, {
      found,
      allowed: policy.quarantine === 'off' ? 'only reported' : 'not quarantined',
      perPlatform: cellsOf(reading, evidence),
    });
  if (!reading.quarantined)
    return judged('passed', 'the image is not quarantined', 'not quarantined');
  const reason = reading.reason === '' ? '' : `: ${quote(reading.reason)}`;
  return judged('failed', `${shorten(reading.what)} is quarantined${reason}`, 'quarantined');
}

/** Only where one of several platforms is quarantined: of the others nobody says that they are not. */
function cellsOf(reading: Quarantine, evidence: ImageEvidence): readonly PlatformCell[] {
  if (!reading.quarantined) return [];
  const names = listJudged(evidence).map(({ called }) => called);
  if (names.length < 2 || !names.includes(reading.what)) return [];
  return [{ label: shorten(reading.what), found: 'quarantined' }];
}
