/** Longest piece of somebody else's text inside a sentence, in characters. */
const QUOTE_MAX_CHARS = 80;

/** At most 80 characters of a text that somebody else wrote; escaping is left to whoever shows it. */
export function shorten(text: string): string {
  // One character too many, each of two code units at most, without taking apart a text of megabytes.
  const characters = Array.from(text.slice(0, (QUOTE_MAX_CHARS + 1) * 2));
  if (characters.length <= QUOTE_MAX_CHARS) return text;
  return `${characters.slice(0, QUOTE_MAX_CHARS - 1).join('')}…`;
}

/** A server's own text inside a sentence, in quotation marks and shortened. */
export function quote(raw: string): string {
  return `"${shorten(raw)}"`;
}

/** `1 critical issue`, `2 critical issues`, `0 critical issues`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

const NAMES_MAX = 4;

/** `a`, `a and b`, `a, b and c`; of more than four the first three and how many follow. */
export function joinNames(names: readonly string[]): string {
  const shown =
    names.length > NAMES_MAX
      ? [...names.slice(0, NAMES_MAX - 1), `${names.length - NAMES_MAX + 1} more`]
      : names;
  const last = shown.at(-1) ?? '';
  return shown.length > 1 ? `${shown.slice(0, -1).join(', ')} and ${last}` : last;
}

/** A clause with the reason behind it in brackets, where there is one. */
export function withReason(clause: string, why: string): string {
  return why === '' ? clause : `${clause} (${shorten(why)})`;
}

const UNITS = [
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1_000],
] as const;

/** Milliseconds in the spelling of the inputs, by the two largest units that count: `30d`, `1h30m`, `12s`. */
export function formatDuration(ms: number): string {
  let rest = Math.max(0, ms);
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) parts.push(`${count}${unit}`);
  }
  return parts.length > 0 ? parts.slice(0, 2).join('') : `${Math.floor(rest)}ms`;
}
