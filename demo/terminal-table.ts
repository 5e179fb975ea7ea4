import type { HtmlElement, HtmlNode } from './html-tree.ts';
import { pad, type Style, widthOf, wrap } from './terminal-text.ts';

const GAP = '  ';
const NARROWEST = 8;

type FormatInline = (nodes: readonly HtmlNode[], style: Style) => string;

interface Row {
  readonly isHead: boolean;
  readonly cells: readonly string[];
}

/** A table in aligned columns; where the terminal is too narrow, the widest columns wrap. */
export function formatTable(
  table: HtmlElement,
  width: number,
  style: Style,
  formatInline: FormatInline,
): string[] {
  const rows = readRows(table).map((cells) => ({
    isHead: cells.every((cell) => cell.tag === 'th'),
    cells: cells.map((cell) => formatInline(cell.children, style).trim()),
  }));
  const widths = fitColumns(rows, width);
  return rows.flatMap((row) => formatRow(row, widths, style));
}

function readRows(node: HtmlElement): HtmlElement[][] {
  const elements = node.children.filter((child) => typeof child !== 'string');
  if (node.tag === 'tr') return [elements.filter(({ tag }) => tag === 'td' || tag === 'th')];
  return elements.flatMap(readRows);
}

function fitColumns(rows: readonly Row[], width: number): number[] {
  const count = Math.max(0, ...rows.map((row) => row.cells.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(1, ...rows.map((row) => widestLine(row.cells[column] ?? ''))),
  );
  const room = width - GAP.length * (count - 1);
  const total = () => widths.reduce((sum, one) => sum + one, 0);
  for (let excess = total() - room; excess > 0; excess = total() - room) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST) break;
    widths[widths.indexOf(widest)] = widest - 1;
  }
  return widths;
}

function widestLine(cell: string): number {
  return Math.max(...cell.split('\n').map(widthOf));
}

function formatRow({ isHead, cells }: Row, widths: readonly number[], style: Style): string[] {
  const columns = widths.map((width, column) => wrap(cells[column] ?? '', width));
  const height = Math.max(0, ...columns.map((lines) => lines.length));
  const lines = Array.from({ length: height }, (_, line) =>
    columns.map((column, index) => pad(column[line] ?? '', widths[index] ?? 0)).join(GAP),
  );
  const rule = style.dim(widths.map((width) => '─'.repeat(width)).join(GAP));
  return isHead ? [...lines.map((line) => style.bold(line)), rule] : lines;
}
