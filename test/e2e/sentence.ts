import type { Played } from './play.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&#96;': '`',
  '&amp;': '&',
};
const HEADLINE = /^## \S+ (\w+): [^\n]*\n\n(<p>.*?<\/p>|<ul>.*?<\/ul>)/u;

/** The verdict and the reason that a summary begins with, as one sentence, in the case of the outputs. */
export function sentenceOfSummary(summary: string): string {
  const [, word = '', block = ''] = HEADLINE.exec(summary) ?? [];
  const text = textOf(block);
  return `${word}: ${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

/** The reason with the same first letter; a tag or a name may begin with a capital. */
export function sentenceOfReason(reason: string): string {
  return reason.replace(
    /^(\w+: )(.)/u,
    (_, word: string, first: string) => word + first.toLowerCase(),
  );
}

/** The points of the list at the head of a summary. */
export function listOfSummary(summary: string): readonly string[] {
  const [, , block = ''] = HEADLINE.exec(summary) ?? [];
  return [...block.matchAll(/<li>(.*?)<\/li>/g)].map(([, item = '']) => textOf(item));
}

/** What a reader sees of a piece of HTML. */
export function textOf(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(?:lt|gt|quot|#39|#96|amp);/g, (entity) => ENTITIES[entity] ?? '');
}

/** The last thing that the log says: a line, or the annotation with everything below it. */
export function endOfLog({ log, annotations }: Pick<Played, 'log' | 'annotations'>): string {
  const last = annotations.at(-1);
  const label = last?.level === 'warning' ? 'Warning' : 'Error';
  if (last !== undefined && log.endsWith(`${label}: ${last.message}`))
    return firstLine(last.message);
  return log.slice(log.lastIndexOf('\n') + 1);
}

export function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
