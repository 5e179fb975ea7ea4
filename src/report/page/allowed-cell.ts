import type { Check, Finding } from '../../policy/finding.ts';
import { isOff } from '../check-groups.ts';
import { type Html, html, prose } from '../markdown.ts';
import { isAboutReading } from './check-names.ts';

const ALLOWED_MAX = 160;

/** In few words what stands in full elsewhere: the digest above the table, the list of statuses in the details. */
const SHORT: Partial<Readonly<Record<Check, Html>>> = {
  tag: html`pushed digest`,
  platforms: html`all that ship`,
  quarantine: html`none`,
  slsa: html`accepted status`,
  xray: html`DONE`,
};

/** Nothing was asked for. */
const NOTHING = html`–`;

/** What was allowed, short enough for a table on a telephone; never empty. */
export function allowedCell(finding: Finding): Html {
  const { check, allowed } = finding;
  if (isOff(finding) || isAboutReading(finding)) return NOTHING;
  if (allowed === '' || allowed === 'not applicable') return NOTHING;
  if (allowed === 'if-present') return html`if there is one`;
  if (allowed === 'named by the input platforms') return html`as named`;
  const short = allowed === 'only reported' ? undefined : SHORT[check];
  return short ?? prose(allowed, ALLOWED_MAX);
}
