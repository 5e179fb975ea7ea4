import { readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { parseAst } from 'vitest/node';
import { readText } from './pages.ts';

/** A text of the code that a person may read, with … for what differs from case to case. */
export interface Message {
  readonly file: string;
  readonly text: string;
}

type Node = Readonly<Record<string, unknown>>;

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));
/** Reports arrange what the other folders say; what they add is no message of its own. */
const REPORTS = /^report[/\\]/;
const OTHER = /\.(?:test|fixture|d)\.ts$/;

/** Every text in the sources that reads like the words of a message. */
export async function readMessages(): Promise<readonly Message[]> {
  const names = await readdir(SOURCES, { recursive: true });
  const files = names.filter(
    (name) => name.endsWith('.ts') && !OTHER.test(name) && !REPORTS.test(name),
  );
  const found = await Promise.all(
    files.sort().map(async (name) => {
      const file = `src/${name.replaceAll('\\', '/')}`;
      const program: unknown = parseAst(await readText(file), { lang: 'ts' });
      return textsIn(program).map((text) => ({ file, text }));
    }),
  );
  return found.flat();
}

/** Whether a text has enough words to be more than a part of a name. */
export function readsLikeMessage({ text }: Message): boolean {
  const words = text.split(/\s+/).filter((word) => /^["'(]?[A-Za-z][\w'-]*[),.:;?]*$/.test(word));
  return words.length >= 3;
}

/** Whether a phrase, with … for anything, speaks of the message: as a part of its words, or as an example of it. */
export function speaksOf(phrase: string, text: string): boolean {
  return toPattern(phrase, '').test(text) || toPattern(text, '$').test(phrase);
}

/** Every phrase is compared with every message: a pattern is made once. */
const patterns = new Map<string, RegExp>();

function toPattern(words: string, end: '' | '$'): RegExp {
  const key = `${end}${words}`;
  const pattern = patterns.get(key) ?? makePattern(words, end);
  patterns.set(key, pattern);
  return pattern;
}

function makePattern(words: string, end: '' | '$'): RegExp {
  const pieces = words
    .split('…')
    .map((piece) => piece.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  const hasWords = pieces.some((piece) => /[a-z]{3}/i.test(piece));
  const start = end === '' ? '' : '^';
  return hasWords ? new RegExp(`${start}${pieces.join('.*')}${end}`, 's') : /(?!)/;
}

function textsIn(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsIn);
  if (!isNode(value)) return [];
  if (
    /^(?:TaggedTemplateExpression|ImportDeclaration|TSLiteralType)$/.test(String(value['type']))
  ) {
    return [];
  }
  const text = textOf(value);
  const inside = text === undefined ? Object.values(value) : [value['expressions']];
  return [...(text === undefined ? [] : [text]), ...inside.flatMap(textsIn)];
}

/** The text of a literal, a template or a sum of them. */
function textOf(node: Node): string | undefined {
  if (node['type'] === 'Literal') {
    return typeof node['value'] === 'string' ? node['value'] : undefined;
  }
  if (node['type'] === 'TemplateLiteral') return quasisOf(node).join('…');
  if (node['type'] !== 'BinaryExpression' || node['operator'] !== '+') return undefined;
  const sides = [node['left'], node['right']].map((side) =>
    isNode(side) ? textOf(side) : undefined,
  );
  if (sides.every((side) => side === undefined)) return undefined;
  return sides.map((side) => side ?? '…').join('');
}

function quasisOf(template: Node): readonly string[] {
  const quasis = template['quasis'];
  if (!Array.isArray(quasis)) return [];
  return quasis.map((quasi: { readonly value: { readonly cooked: string } }) => quasi.value.cooked);
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}
