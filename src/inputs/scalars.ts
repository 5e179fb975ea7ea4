import type { Limit } from '../policy/policy.ts';
import type { DefaultedName } from './catalog.ts';
import type { DurationRange } from './durations.ts';
import { checkDuration } from './durations.ts';
import { listAlternatives, quote } from './quote.ts';
import type { Reading } from './reading.ts';
import { andThen, invalid, valid } from './reading.ts';
import type { Source } from './source.ts';
import { readDefaulted } from './source.ts';

/** A whole number as people write it: no sign, leading zero, fraction or exponent; else `undefined`. */
export function parseWhole(text: string): number | undefined {
  if (!/^(?:0|[1-9][0-9]*)$/.test(text)) return undefined;
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : undefined;
}

/** Items by line or comma, trimmed, empty ones dropped. */
export function splitList(text: string): readonly string[] {
  return text
    .split(/[\r\n,]/)
    .map((item) => item.trim())
    .filter((item) => item !== '');
}

/** Reads one of a closed set of words, spelled exactly. */
export function readChoice<Word extends string>(
  source: Source,
  name: DefaultedName,
  words: readonly Word[],
): Reading<Word> {
  return andThen(readDefaulted(source, name), (text) => {
    const word = words.find((candidate) => candidate === text);
    if (word !== undefined) return valid(word);
    return invalid(`${name} must be ${listAlternatives(words)}, not ${quote(text)}`);
  });
}

/** Reads `true` or `false`. */
export function readBoolean(source: Source, name: DefaultedName): Reading<boolean> {
  return andThen(readChoice(source, name, ['true', 'false']), (word) => valid(word === 'true'));
}

/** Reads a whole number of at least 1. */
export function readPositive(source: Source, name: DefaultedName): Reading<number> {
  return andThen(readDefaulted(source, name), (text) => {
    const value = parseWhole(text);
    if (value !== undefined && value >= 1) return valid(value);
    return invalid(`${name} must be a whole number from 1, not ${quote(text)}`);
  });
}

/** Reads the most that is allowed: a whole number or `unlimited`. */
export function readLimit(source: Source, name: DefaultedName): Reading<Limit> {
  return andThen(readDefaulted(source, name), (text) => {
    const value = text === 'unlimited' ? text : parseWhole(text);
    if (value !== undefined) return valid(value);
    return invalid(`${name} must be a whole number from 0, or unlimited, not ${quote(text)}`);
  });
}

/** Reads a duration in milliseconds. */
export function readDuration(
  source: Source,
  name: DefaultedName,
  range: DurationRange,
): Reading<number> {
  return andThen(readDefaulted(source, name), (text) => checkDuration(name, text, range));
}

/** Reads a list; one without any item is a problem. */
export function readList(source: Source, name: DefaultedName): Reading<readonly string[]> {
  return andThen(readDefaulted(source, name), (text) => {
    const items = splitList(text);
    return items.length > 0
      ? valid(items)
      : invalid(`${name} has no item: write one or more, by line or comma`);
  });
}
