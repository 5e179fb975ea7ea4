import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const ROOT = new URL('../', import.meta.url);
const PAGE = readFileSync(new URL('docs/threat-model.md', ROOT), 'utf8');

/** A row of an invariant: its number, and the tests that prove it. */
const ROW = /^\| (I\d+) \| [^|]+ \| ([^|]+) \|$/gm;
const FILE = /`((?:src|test)\/[\w./-]+\.test\.ts)`: ((?:"[^"]+"(?:, )?)+)/g;

interface Proof {
  readonly invariant: string;
  readonly file: string;
  readonly title: string;
}

function readProofs(): readonly Proof[] {
  return [...PAGE.matchAll(ROW)].flatMap(([, invariant = '', cell = '']) =>
    [...cell.matchAll(FILE)].flatMap(([, file = '', titles = '']) =>
      [...titles.matchAll(/"([^"]+)"/g)].map(([, title = '']) => ({ invariant, file, title })),
    ),
  );
}

function isTitleIn(source: string, title: string): boolean {
  const quoted = JSON.stringify(title).slice(1, -1).replaceAll("'", "\\'");
  return ["'", '"', '`'].some((quote) =>
    [title, quoted].some((text) =>
      source.replaceAll(/\(\s+/g, '(').includes(`(${quote}${text}${quote},`),
    ),
  );
}

test('every test that the threat model names exists', () => {
  const missing = readProofs().filter(
    ({ file, title }) => !isTitleIn(readFileSync(new URL(file, ROOT), 'utf8'), title),
  );
  expect(missing).toEqual([]);
});

test('every invariant has a number of its own, in order, and at least one proof', () => {
  const numbers = [...PAGE.matchAll(/^\| (I\d+) \|/gm)].map(([, number]) => number);
  expect(numbers).toEqual(numbers.map((_, index) => `I${index + 1}`));
  expect(new Set(readProofs().map(({ invariant }) => invariant))).toEqual(new Set(numbers));
});
