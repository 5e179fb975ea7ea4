import type { ImageResult } from '../gate/result.ts';
import { SEVERITIES, type Severity } from '../image/severity.ts';
import type { Check, Finding } from '../policy/finding.ts';
import { isObjection } from './check-groups.ts';
import { judgedNames, nameOf } from './names.ts';
import { counted, listed } from './words.ts';

interface Judged {
  readonly severity: Severity;
  readonly worst: number;
  readonly allowed: string;
}

/**
 * What a passed run may say for itself: only what a rule has passed, for every image. Something switched off, absent
 * or without a limit is not mentioned.
 */
export function passedClause(images: readonly ImageResult[]): string {
  const facts = factsOf(images);
  const [first] = images;
  if (images.length === 1 && first !== undefined) {
    const where = [nameOf(first), listed(judgedNames(first))].filter((part) => part !== '');
    return `${passedFacts(first)} (${where.join(', ')})`;
  }
  return [counted(images.length, 'image'), ...facts].join(', ');
}

/** The same of one image, without naming it. */
export function passedFacts(image: ImageResult): string {
  return factsOf([image]).join(', ') || 'nothing to object to';
}

function factsOf(images: readonly ImageResult[]): readonly string[] {
  return [issuesFact(images), xrayFact(images), slsaFact(images)].filter((fact) => fact !== '');
}

function issuesFact(images: readonly ImageResult[]): string {
  const judged = SEVERITIES.flatMap((severity) => judgedOf(images, severity));
  if (judged.length === 0) return '';
  const atMost = images.length > 1 && judged.some(({ worst }) => worst > 0) ? 'at most ' : '';
  const single = judged.length === 1 && judged[0]?.worst === 1;
  const numbers = judged.map(({ severity, worst, allowed }) =>
    worst > 0 ? `${worst} (${allowed} allowed) ${severity}` : `0 ${severity}`,
  );
  return `${atMost}${listed(numbers, SEVERITIES.length)} ${single ? 'issue' : 'issues'}`;
}

/** The highest number of all images, if a rule has passed this severity for each of them. */
function judgedOf(images: readonly ImageResult[], severity: Severity): readonly Judged[] {
  const findings = images.map((image) => passedFinding(image, severity));
  const numbers = findings.map((finding) =>
    /^\d+$/.test(finding?.found ?? '') ? Number(finding?.found) : -1,
  );
  const worst = Math.max(...numbers);
  if (numbers.length === 0 || Math.min(...numbers) < 0) return [];
  return [{ severity, worst, allowed: findings[0]?.allowed ?? '' }];
}

function xrayFact(images: readonly ImageResult[]): string {
  return everyPassed(images, 'xray')
    ? `Xray ${images.length === 1 ? 'scan' : 'scans'} finished`
    : '';
}

function slsaFact(images: readonly ImageResult[]): string {
  return everyPassed(images, 'slsa') ? 'SLSA passed' : '';
}

function everyPassed(images: readonly ImageResult[], check: Check): boolean {
  return images.every((image) => passedFinding(image, check) !== undefined);
}

/** A check may carry a note beside its pass; an objection beside it is one too many. */
function passedFinding(image: ImageResult, check: Check): Finding | undefined {
  const findings = image.findings.filter((finding) => finding.check === check);
  return findings.some(isObjection)
    ? undefined
    : findings.find(({ result }) => result === 'passed');
}
