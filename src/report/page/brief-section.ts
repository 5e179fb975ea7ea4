import type { ImageResult } from '../../gate/result.ts';
import type { Finding, FindingResult } from '../../policy/finding.ts';
import { details, type Html, html, join, own } from '../markdown.ts';
import { numbersOf } from '../numbers.ts';
import { counted } from '../words.ts';
import { adviceBlock } from './advice-block.ts';
import { type CheckRows, checkRowsOf } from './check-rows.ts';
import { checksTable, givenUpLine } from './checks-table.ts';
import { identityBlock } from './identity-block.ts';
import type { Context } from './image-section.ts';
import { notCovered } from './not-covered.ts';
import { onlyReportedBlock } from './only-reported.ts';
import { timesLine } from './times-line.ts';

const ENDS: readonly (readonly [FindingResult, string])[] = [
  ['passed', 'passed'],
  ['noted', 'noted'],
  ['not-checked', 'not checked'],
];

/** One image for those who are told of it elsewhere than in the run: what keeps it from passing, and the rest folded. */
export function briefSection(image: ImageResult, context: Context): readonly Html[] {
  const { policy, now, approved } = context;
  const numbers = numbersOf(image, policy, now);
  const rows = checkRowsOf(image);
  const limits = notCovered(image);
  const rest = checksTable(image, rows.quiet, numbers.worst.ignored);
  const folded = join([timesLine(image, numbers, now), rest, limits], '');
  const blocks = [
    onlyReportedBlock(image),
    identityBlock(image, numbers, policy),
    checksTable(image, rows.loud, undefined),
    givenUpLine(rows.givenUp),
    adviceBlock(image, approved),
    rows.quiet.length === 0 ? limits : details(titleOf(rows, limits), folded),
  ];
  return blocks.filter((block) => block.html !== '');
}

/** `12 more checks passed or noted, and what the verdict does not cover`: silence must not be taken for a pass. */
function titleOf({ loud, quiet }: CheckRows, limits: Html): Html {
  const count = counted(quiet.length, loud.length > 0 ? 'more check' : 'check');
  const behind = limits.html === '' ? html`` : html`, and what the verdict does not cover`;
  return html`${own(`${count} ${endsOf(quiet)}`)}${behind}`;
}

function endsOf(findings: readonly Finding[]): string {
  const ends = ENDS.filter(([result]) => findings.some((one) => one.result === result));
  return ends.map(([, word], index) => before(index, ends.length) + word).join('');
}

/** `a`, `a or b`, `a, b or c`. */
function before(index: number, length: number): string {
  if (index === 0) return '';
  return index === length - 1 ? ' or ' : ', ';
}
