import { oneLine } from '../image/text.ts';

const LINE_MAX = 2_000;

/** A line for the log that the runner takes for nothing else: no command, no second line, no invisible character. */
export function logLine(text: string): string {
  return oneLine(text, LINE_MAX);
}
