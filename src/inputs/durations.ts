import { quote } from './quote.ts';
import type { Reading } from './reading.ts';
import { invalid, valid } from './reading.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const WHOLE = '(0|[1-9][0-9]*)';
const UNITS = [
  ['d', DAY_MS],
  ['h', HOUR_MS],
  ['m', MINUTE_MS],
  ['s', SECOND_MS],
  ['ms', 1],
] as const;
const FORM = new RegExp(`^${UNITS.map(([unit]) => `(?:${WHOLE}${unit})?`).join('')}$`);

/** The shortest and longest duration an input may have, as a user would write them. */
export interface DurationRange {
  readonly from: string;
  readonly to: string;
}

/** Milliseconds of `500ms`, `90s`, `5m`, `1h30m` or `30d`: units from large to small, each once; else `undefined`. */
export function parseDuration(text: string): number | undefined {
  const match = text === '' ? null : FORM.exec(text);
  if (match === null) return undefined;
  const sum = UNITS.reduce(
    (total, [, factor], index) => total + Number(match[index + 1] ?? 0) * factor,
    0,
  );
  return Number.isSafeInteger(sum) ? sum : undefined;
}

/** Milliseconds of a duration that lies in the range; `orElse` is an allowed word to name beside it. */
export function checkDuration(
  name: string,
  text: string,
  { from, to }: DurationRange,
  orElse = '',
): Reading<number> {
  const duration = parseDuration(text);
  if (duration === undefined) {
    const forms = `a duration such as 500ms, 90s, 5m, 1h30m or 30d${orElse}`;
    return invalid(`${name} must be ${forms}, not ${quote(text)}`);
  }
  const inRange = duration >= (parseDuration(from) ?? 0) && duration <= (parseDuration(to) ?? 0);
  return inRange
    ? valid(duration)
    : invalid(`${name} must be from ${from} to ${to}${orElse}, not ${quote(text)}`);
}
