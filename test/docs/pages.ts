import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { marked } from 'marked';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** The pages that users read. */
export const PAGES = [
  'README.md',
  'docs/setup.md',
  'docs/troubleshooting.md',
  'docs/how-it-works.md',
] as const;

/** A fenced block of YAML. */
export interface YamlBlock {
  /** `docs/setup.md:120`, the line of its fence. */
  readonly place: string;
  readonly text: string;
}

/** The text of a file of this repository, with plain line ends. */
export async function readText(path: string): Promise<string> {
  return (await readFile(join(ROOT, path), 'utf8')).replaceAll('\r\n', '\n');
}

/** Every YAML block of a page. */
export async function readYamlBlocks(page: string): Promise<readonly YamlBlock[]> {
  const text = await readText(page);
  const blocks: YamlBlock[] = [];
  let from = 0;
  for (const token of marked.lexer(text)) {
    if (token.type === 'code' && /^ya?ml$/.test(token['lang'] ?? '')) {
      const line = text.slice(0, from).split('\n').length;
      blocks.push({ place: `${page}:${line}`, text: `${token['text']}\n` });
    }
    from += token.raw.length;
  }
  return blocks;
}
