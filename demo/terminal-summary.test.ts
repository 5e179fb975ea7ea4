import { describe, expect, test } from 'vitest';
import { renderSummary } from './summary-page.ts';
import { formatSummary } from './terminal-summary.ts';
import { createStyle, widthOf } from './terminal-text.ts';

const PLAIN = createStyle(false);

function format(markdown: string, width = 60): string {
  return formatSummary(renderSummary(markdown), width, PLAIN).join('\n');
}

const TABLE =
  '<table><thead><tr><th>Check</th><th>Found</th></tr></thead><tbody>' +
  '<tr><td>Critical issues</td><td>❌&nbsp;<b>2</b><br><code>linux/amd64</code> 2</td></tr>' +
  '<tr><td>Tag</td><td>names sha256:0123456789012345678901234567890123456789</td></tr>' +
  '</tbody></table>';

describe('summary in a terminal', () => {
  test('aligns the columns of a table and keeps line breaks inside cells', () => {
    expect(format(TABLE)).toBe(
      [
        'Check            Found',
        '───────────────  ───────────────────────────────────────────',
        'Critical issues  ❌ 2',
        '                 linux/amd64 2',
        'Tag              names',
        '                 sha256:012345678901234567890123456789012345',
        '                 6789',
      ].join('\n'),
    );
  });

  test.each([20, 40, 100])('stays within %i columns, with colour too', (width) => {
    const markdown = `## ✅ Passed\n\n${TABLE}\n\n- a list of **bold words and \`code\`** that goes on and on`;
    const lines = formatSummary(renderSummary(markdown), width, createStyle(true));
    expect(Math.max(...lines.map(widthOf))).toBeLessThanOrEqual(width);
  });

  test('shows GFM, lists and folded details', () => {
    const markdown =
      '## Title\n\ntext with **bold** and `code`\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n' +
      '<details><summary>More</summary><ul><li>one</li><li>two</li></ul></details>';
    expect(format(markdown)).toBe(
      'Title\n\ntext with bold and code\n\na  b\n─  ─\n1  2\n\n▾ More\n  • one\n  • two',
    );
  });

  test('lets no control character of a server through', () => {
    const shown = format('`a\u001b[2Jb\u202e` &#27;[31m <p>\u009b1m</p>');
    expect(shown).not.toMatch(/[^\P{Cc}\n]|\u202e/u);
    expect(shown).toContain('a[2Jb');
  });
});
