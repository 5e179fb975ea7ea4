/** A piece of a page: text with its entities resolved, or an element. */
export type HtmlNode = string | HtmlElement;

/** An element; names in lower case, attribute values with their entities resolved. */
export interface HtmlElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly HtmlNode[];
}

interface OpenElement extends HtmlElement {
  readonly children: HtmlNode[];
}

const VOID_TAGS = new Set(['br', 'hr', 'img', 'input', 'wbr']);
/** What stands inside these is not markup. */
const RAW_TAGS = new Set(['script', 'style', 'textarea', 'title', 'xmp', 'noscript', 'iframe']);
const MARKUP =
  /<!--[\s\S]*?(?:-->|$)|<\/([a-z][^\s/>]*)[^>]*>|<([a-z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi;
const ATTRIBUTE = /([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

/** Reads HTML leniently: what is not markup is text, what is not closed ends with its parent. */
export function parseHtml(html: string): readonly HtmlNode[] {
  const root: OpenElement = { tag: '', attributes: {}, children: [] };
  const open = [root];
  let at = 0;
  const top = () => open.at(-1) ?? root;
  MARKUP.lastIndex = 0;
  for (let match = MARKUP.exec(html); match !== null; match = MARKUP.exec(html)) {
    addText(top(), html.slice(at, match.index));
    at = MARKUP.lastIndex;
    const [, closed, opened, attributes = ''] = match;
    if (closed !== undefined) close(open, closed.toLowerCase());
    if (opened === undefined) continue;
    const element = {
      tag: opened.toLowerCase(),
      attributes: readAttributes(attributes),
      children: [],
    };
    top().children.push(element);
    if (RAW_TAGS.has(element.tag)) at = findRawEnd(html, element.tag, at);
    else if (!VOID_TAGS.has(element.tag)) open.push(element);
    MARKUP.lastIndex = at;
  }
  addText(top(), html.slice(at));
  return root.children;
}

/** HTML of the nodes, everything escaped anew. */
export function formatHtml(nodes: readonly HtmlNode[]): string {
  return nodes
    .map((node) => (typeof node === 'string' ? escapeHtml(node) : formatElement(node)))
    .join('');
}

/** Text as it can stand in HTML. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** All text inside the nodes. */
export function textOf(nodes: readonly HtmlNode[]): string {
  return nodes.map((node) => (typeof node === 'string' ? node : textOf(node.children))).join('');
}

function formatElement({ tag, attributes, children }: HtmlElement): string {
  const list = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeHtml(value)}"`);
  const start = `<${tag}${list.join('')}>`;
  return VOID_TAGS.has(tag) ? start : `${start}${formatHtml(children)}</${tag}>`;
}

function addText(to: OpenElement, text: string): void {
  if (text !== '') to.children.push(resolveEntities(text));
}

function close(open: OpenElement[], tag: string): void {
  const index = open.findLastIndex((element) => element.tag === tag);
  if (index > 0) open.length = index;
}

function findRawEnd(html: string, tag: string, from: number): number {
  const end = new RegExp(`</${tag}[^>]*>`, 'gi');
  end.lastIndex = from;
  return end.exec(html) === null ? html.length : end.lastIndex;
}

function readAttributes(text: string): Record<string, string> {
  const pairs = [...text.matchAll(ATTRIBUTE)].map(
    ([, name = '', double, single, bare]) =>
      [name.toLowerCase(), resolveEntities(double ?? single ?? bare ?? '')] as const,
  );
  return Object.fromEntries(pairs);
}

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  apos: "'",
  gt: '>',
  hellip: '…',
  lt: '<',
  mdash: '—',
  middot: '·',
  nbsp: '\u00a0',
  ndash: '–',
  quot: '"',
};

function resolveEntities(text: string): string {
  return text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]+));/gi, (whole, ...groups) => {
    const [decimal, hex, name] = groups;
    if (name !== undefined) return ENTITIES[name] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code > 0 && code <= 0x10_ff_ff ? String.fromCodePoint(code) : '\ufffd';
  });
}
