import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ActionFile } from './action-file.ts';
import { readActionFile } from './action-file.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const README = join(ROOT, 'README.md');
const ACTION = join(ROOT, 'action.yml');

/** `README.md` as it stands and as `action.yml` says it must be. */
export async function readReadme(): Promise<{ present: string; expected: string }> {
  const present = await readFile(README, 'utf8');
  return { present, expected: fillTables(present, await readActionFile(ACTION)) };
}

/** Writes the tables of inputs and outputs between their markers in `readme`. */
export function fillTables(readme: string, action: ActionFile): string {
  const inputs = Object.entries(action.inputs).map(([name, input]) => [
    `\`${name}\``,
    input.required ? '**required**' : formatDefault(input.default),
    formatCell(input.description),
  ]);
  const outputs = Object.entries(action.outputs).map(([name, output]) => [
    `\`${name}\``,
    formatCell(output.description),
  ]);
  const withInputs = fill(readme, 'inputs', formatTable(['Input', 'Default', 'Meaning'], inputs));
  return fill(withInputs, 'outputs', formatTable(['Output', 'Meaning'], outputs));
}

function fill(readme: string, name: string, table: string): string {
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [readme.indexOf(open), readme.indexOf(close)];
  if (from < 0 || to < from) throw new Error(`README.md has no ${open} … ${close}.`);
  return `${readme.slice(0, from + open.length)}\n${table}\n${readme.slice(to)}`;
}

function formatTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const lines = [head, head.map(() => '---'), ...rows];
  return lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function formatDefault(value: string | undefined): string {
  return value === undefined || value === '' ? '' : `\`${formatCell(value)}\``;
}

function formatCell(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
}

if (import.meta.main) await writeFile(README, (await readReadme()).expected);
