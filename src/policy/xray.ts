import type { XrayPart, XrayScan } from '../image/evidence.ts';
import { XRAY_STATES } from '../image/evidence.ts';
import type { Finding } from './finding.ts';
import { finding, notChecked } from './finding.ts';
import type { Rule } from './rule.ts';
import { judgeUnknown } from './unknown.ts';
import { explainAbsence, quote, shorten } from './wording.ts';

const ALLOWED = 'DONE';

/** Xray must have finished scanning, in all its parts. Its status carries no findings, so it never "passes". */
export const judgeXray: Rule = (policy, { xray }) => {
  if (policy.xray === 'off') return [notChecked('xray', 'Xray')];
  if (xray.kind === 'known') return [judgeScan(xray.value), ...noteIndex(xray.value)];
  const why = xray.kind === 'absent' ? xray.why : '';
  const question = {
    check: 'xray',
    requirement: policy.xray,
    answer: "Xray's answer",
    absent: explainAbsence('Xray has no finished scan of the image', why, 'xray'),
  } as const;
  return [judgeUnknown(question, xray)];
};

/** The part that keeps a scan from being finished although Xray calls the whole DONE: worth asking again. */
export function findUnfinishedPart(parts: readonly XrayPart[]): XrayPart | undefined {
  return parts.find(
    ({ name, state }) => isRunning(state) || (name === 'sca' && isNotStarted(state)),
  );
}

function isRunning(state: string): boolean {
  return state === 'PENDING' || state === 'SCANNING';
}

function isNotStarted(state: string): boolean {
  return state === 'NOT_SCANNED' || state === '';
}

function judgeScan(scan: XrayScan): Finding {
  const details = {
    where: shorten(`${scan.repository}/${scan.path}`),
    found: describeFound(scan),
    allowed: ALLOWED,
  };
  if (scan.state !== 'DONE') {
    return finding('xray', 'inconclusive', `Xray ended the scan as ${scan.state}`, details);
  }
  return judgeParts(scan.parts, details);
}

function judgeParts(parts: readonly XrayPart[], details: Partial<Finding>): Finding {
  const unrecognised = parts.find(({ state }) => !isRecognised(state));
  const broken = parts.find(({ state }) => state === 'FAILED' || state === 'PARTIAL');
  const unscanned = parts.find(({ name, state }) => name === 'sca' && state === 'NOT_SUPPORTED');
  const objection = broken ?? findUnfinishedPart(parts) ?? unrecognised ?? unscanned;
  if (objection === undefined) return finding('xray', 'passed', 'Xray scan finished', details);
  const part = `its part ${quote(objection.name)} ${describeState(objection.state)}`;
  const sentence = `Xray calls the scan DONE, but ${part}`;
  const cause = objection === unrecognised ? 'unrecognised' : 'judged';
  return finding('xray', 'inconclusive', sentence, { ...details, cause });
}

function describeState(state: string): string {
  if (!isRecognised(state)) return `is ${quote(state)}`;
  const isOpen = isRunning(state) || isNotStarted(state);
  return isOpen ? `is ${state || 'not started'}` : `ended as ${state}`;
}

function isRecognised(state: string): boolean {
  return state === '' || XRAY_STATES.some((one) => one === state);
}

/** The parts that did not come to DONE, and what that means where people would miss it. */
function describeFound({ state, parts }: XrayScan): string {
  if (parts.length === 0) return `${state}, nothing said of its parts`;
  const notes = parts.filter((part) => part.state !== 'DONE').map(describePart);
  if (!parts.some(({ name }) => name === 'sca')) notes.push('nothing said of sca');
  return notes.length === 0 ? state : `${state} (${notes.join('; ')})`;
}

function describePart({ name, state }: XrayPart): string {
  const meaning = name === 'violations' && isNotStarted(state) ? ': no policy was evaluated' : '';
  return `${shorten(name)} ${shorten(state) || 'not started'}${meaning}`;
}

/** JFrog documents nowhere whether the status of an index covers its platforms, so nobody may assume it. */
function noteIndex({ state, path }: XrayScan): readonly Finding[] {
  if (state !== 'DONE' || !path.endsWith('list.manifest.json')) return [];
  const sentence = 'whether DONE of an index covers every platform in it is not documented by Xray';
  return [finding('xray', 'noted', sentence, { found: 'not documented' })];
}
