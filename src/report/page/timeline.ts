import type { ImageResult, Polls, TimelineEntry } from '../../gate/result.ts';
import { formatDuration, formatRfc3339 } from '../../image/duration.ts';
import { type Html, html, join, own, prose, table, unbroken } from '../markdown.ts';
import { capitalised } from '../words.ts';
import { gantt } from './timeline-gantt.ts';

const ROWS_MAX = 60;
const FIRST_ROWS = 10;
const STEP_MAX = 160;
const NONE: Polls = { harness: 0, xray: 0 };

/** One line of the table. */
interface Row {
  readonly step: Html;
  /** Milliseconds since the start; before it where negative. */
  readonly at: number;
  readonly polls: Polls;
}

/** When what happened, as a table, and as a picture where there is one to see and room for it. */
export function timelineSection(image: ImageResult, isPictured: boolean): Html {
  if (!image.timeline.some(({ what }) => what !== image.verdict)) return html``;
  const picture = isPictured ? gantt(image) : html``;
  const start = own(secondOf(image.startedAt));
  return html`<p><b>Timeline</b>, from ${start}</p>${rowsTable(rowsOf(image))}${picture}`;
}

/** Like other times of a page, but to the second, for steps may be no further apart: `2025-11-21 07:50:12 UTC`. */
function secondOf(at: number): string {
  return formatRfc3339(at).replace('T', ' ').replace('Z', ' UTC') || 'unknown';
}

function rowsOf(image: ImageResult): readonly Row[] {
  const entries = [...image.timeline].sort((a, b) => a.at - b.at);
  const rows = entries.map(({ at, polls }, index) => ({
    step: stepOf(image, entries, index),
    at,
    polls,
  }));
  const { pushedAt } = image.version;
  if (pushedAt === undefined) return rows;
  return [{ step: html`Pushed`, at: pushedAt - image.startedAt, polls: NONE }, ...rows];
}

/** The last entry is the verdict; everything before it may hold what a server said. */
function stepOf(image: ImageResult, entries: readonly TimelineEntry[], index: number): Html {
  const what = entries[index]?.what ?? '';
  return index === entries.length - 1 && what === image.verdict
    ? html`<b>Verdict: ${own(what)}</b>`
    : prose(capitalised(what), STEP_MAX);
}

/** The end of a long wait is worth more than its middle. */
function rowsTable(rows: readonly Row[]): Html {
  const shown =
    rows.length > ROWS_MAX
      ? [...rows.slice(0, FIRST_ROWS), ...rows.slice(FIRST_ROWS - ROWS_MAX)]
      : rows;
  const rest = rows.length - shown.length;
  const left = rest > 0 ? html`<p>${rest} steps in the middle left out</p>` : html``;
  return html`${table(HEAD, shown.map(cellsOf))}${left}`;
}

/** The time of day stands once, above: a fourth column would not fit a telephone. */
const HEAD = [html`Step`, html`After`, html`Polls before`];

function cellsOf({ step, at, polls }: Row): readonly Html[] {
  return [step, unbroken(afterCell(at)), pollsCell(polls)];
}

function afterCell(at: number): Html {
  if (at >= 0) return own(formatDuration(at));
  const before = formatDuration(-at);
  return before === '0s' ? html`just before` : html`${own(before)} before`;
}

/** Since the step before. */
function pollsCell({ harness, xray }: Polls): Html {
  const counts = [
    ...(harness === 0 ? [] : [html`${harness} Harness`]),
    ...(xray === 0 ? [] : [html`${xray} JFrog`]),
  ];
  return counts.length === 0 ? html`–` : join(counts.map(unbroken), ', ');
}
