import type { Check, Finding } from '../../policy/finding.ts';
import { isOff } from '../check-groups.ts';
import { type Html, html, prose } from '../markdown.ts';

const ALLOWED_MAX = 160;

/** In few words what stands in full elsewhere: the digest above the table, the list of statuses in the details. */
const SHORT: Partial<Readonly<Record<Check, Html>>> = {
  tag: html`pushed digest`,
  platforms: html`all that ship`,
  quarantine: html`none`,
  slsa: html`accepted status`,
  xray: html`DONE`,
};

/** What does not decide is said as it is. */
const LENIENT: readonly string[] = ['if-present', 'only reported'];

/** What was allowed, short enough for a table on a telephone. */
export function allowedCell(finding: Finding): Html {
  const { check, allowed } = finding;
  if (allowed === '' || isOff(finding)) return html``;
  if (allowed === 'not applicable') return html`–`;
  const short = LENIENT.includes(allowed) ? undefined : SHORT[check];
  return short ?? prose(allowed, ALLOWED_MAX);
}
