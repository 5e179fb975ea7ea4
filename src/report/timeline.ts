import type { ImageResult, RequestNote, TimelineEntry } from '../gate/result.ts';
import { formatDuration, formatRfc3339 } from '../image/duration.ts';
import { code, type Html, html, own, prose, table } from './markdown.ts';
import { gantt } from './timeline-gantt.ts';
import { capitalised } from './words.ts';

const ROWS_MAX = 60;
const FIRST_ROWS = 10;
const STEP_MAX = 160;

/** What the run knows of the time of one image beyond the image's own timeline; only with a single image all of it is the image's. */
export interface Journey {
  /** Epoch milliseconds. */
  readonly startedAt: number;
  readonly requests: readonly RequestNote[];
}

/** One line of the table. */
interface Row {
  readonly step: Html;
  /** Milliseconds since the start; before it where negative. */
  readonly at: number;
  readonly requests: readonly RequestNote[];
}

/** When what happened, as a table, and as a picture where there is one to see and room for it. */
export function timelineSection(
  image: ImageResult,
  journey: Journey | undefined,
  isPictured: boolean,
): Html {
  if (image.timeline.length === 0) return html``;
  const picture = isPictured ? gantt(image) : html``;
  return html`<p><b>Timeline</b></p>${rowsTable(rowsOf(image, journey), journey)}${picture}`;
}

function rowsOf(image: ImageResult, journey: Journey | undefined): readonly Row[] {
  const entries = [...image.timeline].sort((a, b) => a.at - b.at);
  const rows = entries.map(({ at }, index) => ({
    step: stepOf(image, entries, index),
    at,
    requests: journey === undefined ? [] : between(journey, entries[index - 1]?.at, at),
  }));
  const { pushedAt } = image.version;
  if (journey === undefined || pushedAt === undefined) return rows;
  return [{ step: html`Pushed`, at: pushedAt - journey.startedAt, requests: [] }, ...rows];
}

/** The last entry is the verdict; everything before it may hold what a server said. */
function stepOf(image: ImageResult, entries: readonly TimelineEntry[], index: number): Html {
  const what = entries[index]?.what ?? '';
  return index === entries.length - 1 && what === image.verdict
    ? html`<b>Verdict: ${own(what)}</b>`
    : prose(capitalised(what), STEP_MAX);
}

/** Requests that began after the step before and not later than this one. */
function between(
  { startedAt, requests }: Journey,
  after: number | undefined,
  until: number,
): readonly RequestNote[] {
  return requests.filter(({ at }) => {
    const since = at - startedAt;
    return since <= until && (after === undefined || since > after);
  });
}

/** The end of a long wait is worth more than its middle. */
function rowsTable(rows: readonly Row[], journey: Journey | undefined): Html {
  const shown =
    rows.length > ROWS_MAX
      ? [...rows.slice(0, FIRST_ROWS), ...rows.slice(FIRST_ROWS - ROWS_MAX)]
      : rows;
  const rest = rows.length - shown.length;
  const left = rest > 0 ? html`<p>${rest} steps in the middle left out</p>` : html``;
  const cells = shown.map((row) => cellsOf(row, journey));
  return html`${table(headOf(journey), cells)}${left}`;
}

function headOf(journey: Journey | undefined): readonly Html[] {
  const head = [html`Step`, html`After`];
  return journey === undefined
    ? head
    : [...head, html`At (UTC)`, html`Requests since the step before`];
}

function cellsOf({ step, at, requests }: Row, journey: Journey | undefined): readonly Html[] {
  const after = at < 0 ? html`${own(formatDuration(-at))} before` : own(formatDuration(at));
  if (journey === undefined) return [step, after];
  const time = code(formatRfc3339(journey.startedAt + at).slice(11, 19));
  return [step, after, time, requestsCell(requests)];
}

function requestsCell(requests: readonly RequestNote[]): Html {
  const systems = (['Harness', 'JFrog'] as const).flatMap((system) => {
    const count = requests.filter((note) => note.system === system).length;
    return count === 0 ? [] : [`${count} ${system}`];
  });
  return own(systems.join(', ') || '–');
}
