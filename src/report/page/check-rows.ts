import type { ImageResult } from '../../gate/result.ts';
import type { Finding, FindingResult } from '../../policy/finding.ts';
import { isEcho, isGivenUp, isObjection, isOff, restsOnSto } from '../check-groups.ts';
import { decidingFindingOf } from '../deciding.ts';

/** Worst first: what a reader has come for stands at the top. */
const ORDER: readonly FindingResult[] = [
  'failed',
  'inconclusive',
  'passed',
  'noted',
  'not-checked',
];

/** What is shown of the findings of an image, each finding in one place. */
export interface CheckRows {
  /** What keeps the image from passing. */
  readonly loud: readonly Finding[];
  /** What passed, is noted or was not checked. */
  readonly quiet: readonly Finding[];
  /** What nobody asked any more. */
  readonly givenUp: readonly Finding[];
}

/** The rows of the image's checks in the order readers want them; the finding that decided is always among the loud. */
export function checkRowsOf(image: ImageResult): CheckRows {
  const findings = tableFindings(image);
  const deciding = decidingFindingOf(image);
  const isShown = (one: Finding) => one === deciding || !isGivenUp(one);
  const rows = ORDER.flatMap((result) => findings.filter((one) => one.result === result));
  return {
    loud: rows.filter((one) => isObjection(one) && isShown(one)),
    quiet: rows.filter((one) => !isObjection(one)),
    givenUp: findings.filter((one) => !isShown(one)),
  };
}

/**
 * A note beside another finding of its check belongs to what the verdict does not cover. What is switched off together
 * with STO is one row, and that something was known at all shows in the other rows.
 */
function tableFindings(image: ImageResult): readonly Finding[] {
  const { findings } = image;
  const deciding = decidingFindingOf(image);
  const stoOff = isOff(findings.find(({ check }) => check === 'sto'));
  return findings.filter((finding, index) => {
    const { check, result } = finding;
    if (finding === deciding) return true;
    if (isEcho(finding, findings)) return false;
    if (check === 'evidence') return result !== 'passed';
    if (isOff(finding) && check !== 'sto' && restsOnSto(check)) return !stoOff;
    return result !== 'noted' || findings.findIndex((other) => other.check === check) === index;
  });
}
