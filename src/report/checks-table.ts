import type { ImageResult } from '../gate/result.ts';
import type { Check, Finding, FindingResult } from '../policy/finding.ts';
import { code, type Html, html, join, prose, table } from './markdown.ts';

const CELLS_MAX = 8;
const FOUND_MAX = 160;
const LABEL_MAX = 60;

/** Worst first: what a reader has come for stands at the top. */
const ORDER: readonly FindingResult[] = [
  'failed',
  'inconclusive',
  'passed',
  'noted',
  'not-checked',
];

const RESULTS: Readonly<Record<FindingResult, Html>> = {
  passed: html`✅ passed`,
  failed: html`❌ <b>failed</b>`,
  inconclusive: html`⚠️ <b>inconclusive</b>`,
  noted: html`➖ noted`,
  'not-checked': html`➖ not checked`,
};

const NAMES: Readonly<Record<Check, Html>> = {
  tag: html`Tag`,
  quarantine: html`Quarantine`,
  firewall: html`Dependency Firewall`,
  critical: html`Critical issues`,
  high: html`High issues`,
  medium: html`Medium issues`,
  low: html`Low issues`,
  info: html`Info issues`,
  sbom: html`SBOM deny list`,
  slsa: html`SLSA provenance`,
  'scan-age': html`Age of the scan`,
  platforms: html`Platforms`,
  xray: html`Xray scan`,
  sto: html`STO scan`,
  evidence: html`Evidence`,
};

/** The check as a row names it. */
export function checkName(check: Check): Html {
  return NAMES[check];
}

/** One row a check: what was found against what is allowed, platform by platform where they differ. */
export function checksTable(image: ImageResult, ignored: number | undefined): Html {
  const rows = ORDER.flatMap((result) =>
    tableFindings(image).filter((finding) => finding.result === result),
  );
  const exempted = ignored === undefined || ignored === 0 ? [] : [exemptedRow(ignored)];
  const head = [html`Check`, html`Result`, html`Found`, html`Allowed`];
  return table(head, [...rows.map(toRow), ...exempted]);
}

/**
 * A note beside another finding of its check belongs to what the verdict does not cover, and that something was known
 * at all shows in the other rows.
 */
function tableFindings({ findings }: ImageResult): readonly Finding[] {
  return findings.filter(({ check, result }, index) => {
    if (check === 'evidence') return result !== 'passed';
    return result !== 'noted' || findings.findIndex((other) => other.check === check) === index;
  });
}

function toRow({ check, result, found, allowed, perPlatform }: Finding): readonly Html[] {
  const shown = perPlatform.slice(0, CELLS_MAX);
  const cells = shown.map(
    (cell) => html`<br>${code(cell.label, LABEL_MAX)} ${prose(cell.found, FOUND_MAX)}`,
  );
  const rest = perPlatform.length - shown.length;
  const more = rest > 0 ? html`<br>and ${rest} more` : html``;
  const all = html`${prose(found, FOUND_MAX)}${join(cells, '')}${more}`;
  return [NAMES[check], RESULTS[result], all, prose(allowed, FOUND_MAX)];
}

/** Exempted issues are in none of the counts above: a reader must see that there are any. */
function exemptedRow(ignored: number): readonly Html[] {
  return [
    html`Issues exempted in STO`,
    RESULTS.noted,
    html`${ignored}, in none of the counts above`,
    html``,
  ];
}
