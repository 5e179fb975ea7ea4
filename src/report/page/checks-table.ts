import type { ImageResult } from '../../gate/result.ts';
import type { Finding, FindingResult } from '../../policy/finding.ts';
import { type Html, html, join, table } from '../markdown.ts';
import { allowedCell } from './allowed-cell.ts';
import { CHECK_NAMES, rowNameOf } from './check-names.ts';
import { foundCell } from './found-cell.ts';

const HEAD = [html`Check`, html`Found`, html`Allowed`];

/** Marks differ in shape, and what keeps the image from passing is said in a word as well. */
const MARKS: Readonly<Record<FindingResult, Html>> = {
  passed: html`✅`,
  failed: html`❌`,
  inconclusive: html`⚠️`,
  noted: html`⚪`,
  'not-checked': html`⚪`,
};

/** One row a check: what was found against what is allowed; three columns, which fit a telephone. */
export function checksTable(
  image: ImageResult,
  findings: readonly Finding[],
  exempted: number | undefined,
): Html {
  const rows = [
    ...findings.map((finding) => toRow(finding, image)),
    ...(exempted === undefined || exempted === 0 ? [] : [exemptedRow(exempted)]),
  ];
  return rows.length === 0 ? html`` : table(HEAD, rows);
}

/** One line for all that was not judged any more, answered or not; nothing where everything was. */
export function givenUpLine(findings: readonly Finding[]): Html {
  if (findings.length === 0) return html``;
  const names = join(
    findings.map(({ check }) => CHECK_NAMES[check]),
    ', ',
  );
  return html`<p><b>Not judged</b>, because something else had already decided: ${names}</p>`;
}

function toRow(finding: Finding, image: ImageResult): readonly Html[] {
  return [nameCell(finding), foundCell(finding, image), allowedCell(finding)];
}

/** The mark never stands on a line of its own. */
function nameCell(finding: Finding): Html {
  const { result } = finding;
  const mark = MARKS[result];
  const name = rowNameOf(finding);
  if (result === 'failed') return html`${mark}&nbsp;<b>${name}</b> failed`;
  if (result === 'inconclusive') return html`${mark}&nbsp;<b>${name}</b> inconclusive`;
  return html`${mark}&nbsp;${name}`;
}

/** Exempted issues are in none of the counts above: a reader must see that there are any. */
function exemptedRow(exempted: number): readonly Html[] {
  return [
    html`${MARKS.noted}&nbsp;Issues exempted in STO`,
    html`${exempted}, in none of the counts`,
    html`–`,
  ];
}
