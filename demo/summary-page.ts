import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { marked } from 'marked';
import { escapeHtml, formatHtml, type HtmlNode, parseHtml } from './html-tree.ts';
import { sanitise } from './sanitise.ts';

const STYLES = fileURLToPath(import.meta.resolve('github-markdown-css/github-markdown.css'));

/** GitHub's look: its style sheet for Markdown in a column as wide as that of a run's page. */
const PAGE_STYLES = `
:root { color-scheme: light dark; }
body { margin: 0; background: #ffffff; }
@media (prefers-color-scheme: dark) { body { background: #0d1117; } }
.markdown-body { box-sizing: border-box; max-width: 1012px; margin: 0 auto; padding: 32px; }
@media (max-width: 767px) { .markdown-body { padding: 16px; } }
`;

/** A job summary as GitHub shows it: GFM rendered, HTML in it sanitised. */
export function renderSummary(markdown: string): readonly HtmlNode[] {
  return sanitise(parseHtml(marked.parse(markdown, { gfm: true, async: false })));
}

/** A page of its own that looks like the summary on GitHub, light and dark. */
export async function formatPage(title: string, summary: readonly HtmlNode[]): Promise<string> {
  const styles = await readFile(STYLES, 'utf8');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src https: data:">
<title>${escapeHtml(title)}</title>
<style>
${styles}${PAGE_STYLES}</style>
</head>
<body>
<article class="markdown-body">
${formatHtml(summary)}
</article>
</body>
</html>
`;
}
