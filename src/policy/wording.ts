import { oneLine } from '../image/text.ts';

/** Longest piece of somebody else's text inside a sentence, in characters. */
const QUOTE_MAX_CHARS = 80;

/** At most 80 characters of a text that somebody else wrote, on one line; whoever shows it escapes it. */
export function shorten(text: string): string {
  return oneLine(text, QUOTE_MAX_CHARS);
}

/** A server's own text inside a sentence, in quotation marks and shortened. */
export function quote(raw: string): string {
  return `"${shorten(raw)}"`;
}

/** A field and what came in it: `critical -1`, `critical is the text '2'`, `critical is a list`. */
export function describeField(name: string, raw: string): string {
  const [, text] = /^"(.*)"$/s.exec(raw) ?? [];
  if (text !== undefined) return `${name} is the text '${text}'`;
  return `${name}${/^an? /.test(raw) ? ' is' : ''} ${raw}`;
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

/** Why data is absent: the reason itself where it names the check, else the clause with the reason in brackets. */
export function explainAbsence(clause: string, why: string, name: string): string {
  if (why.toLowerCase().includes(name)) return why;
  return why === '' ? clause : `${clause} (${shorten(why)})`;
}
