import type { ImageResult } from '../../gate/result.ts';
import { formatAge, formatDuration, formatTime } from '../../image/duration.ts';
import { valueOf } from '../../image/evidence.ts';
import { type Html, html, join, own } from '../markdown.ts';
import type { Numbers } from '../numbers.ts';

/** How old the scans are that the verdict rests on, and how long the image kept the run waiting. `now` is epoch milliseconds. */
export function timesLine(
  { waited, evidence }: ImageResult,
  { oldestScan }: Numbers,
  now: number,
): Html {
  const xray = valueOf(evidence.xray)?.finishedAt;
  const ages = [
    ...(oldestScan === undefined ? [] : [html`<b>STO scanned</b> ${age(oldestScan, now)}`]),
    ...(xray === undefined ? [] : [html`<b>Xray finished</b> ${age(xray, now)}`]),
    html`<b>Waited</b> ${own(formatDuration(waited))}`,
  ];
  return html`<p>${join(ages, ' · ')}</p>`;
}

function age(at: number, now: number): Html {
  return own(`${formatAge(at, now)} (${formatTime(at)})`);
}
