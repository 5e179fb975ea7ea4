import { SEVERITIES, type Severity } from '../../image/severity.ts';
import { type Html, html, join, own, unbroken } from '../markdown.ts';
import type { Numbers } from '../numbers.ts';

/** Behind the words, for the eye; nothing is said by colour alone, and nothing is fetched from another host. */
const MARKS: Readonly<Record<Severity, Html>> = {
  critical: html`🟥`,
  high: html`🟧`,
  medium: html`🟨`,
  low: html`🟦`,
  info: html`⬜`,
};

/** The worst judged platform at a glance: `2 critical 🟥 · 4 high 🟧 · 0 medium`. A mark only where there is an issue. */
export function issuesLine({ platforms, worst }: Numbers): Html {
  const counts = SEVERITIES.map((severity) => countOf(severity, worst[severity]));
  const isUnknown = SEVERITIES.every((severity) => worst[severity] === undefined);
  const where = platforms.length > 1 && !isUnknown ? html` (worst platform)` : html``;
  return html`<b>Issues</b> ${isUnknown ? html`unknown` : join(counts.map(unbroken), ' · ')}${where}`;
}

function countOf(severity: Severity, count: number | undefined): Html {
  if (count === undefined) return html`${own(severity)} unknown`;
  if (count === 0) return html`0 ${own(severity)}`;
  return html`${count} ${own(severity)} ${MARKS[severity]}`;
}
