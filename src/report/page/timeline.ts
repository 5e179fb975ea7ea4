import type { ImageResult, Polls, TimelineEntry } from '../../gate/result.ts';
import { formatDuration, formatRfc3339 } from '../../image/duration.ts';
import { code, type Html, html, own, prose, table } from '../markdown.ts';
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
  if (image.timeline.length === 0) return html``;
  const picture = isPictured ? gantt(image) : html``;
  const start = code(formatRfc3339(image.startedAt));
  return html`<p><b>Timeline</b> from ${start} on</p>${rowsTable(rowsOf(image))}${picture}`;
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
const HEAD = [html`Step`, html`After`, html`Polls`];

function cellsOf({ step, at, polls }: Row): readonly Html[] {
  const after = at < 0 ? html`${own(formatDuration(-at))} before` : own(formatDuration(at));
  return [step, after, pollsCell(polls)];
}

/** Since the step before. */
function pollsCell({ harness, xray }: Polls): Html {
  const counts = [
    ...(harness === 0 ? [] : [`${harness} Harness`]),
    ...(xray === 0 ? [] : [`${xray} JFrog`]),
  ];
  return own(counts.join(', ') || '–');
}
