import { describe, expect, test } from 'vitest';
import { formatHtml } from './html-tree.ts';
import { formatPage, renderSummary } from './summary-page.ts';

function render(markdown: string): string {
  return formatHtml(renderSummary(markdown)).trim();
}

describe('summary as a page', () => {
  test('keeps tables, code, details and links', () => {
    const html =
      '<details><summary>x</summary><table><tbody><tr><td><code>a&lt;b</code></td></tr></tbody></table>' +
      '<a href="https://app.harness.io/x">y</a></details>';
    expect(render(html)).toBe(html);
  });

  test.each([
    ['<script>alert(1)</script>', ''],
    ['<style>p { color: red }</style>', ''],
    ['<p onclick="a()" style="color: red">x</p>', '<p>x</p>'],
    ['<p><img src=x onerror=alert(1)></p>', '<p><img src="x"></p>'],
    ['<p><a href="javascript:alert(1)">x</a></p>', '<p><a>x</a></p>'],
    ['<p><a href=" java&#115;cript:alert(1)">x</a></p>', '<p><a>x</a></p>'],
    ['<form action="/x"><b>y</b></form>', '<b>y</b>'],
    ['<p>a<!-- <b> -->b</p>', '<p>ab</p>'],
    ['<p>1 < 2 & 3', '<p>1 &lt; 2 &amp; 3</p>'],
  ])('leaves what GitHub leaves of %s', (markdown, html) => {
    expect(render(markdown)).toBe(html);
  });

  test('is complete in itself: styles inlined for light and dark, nothing loaded', async () => {
    const page = await formatPage('A <title>', renderSummary('## Passed'));
    expect(page).toContain('<title>A &lt;title&gt;</title>');
    expect(page).toContain('prefers-color-scheme: dark');
    expect(page).toContain('max-width: 1012px');
    expect(page).not.toMatch(/<link|<script|url\(http/);
  });
});
