import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { replaceSection } from '../faults/reliability-page.ts';

const PAGE = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url));

/** With `RELIABILITY=write`, writes what a test measured into its section of `docs/reliability.md`. */
export function recordFigures(
  section: string,
  rows: readonly (readonly [what: string, figure: string])[],
): void {
  if (process.env['RELIABILITY'] !== 'write') return;
  const lines = rows.map(([what, figure]) => `| ${what} | ${figure} |`);
  const table = ['| what | figure |', '|---|---|', ...lines].join('\n');
  writeFileSync(PAGE, replaceSection(readFileSync(PAGE, 'utf8'), section, table));
}
