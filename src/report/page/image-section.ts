import type { ImageResult } from '../../gate/result.ts';
import type { Html } from '../markdown.ts';
import { numbersOf } from '../numbers.ts';
import { adviceBlock } from './advice-block.ts';
import { checkRowsOf } from './check-rows.ts';
import { checksTable, givenUpLine } from './checks-table.ts';
import { detailsSection, type Way } from './details-section.ts';
import { identityBlock } from './identity-block.ts';
import { notCovered } from './not-covered.ts';
import { onlyReportedBlock } from './only-reported.ts';
import { timesLine } from './times-line.ts';

/** What a section needs to know of the run. `now` is epoch milliseconds. */
export interface Context extends Way {
  readonly now: number;
  /** Whether the whole run passed, so that its images may be deployed. */
  readonly approved: boolean;
}

/** All about one image in the order readers want it: which image, found against allowed, what next, what is not covered, details. */
export function imageSection(image: ImageResult, context: Context): readonly Html[] {
  const { policy, now, approved } = context;
  const numbers = numbersOf(image, policy, now);
  const { loud, quiet, givenUp } = checkRowsOf(image);
  const blocks = [
    onlyReportedBlock(image),
    identityBlock(image, numbers, policy),
    checksTable(image, [...loud, ...quiet], numbers.worst.ignored),
    givenUpLine(givenUp),
    adviceBlock(image, approved),
    timesLine(image, numbers, now),
    notCovered(image),
    detailsSection(image, numbers, context),
  ];
  return blocks.filter((block) => block.html !== '');
}
