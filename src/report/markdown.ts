import { oneLine } from '../image/text.ts';
import { splitAtPhrase } from './whole-phrase.ts';

/**
 * Escaped HTML on one line: GitHub's Markdown lets it through as it is, where a Markdown table or a backslash breaks on
 * hostile text. Only the functions of this file make it, so no text gets into a page unescaped.
 */
export interface Html {
  readonly html: string;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Words, small numbers and durations. Anything else could be a mention, an issue, a commit, an emoji code or a link. */
const PLAIN =
  /^(?:[A-Za-z]+(?:['’-][A-Za-z]+)*|\d{1,6}(?:\.\d{1,3})?%?|(?:\d{1,6}(?:ms|s|m|h|d))+|[·–—=≥≤+])?$/u;
/** A commit, or the start of an address that was cut off. */
const LINKED = /\b[0-9a-f]{7,}\b|^www$/i;
/** The names of inputs that are more than one word. */
const INPUT = /^(?:harness|jfrog|max|poll|appear|scan|slsa|report|attestation|github)(?:-[a-z]+)+$/;
const TOKEN = /^([("“]*)(.*?)([)"”,.;:!?…]*)$/u;

/** Phrases of a sentence that are shown in a way of their own, such as a name that looks like plain words. */
export type Names = ReadonlyMap<string, Html>;

const NO_NAMES: Names = new Map();

/** How a sentence is shown where that is not left to its words. */
export interface ProseStyle {
  readonly names?: Names | undefined;
  /** Characters of a word that a narrow column has room for; the rest of a longer one is left out. */
  readonly wordMax?: number;
  /** Whether code may go on in the next line behind an underscore, which makes several words of one. */
  readonly breaksWords?: boolean;
}

/** A piece of a page with finished HTML and numbers in it; the text around them is constant. */
export function html(texts: TemplateStringsArray, ...values: readonly (Html | number)[]): Html {
  const parts = values.map((value) => (typeof value === 'number' ? String(value) : value.html));
  return { html: texts.map((text, index) => text + (parts[index] ?? '')).join('') };
}

/** Our own words and numbers as running text: escaped all the same, but GitHub may link what is in it. */
export function own(text: string): Html {
  return { html: escapeHtml(oneLine(text)) };
}

/** Untrusted text where every character is shown and none means anything. */
export function code(text: string, cap = 200): Html {
  return { html: `<code>${escapeHtml(oneLine(text, cap))}</code>` };
}

/**
 * A sentence in which plain words stay words and everything else (names, tags, paths, quoted answers) stands as code:
 * GitHub links mentions, issues and commits in running text, whatever is escaped, and leaves code alone.
 */
export function prose(text: string, cap = 500, style: ProseStyle = {}): Html {
  const { names = NO_NAMES, wordMax = cap, breaksWords = false } = style;
  return { html: proseHtml(oneLine(text, cap), [...names], { wordMax, breaksWords }) };
}

/** A link to a page that was built from a validated base URL; only the label where it is not http(s). */
export function link(url: string, label: Html): Html {
  if (!/^https?:\/\/[^\s]+$/i.test(url) || oneLine(url, 2_000) !== url) return label;
  return { html: `<a href="${escapeHtml(url)}">${label.html}</a>` };
}

/** The same piece on one line, however narrow its place. */
export function unbroken(piece: Html): Html {
  return { html: piece.html.replace(/ (?![^<>]*>)/g, '&nbsp;') };
}

/** Pieces side by side. */
export function join(pieces: readonly Html[], between = ' '): Html {
  return { html: pieces.map((piece) => piece.html).join(between) };
}

/** Pieces below each other; what is empty takes no line. */
export function joinLines(pieces: readonly Html[]): Html {
  return join(
    pieces.filter((piece) => piece.html !== ''),
    '<br>',
  );
}

/** A table on one line; `head` is empty where the first column names the rows. */
export function table(head: readonly Html[], rows: readonly (readonly Html[])[]): Html {
  const top = head.length > 0 ? html`<thead>${row(head, 'th')}</thead>` : html``;
  return html`<table>${top}<tbody>${join(
    rows.map((cells) => row(cells, 'td')),
    '',
  )}</tbody></table>`;
}

/** A list on one line. */
export function list(items: readonly Html[]): Html {
  return html`<ul>${join(
    items.map((item) => html`<li>${item}</li>`),
    '',
  )}</ul>`;
}

/** Something to unfold. */
export function details(title: Html, content: Html): Html {
  return html`<details><summary>${title}</summary>${content}</details>`;
}

/** A chart between empty lines, which is how Markdown finds it inside HTML; a line keeps only what words and times need. */
export function mermaid(lines: readonly string[]): Html {
  const clean = lines.map((line) => line.replace(/[^\w :,.%-]/g, ''));
  return { html: `\n\n\`\`\`mermaid\n${clean.join('\n')}\n\`\`\`\n\n` };
}

function row(cells: readonly Html[], tag: 'th' | 'td'): Html {
  return { html: `<tr>${cells.map((cell) => `<${tag}>${cell.html}</${tag}>`).join('')}</tr>` };
}

type Words = Required<Omit<ProseStyle, 'names'>>;

function proseHtml(
  line: string,
  names: readonly (readonly [string, Html])[],
  words: Words,
): string {
  const [first, ...others] = names;
  if (first === undefined)
    return line
      .split(' ')
      .map((token) => tokenHtml(token, words))
      .join(' ');
  const [phrase, shown] = first;
  const pieces = splitAtPhrase(line, phrase).map((piece) => proseHtml(piece, others, words));
  return pieces.join(shown.html);
}

function tokenHtml(token: string, { wordMax, breaksWords }: Words): string {
  const [, before = '', whole = '', after = ''] = TOKEN.exec(token) ?? [];
  const parts = (breaksWords ? whole.split(/(?<=_)/) : [whole]).map((part) =>
    part.length > wordMax ? oneLine(part, wordMax) : part,
  );
  const middle = isPlain(parts.join(''))
    ? escapeHtml(parts.join(''))
    : `<code>${parts.map(escapeHtml).join('<wbr>')}</code>`;
  return escapeHtml(before) + middle + escapeHtml(after);
}

/** An input looks like words, and is none: somebody may have to copy it. */
function isPlain(word: string): boolean {
  return PLAIN.test(word) && !LINKED.test(word) && !INPUT.test(word);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => ENTITIES[character] ?? '');
}
