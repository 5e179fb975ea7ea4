import { type HtmlElement, type HtmlNode, textOf } from './html-tree.ts';
import { formatTable } from './terminal-table.ts';
import { plain, type Style, wrap } from './terminal-text.ts';

interface Page {
  readonly width: number;
  readonly style: Style;
}

const HEADINGS = new Set(['h1', 'h2', 'h3', 'h4', 'h5', 'h6']);
const BLOCKS = new Set(
  'blockquote center details div dl hr ol p pre section table ul'.split(' ').concat(...HEADINGS),
);

/** A sanitised summary as lines for a terminal of that width. */
export function formatSummary(nodes: readonly HtmlNode[], width: number, style: Style): string[] {
  const lines = formatBlocks(nodes, { width, style });
  return lines.map((line) => line.replaceAll('\u00a0', ' ').trimEnd());
}

/** Blocks one below the other, an empty line between them. */
function formatBlocks(nodes: readonly HtmlNode[], page: Page): string[] {
  const blocks: string[][] = [];
  let run: HtmlNode[] = [];
  const endRun = () => {
    const text = formatInline(run, page.style).trim();
    if (text !== '') blocks.push(wrap(text, page.width));
    run = [];
  };
  for (const node of nodes) {
    if (typeof node === 'string' || !BLOCKS.has(node.tag)) run.push(node);
    else {
      endRun();
      blocks.push(formatBlock(node, page));
    }
  }
  endRun();
  return blocks
    .filter((block) => block.length > 0)
    .flatMap((block, index) => (index === 0 ? block : ['', ...block]));
}

function formatBlock(element: HtmlElement, page: Page): string[] {
  const { tag, children } = element;
  if (HEADINGS.has(tag)) return wrap(embolden(textOf(children), page.style), page.width);
  switch (tag) {
    case 'details':
      return formatDetails(children, page);
    case 'ul':
    case 'ol':
      return formatList(element, page);
    case 'table':
      return formatTable(element, page.width, page.style, formatInline);
    case 'blockquote':
      return indent(children, page, '│ ', '│ ');
    case 'pre':
      return textOf(children)
        .trimEnd()
        .split('\n')
        .map((line) => `  ${plain(line)}`);
    case 'hr':
      return ['─'.repeat(page.width)];
    default:
      return formatBlocks(children, page);
  }
}

/** A terminal cannot unfold anything: the content follows its title. */
function formatDetails(children: readonly HtmlNode[], page: Page): string[] {
  const isTitle = (node: HtmlNode) => typeof node !== 'string' && node.tag === 'summary';
  const title = textOf(children.filter(isTitle));
  const content = indent(
    children.filter((node) => !isTitle(node)),
    page,
    '  ',
    '  ',
  );
  return [...wrap(embolden(`▾ ${title}`, page.style), page.width), ...content];
}

function formatList({ tag, children }: HtmlElement, page: Page): string[] {
  const items = children.filter((node) => typeof node !== 'string' && node.tag === 'li');
  return items.flatMap((item, index) => {
    const mark = tag === 'ol' ? `${index + 1}. ` : '• ';
    return indent(
      typeof item === 'string' ? [item] : item.children,
      page,
      mark,
      ' '.repeat(mark.length),
    );
  });
}

function indent(nodes: readonly HtmlNode[], page: Page, first: string, rest: string): string[] {
  const lines = formatBlocks(nodes, { ...page, width: page.width - rest.length });
  return lines.map((line, index) => (index === 0 ? first : rest) + line);
}

/** Text with its marks; every word is styled by itself, so that lines may break anywhere. */
function formatInline(nodes: readonly HtmlNode[], style: Style): string {
  return nodes
    .map((node) => {
      if (typeof node === 'string') return plain(node).replaceAll(/[ \t\n]+/g, ' ');
      if (node.tag === 'br') return '\n';
      const text = formatInline(node.children, style);
      if (node.tag === 'code' || node.tag === 'kbd') return perWord(text, style.cyan);
      if (node.tag === 'b' || node.tag === 'strong') return perWord(text, style.bold);
      // Of a link the text is enough: it leads to a service that ends with the demo.
      if (node.tag === 'a') return perWord(text, style.underline);
      if (node.tag === 'img') return plain(node.attributes['alt'] ?? '');
      return text;
    })
    .join('')
    .replaceAll(/ *\n */g, '\n');
}

function embolden(text: string, style: Style): string {
  return perWord(plain(text).replaceAll(/\s+/g, ' ').trim(), style.bold);
}

function perWord(text: string, paint: (word: string) => string): string {
  return text
    .split(/([ \n])/)
    .map((word) => (word === ' ' || word === '\n' ? word : paint(word)))
    .join('');
}
