import type { Row } from './record.ts';

const SECONDS = [1, 2, 5, 10, 20, 40, 90];
const MEGABYTES = [100, 125, 150, 200, 300];

/** The rows as a Markdown table, in the order of their faults; figures in coarse steps, so that the page stays as it is. */
export function toTable(rows: readonly Row[]): string {
  const lines = rows
    .map(({ fault, ended, ms, peakMb }) => {
      const cells = [
        fault,
        ended,
        step(ms && ms / 1000, SECONDS, 's'),
        step(peakMb, MEGABYTES, 'MB'),
      ];
      return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    })
    .sort();
  return ['| Fault | Ended | Time | Memory |', '|---|---|---|---|', ...lines].join('\n');
}

function step(value: number | undefined, steps: readonly number[], unit: string): string {
  if (!value) return '';
  const above = steps.find((limit) => value < limit);
  return above === undefined ? `≥ ${steps.at(-1)} ${unit}` : `< ${above} ${unit}`;
}

/** What stands between a section's markers; empty when the page has no such section. */
export function sectionOf(page: string, section: string): string {
  const [start, end] = markers(section);
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  return from < 0 || to < from ? '' : page.slice(from + start.length, to).trim();
}

/** The page with a section's table replaced; a page without the section's markers is an error. */
export function replaceSection(page: string, section: string, table: string): string {
  const [start, end] = markers(section);
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`docs/reliability.md has no section "${section}"`);
  return `${page.slice(0, from + start.length)}\n\n${table}\n\n${page.slice(to)}`;
}

function markers(section: string): readonly [string, string] {
  return [`<!-- ${section} -->`, `<!-- /${section} -->`];
}

/** The first two columns: what was tried and how it ended, without the figures. */
export function structureOf(table: string): readonly string[] {
  return table.split('\n').map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, 3)
      .join('|')
      .trim(),
  );
}
