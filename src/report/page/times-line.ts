import type { ImageResult } from '../../gate/result.ts';
import { formatAge, formatDuration, formatTime } from '../../image/duration.ts';
import { valueOf } from '../../image/evidence.ts';
import { type Html, html, join, own } from '../markdown.ts';
import type { Numbers } from '../numbers.ts';
import { endOfScan } from './xray-cell.ts';

/** How old the scans are that the verdict rests on, and how long the image kept the run waiting. `now` is epoch milliseconds. */
export function timesLine(
  { waited, evidence }: ImageResult,
  { oldestScan }: Numbers,
  now: number,
): Html {
  const scan = valueOf(evidence.xray);
  const ages = [
    ...(oldestScan === undefined ? [] : [html`<b>STO scanned</b> ${age(oldestScan, now)}`]),
    ...(scan?.finishedAt === undefined
      ? []
      : [html`<b>${endOfScan(scan)}</b> ${age(scan.finishedAt, now)}`]),
    html`<b>Waited</b> ${own(formatDuration(waited))}`,
  ];
  return html`<p>${join(ages, ' · ')}</p>`;
}

function age(at: number, now: number): Html {
  return own(`${formatAge(at, now)} (${formatTime(at)})`);
}
