import { describe, expect, it } from 'vitest';
import { code, html, link, own, prose, table, unbroken } from './markdown.ts';

describe('prose', () => {
  it.each([
    ['2 critical issues, 0 allowed', '2 critical issues, 0 allowed'],
    ['(app:1.4.2, linux/amd64).', '(<code>app:1.4.2</code>, <code>linux/amd64</code>).'],
    ["STO's re-scan is 30m old", 'STO&#39;s re-scan is 30m old'],
    ['set harness-org, max-scan-age', 'set <code>harness-org</code>, <code>max-scan-age</code>'],
    ['check jfrog-url; max is', 'check <code>jfrog-url</code>; max is'],
    ['ask @octocat', 'ask <code>@octocat</code>'],
    [
      'see #12, GH-12 and JIRA-7',
      'see <code>#12</code>, <code>GH-12</code> and <code>JIRA-7</code>',
    ],
    ['commit deadbeef', 'commit <code>deadbeef</code>'],
    ['commit 1234567', 'commit <code>1234567</code>'],
    [':tada: (:tada:)', '<code>:tada</code>: (<code>:tada</code>:)'],
    ['at https://evil.example', 'at <code>https://evil.example</code>'],
    ['or www.evil.example', 'or <code>www.evil.example</code>'],
    ['"<img/src=x>"', '&quot;<code>&lt;img/src=x&gt;</code>&quot;'],
    ['a\n\n# b', 'a <code>#</code> b'],
  ])('%s', (text, shown) => {
    expect(prose(text).html).toBe(shown);
  });
});

describe('prose with names', () => {
  const names = new Map([
    ['app:1.4.2, latest', html`<b>both</b>`],
    ['tag latest', html`tag <b>latest</b>`],
  ]);

  it.each([
    ['moved (app:1.4.2, latest); 1 more', 'moved (<b>both</b>); 1 more'],
    ['in app:1.4.2, latest.', 'in <b>both</b>.'],
    ['the tag latest and the tag latest', 'the tag <b>latest</b> and the tag <b>latest</b>'],
    ['in app:1.4.2, latest-2', 'in <code>app:1.4.2</code>, <code>latest-2</code>'],
    ['in my-app:1.4.2, latest', 'in <code>my-app:1.4.2</code>, latest'],
    ['tag latest.5', 'tag <code>latest.5</code>'],
    ['@x (tag latest, #1)', '<code>@x</code> (tag <b>latest</b>, <code>#1</code>)'],
  ])('%s', (text, shown) => {
    expect(prose(text, 500, { names }).html).toBe(shown);
  });

  it('cuts words that a narrow column has no room for', () => {
    expect(prose('at docker-local/app/1.4.2 (x)', 500, { wordMax: 10 }).html).toBe(
      'at <code>docker-lo…</code> (x)',
    );
  });
});

describe('prose in a narrow column', () => {
  it('may go on in the next line behind an underscore', () => {
    const style = { wordMax: 10, breaksWords: true };
    expect(prose('was PARTIALLY_ATTESTED (a_<b>)', 500, style).html).toBe(
      'was <code>PARTIALLY_<wbr>ATTESTED</code> (<code>a_<wbr>&lt;b&gt;</code>)',
    );
  });
});

describe('code', () => {
  it('shows every character and lets none mean anything', () => {
    expect(code('</code><b>&`\'"').html).toBe(
      '<code>&lt;/code&gt;&lt;b&gt;&amp;&#96;&#39;&quot;</code>',
    );
  });

  it('is cut at 200 code points', () => {
    expect(code('😀'.repeat(300)).html).toBe(`<code>${'😀'.repeat(199)}…</code>`);
  });
});

describe('unbroken', () => {
  it('keeps words together, and leaves tags as they are', () => {
    const piece = html`2 ${link('https://a.example', html`critical ${code('a b')}`)}`;
    expect(unbroken(piece).html).toBe(
      '2&nbsp;<a href="https://a.example">critical&nbsp;<code>a&nbsp;b</code></a>',
    );
  });
});

describe('link', () => {
  it('links a page', () => {
    const page = link('https://app.harness.io/a?b=1&c="', html`Image`);
    expect(page.html).toBe('<a href="https://app.harness.io/a?b=1&amp;c=&quot;">Image</a>');
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    '//evil.example',
    'https://a b',
    'https://a\nb',
  ])('shows only the label for %j', (url) => {
    expect(link(url, html`Image`).html).toBe('Image');
  });
});

describe('html and own', () => {
  it('keep constant text as it is and escape our own', () => {
    expect(html`<b>${own('a < b')}</b> ${3}`.html).toBe('<b>a &lt; b</b> 3');
  });
});

describe('table', () => {
  it('stands on one line, without a head where the first column names the rows', () => {
    expect(table([], [[html`a`, html`b`]]).html).toBe(
      '<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>',
    );
    expect(table([html`x`], []).html).toContain('<thead><tr><th>x</th></tr></thead>');
  });
});
