import type { GateResult, ImageResult } from '../gate/result.ts';
import type { Finding } from '../policy/finding.ts';
import { decidingFinding, type Verdict } from '../policy/verdict.ts';
import { isEcho, isGivenUp, isObjection } from './check-groups.ts';

/** Order of display only; what a run's verdict is was decided long before. */
const RANK: Readonly<Record<Verdict, number>> = {
  failed: 0,
  inconclusive: 1,
  cancelled: 2,
  passed: 3,
};

/** The images as a reader wants them: what went wrong first, otherwise in the order they were given. */
export function worstFirst(images: readonly ImageResult[]): readonly ImageResult[] {
  return [...images].sort((a, b) => RANK[a.verdict] - RANK[b.verdict]);
}

/** The image that speaks for the run: among the worst, the one whose finding ranks first. */
export function decidingImage(result: GateResult): ImageResult | undefined {
  const [first] = worstFirst(result.images);
  const worst = result.images.filter((image) => image.verdict === first?.verdict);
  const finding = decidingFinding(worst.flatMap((image) => image.findings));
  return worst.find((image) => finding !== undefined && image.findings.includes(finding)) ?? first;
}

/** The finding that speaks for one image; none when it passed. */
export function decidingFindingOf(image: ImageResult): Finding | undefined {
  return image.verdict === 'passed' ? undefined : decidingFinding(image.findings);
}

/** What else is wrong with the image; not what was merely given up, nor what only repeats another finding. */
export function otherFindings(image: ImageResult): readonly Finding[] {
  const deciding = decidingFindingOf(image);
  return image.findings.filter(
    (finding) =>
      finding !== deciding && objectsByItself(finding) && !isEcho(finding, image.findings),
  );
}

/** Whether the finding keeps the image from passing by itself. */
function objectsByItself(finding: Finding): boolean {
  return isObjection(finding) && !isGivenUp(finding);
}
