import type { ImageResult } from '../gate/result.ts';
import type { Check, Finding, FindingCause, FindingResult } from '../policy/finding.ts';
import { restsOnSto } from './check-groups.ts';
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
  passed: html`✅&nbsp;passed`,
  failed: html`❌&nbsp;<b>failed</b>`,
  inconclusive: html`⚠️&nbsp;<b>inconclusive</b>`,
  noted: html`➖&nbsp;noted`,
  'not-checked': html`➖&nbsp;not&nbsp;checked`,
};

const MISSING: Partial<Readonly<Record<FindingCause, string>>> = {
  outage: 'no answer',
  'timed-out': 'not there in time',
  gone: 'gone',
  ended: 'no longer awaited',
  permission: 'not allowed',
  configuration: 'not to be had',
  'missing-call': 'no such call',
};

/** Noted for want of anything to judge. */
const NO_DATA = html`➖&nbsp;no&nbsp;data`;

const NOT_ASKED = html`➖&nbsp;not&nbsp;asked`;

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

/** One row a check: what was found against what is allowed, platform by platform where they differ. */
export function checksTable(image: ImageResult, ignored: number | undefined): Html {
  const findings = tableFindings(image);
  const asked = findings.filter((finding) => !isNotAsked(finding));
  const rows = [
    ...ORDER.flatMap((result) => asked.filter((finding) => finding.result === result)),
    ...findings.filter(isNotAsked),
  ];
  const exempted = ignored === undefined || ignored === 0 ? [] : [exemptedRow(ignored)];
  const head = [html`Check`, html`Result`, html`Found`, html`Allowed`];
  return table(head, [...rows.map(toRow), ...exempted]);
}

/**
 * A note beside another finding of its check belongs to what the verdict does not cover. What is switched off together
 * with STO is one row, and that something was known at all shows in the other rows.
 */
function tableFindings({ findings }: ImageResult): readonly Finding[] {
  const stoOff = isOff(findings.find(({ check }) => check === 'sto'));
  return findings.filter((finding, index) => {
    const { check, result } = finding;
    if (check === 'evidence') return result !== 'passed';
    if (isOff(finding) && check !== 'sto' && restsOnSto(check)) return !stoOff;
    return result !== 'noted' || findings.findIndex((other) => other.check === check) === index;
  });
}

/** Given up because another finding had decided already: it objects to nothing by itself. */
function isNotAsked({ result, cause }: Finding): boolean {
  return result === 'inconclusive' && cause === 'ended';
}

function isOff(finding: Finding | undefined): boolean {
  return finding?.result === 'not-checked';
}

function toRow(finding: Finding): readonly Html[] {
  const { check, result, cause, allowed } = finding;
  if (isNotAsked(finding)) return [NAMES[check], NOT_ASKED, html``, prose(allowed, FOUND_MAX)];
  const state = result === 'noted' && cause !== 'judged' ? NO_DATA : RESULTS[result];
  const found = isOff(finding) ? html`` : foundCell(finding);
  return [NAMES[check], state, found, prose(allowed, FOUND_MAX)];
}

/** The platforms themselves stand above the table. */
function foundCell(finding: Finding): Html {
  const { check, perPlatform } = finding;
  const platforms = check === 'platforms' ? [] : perPlatform;
  const shown = platforms.slice(0, CELLS_MAX);
  const cells = shown.map(
    (cell) => html`<br>${code(cell.label, LABEL_MAX)} ${prose(cell.found, FOUND_MAX)}`,
  );
  const rest = platforms.length - shown.length;
  const more = rest > 0 ? html`<br>and ${rest} more` : html``;
  return html`${prose(inWords(finding), FOUND_MAX)}${join(cells, '')}${more}`;
}

/** Of what could not be had, why: somebody who answered in vain for half an hour was not unreachable. */
function inWords({ found, cause }: Finding): string {
  return found === 'unreachable' ? (MISSING[cause] ?? found) : found;
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
