import type { ImageResult, Milestone } from '../../gate/result.ts';
import { XRAY_STATES } from '../../image/evidence.ts';
import { type Html, html, mermaid } from '../markdown.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** A shorter wait needs no picture. */
const SHORTEST_MS = 10 * SECOND_MS;
/** Times are written as times of a day, which every reader's zone shows alike. */
const LONGEST_MS = 24 * HOUR_MS;
const STATES_MAX = 20;
const TICKS = 8;

/** Distances that a reader can count in. */
const TICK_STEPS: readonly (readonly [number, string])[] = [
  [2 * SECOND_MS, '2second'],
  [5 * SECOND_MS, '5second'],
  [15 * SECOND_MS, '15second'],
  [30 * SECOND_MS, '30second'],
  [MINUTE_MS, '1minute'],
  [2 * MINUTE_MS, '2minute'],
  [5 * MINUTE_MS, '5minute'],
  [15 * MINUTE_MS, '15minute'],
  [30 * MINUTE_MS, '30minute'],
  [HOUR_MS, '1hour'],
  [3 * HOUR_MS, '3hour'],
];

/** A bar, or a moment where start and end are the same. Labels are words of this file, whatever a server says. */
interface Bar {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  /** What had not come when the run ended, or was not good. */
  readonly isBad?: boolean;
}

/** The states that are not the last word. */
const UNFINISHED: ReadonlySet<string> = new Set([
  'NOT_SCANNED',
  'PENDING',
  'SCANNING',
  'other state',
]);

/** The wait as a Mermaid chart, which GitHub draws; nothing where there was hardly a wait. */
export function gantt(image: ImageResult): Html {
  const end = Math.max(image.waited, ...image.timeline.map(({ at }) => at));
  if (end < SHORTEST_MS || end >= LONGEST_MS) return html``;
  const sections = [
    ...section('Harness', harnessBars(image, end)),
    ...section('JFrog', jfrogBars(image, end)),
    ...section('Image Gate', [verdictBar(image, end)]),
  ];
  return mermaid([
    'gantt',
    'dateFormat HH:mm:ss.SSS',
    `axisFormat ${end < HOUR_MS ? '%M:%S' : '%H:%M'}`,
    `tickInterval ${tickOf(end)}`,
    'todayMarker off',
    ...sections,
  ]);
}

function harnessBars(image: ImageResult, end: number): readonly Bar[] {
  const visible = findAt(image, 'visible in Harness');
  const asking = findAt(
    image,
    'asking for STO and SLSA',
    'asking for STO and SLSA, without a scan',
  );
  const again = findAt(image, 'second reading');
  return [
    { label: 'Until visible', from: 0, to: visible ?? asking ?? end, isBad: visible === undefined },
    ...(asking === undefined ? [] : [{ label: 'STO and SLSA', from: asking, to: again ?? end }]),
    ...(again === undefined ? [] : [{ label: 'Second reading', from: again, to: end }]),
  ];
}

function jfrogBars(image: ImageResult, end: number): readonly Bar[] {
  const visible = findAt(image, 'visible in Artifactory');
  const states = image.timeline.filter(({ what }) => what.startsWith('Xray ')).slice(0, STATES_MAX);
  const bars = states.map(({ at, what }, index) => stateBar(what, at, states[index + 1]?.at, end));
  return visible === undefined ? bars : [{ label: 'Until visible', from: 0, to: visible }, ...bars];
}

/** A state lasts until the next one; the last word of a scan is a moment. */
function stateBar(what: string, from: number, next: number | undefined, end: number): Bar {
  const state = XRAY_STATES.find((one) => what === `Xray ${one}`) ?? 'other state';
  const isUnfinished = UNFINISHED.has(state);
  const to = next ?? (isUnfinished ? end : from);
  const isBad = next === undefined && state !== 'DONE';
  return { label: `Xray ${state}`, from, to, isBad };
}

function verdictBar({ verdict }: ImageResult, end: number): Bar {
  return { label: `Verdict ${verdict}`, from: end, to: end, isBad: verdict !== 'passed' };
}

function findAt(
  { timeline }: ImageResult,
  ...milestones: readonly Milestone[]
): number | undefined {
  return timeline.find(({ what }) => milestones.includes(what))?.at;
}

function section(name: string, bars: readonly Bar[]): readonly string[] {
  return bars.length === 0 ? [] : [`section ${name}`, ...bars.map(barLine)];
}

function barLine({ label, from, to, isBad = false }: Bar): string {
  const tags = [...(isBad ? ['crit'] : []), ...(to > from ? [] : ['milestone'])];
  return `${label} :${[...tags, timeOf(from), timeOf(Math.max(from, to))].join(', ')}`;
}

/** `00:02:31.500` */
function timeOf(ms: number): string {
  return new Date(Math.max(0, Math.round(ms))).toISOString().slice(11, 23);
}

function tickOf(end: number): string {
  const step = TICK_STEPS.find(([ms]) => end / ms <= TICKS) ?? TICK_STEPS.at(-1);
  return step?.[1] ?? '3hour';
}
