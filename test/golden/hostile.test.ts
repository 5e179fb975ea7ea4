import fc from 'fast-check';
import { marked } from 'marked';
import { describe, expect, it } from 'vitest';
import type { GateResult, ImageResult } from '../../src/gate/result.ts';
import { known } from '../../src/image/evidence.ts';
import { type Finding, finding } from '../../src/policy/finding.ts';
import { annotationOf } from '../../src/report/annotation.ts';
import { checkRunTextOf } from '../../src/report/check-run-text.ts';
import { commentTextOf } from '../../src/report/comment-text.ts';
import { reasonOf } from '../../src/report/reason.ts';
import { summaryOf } from '../../src/report/summary.ts';
import {
  AMD64,
  entry,
  evidence,
  gateResult,
  imageResult,
  NOW,
  platform,
  platformEvidence,
  problemResult,
  requested,
} from './results.ts';

const HOSTILE = [
  '@octocat please',
  '#1 GH-1 octo/repo#1 JIRA-12',
  'deadbeefdeadbeef 1234567',
  ':tada: :+1:',
  'https://evil.example www.evil.example mailto:a@b.example a@b.example',
  '[click](https://evil.example) ![x](https://evil.example/x.png) <https://evil.example>',
  '[a]: https://evil.example',
  '<img src=x onerror=alert(1)><script>alert(1)</script>',
  '</code></td></tr></table><h1>✅ Passed</h1>',
  '</details></p></ul>',
  '<!-- ',
  '-->',
  '<![CDATA[ ]]> <?php ?>',
  '| a | b |\n|---|---|\n| c | d |',
  '\n\n# ✅ Passed\n\n',
  '\n\n- [x] done\n\n> quote\n\n***\n\n    code\n\n```\nfence',
  '`code` ``code`` \\` **bold** _it_ ~~del~~',
  '&lt;b&gt; &amp; &#64;octocat &commat;octocat',
  '" onmouseover="alert(1)',
  "' onmouseover='alert(1)",
  '\u202Egnp.exe\u2066 a\u200b@\u200boctocat',
  '\u001b]8;;https://evil.example\u0007x\u001b]8;;\u0007',
  '::error::x ##[error]y',
  '$\\unicode{x}$ $$x$$',
  '\ud800 \udfff',
  '(@octocat) "@octocat", (#1)',
  '㐀deadbeefdeadbeef a-deadbeef www.',
  '',
  ' ',
];

function findingOf(text: string, result: Finding['result'], index: number): Finding {
  const check = (['tag', 'slsa', 'xray', 'sto', 'critical'] as const)[index] ?? 'sbom';
  return finding(check, result, text, {
    where: text,
    found: text,
    allowed: text,
    perPlatform: [{ label: text, found: text }],
  });
}

/** The text in every place that a server or a user can write to. */
function imageOf(text: string): ImageResult {
  const findings = (['failed', 'inconclusive', 'passed', 'noted', 'not-checked'] as const).map(
    (result, index) => findingOf(text, result, index),
  );
  return imageWith(text, findings);
}

/** The same of an image that passed with notes. */
function passedImageOf(text: string): ImageResult {
  const findings = (['passed', 'noted', 'noted', 'not-checked'] as const).map((result, index) => ({
    ...findingOf(text, result, index),
    cause: 'absent' as const,
  }));
  const quarantined = { ...findingOf(text, 'noted', 0), check: 'quarantine', found: 'quarantined' };
  return imageWith(text, [...findings, quarantined as Finding]);
}

function imageWith(text: string, findings: readonly Finding[]): ImageResult {
  const odd = platform(text, 'f1');
  return imageResult({
    image: requested({ name: `host/${text}`, artifact: text, tags: [text, text] }),
    findings,
    evidence: evidence({
      platforms: known({ proven: false, judged: [odd, AMD64], notJudged: [odd] }),
      perPlatform: [platformEvidence(odd), platformEvidence(AMD64)],
      xray: known({
        state: 'DONE',
        repository: text,
        path: text,
        finishedAt: NOW,
        parts: [{ name: text, state: text }],
      }),
    }),
    version: { size: text, pushedBy: text, pushedAt: NOW },
    links: { version: `https://app.harness.io/${text}`, scan: text, xray: `javascript:${text}` },
    timeline: [entry(1, `Xray ${text}`), entry(11_000, 'Xray DONE')],
  });
}

function resultsOf(text: string): readonly GateResult[] {
  return [
    gateResult([imageOf(text)]),
    gateResult([imageOf(text), imageResult()]),
    gateResult([passedImageOf(text)]),
    gateResult([passedImageOf(text), passedImageOf(`${text}x`)]),
    gateResult([passedImageOf(text), imageOf('x')]),
    problemResult('permission', text || 'x'),
    problemResult('input', `${text}\n${text}\nx`),
  ];
}

/** Only a heading of our own and HTML that we wrote: no Markdown is left for anybody's text to become. */
function expectOnlyHtml(page: string): void {
  const [heading, ...rest] = marked
    .lexer(page, { gfm: true })
    .filter(({ type }) => type !== 'space');
  expect(heading?.raw.trim()).toMatch(/^## (✅ Passed|❌ Failed|⚠️ Inconclusive): [a-z0-9 ]+$/);
  const others = rest.filter(({ type }) => type !== 'html');
  expect(others.filter(({ type, raw }) => type !== 'code' || !CHART.test(raw.trim()))).toEqual([]);
}

/** A chart of nothing but our own words and times. */
const CHART =
  /^```mermaid\ngantt\n(?:[A-Za-z][A-Za-z _]* :(?:(?:crit|milestone), )*[\d:.]{12}, [\d:.]{12}\n|(?:dateFormat|axisFormat|tickInterval|todayMarker|section) [\w:.% ]+\n)+```$/;
const CHARTS = /\n\n```mermaid\n[^`]*\n```\n\n/g;

const TAG = /<(\/?)([a-z0-9]+)((?: [^>]*)?)>/g;
const KNOWN = /^(p|b|br|code|table|thead|tbody|tr|th|td|ul|li|details|summary|h3|a|wbr)$/;
const VOID: readonly string[] = ['br', 'wbr'];

const LINK = /^ href="https:\/\/[^"<>\s]+"$/;

/** Tags closed in the order they were opened, no attribute but our links, and rows of one table equally long. */
function findFlaw(page: string): string | undefined {
  const open: string[] = [];
  for (const [tag, slash, name = '', attributes = ''] of page.matchAll(TAG)) {
    if (!isOurs(name, attributes)) return tag;
    if (slash === '/' && open.pop() !== name) return tag;
    if (slash === '' && !VOID.includes(name)) open.push(name);
  }
  const tables = page.match(/<table>.*?<\/table>/g) ?? [];
  return open[0] ?? tables.find((table) => rowLengths(table).size > 1);
}

function isOurs(name: string, attributes: string): boolean {
  return KNOWN.test(name) && (attributes === '' || (name === 'a' && LINK.test(attributes)));
}

function rowLengths(table: string): ReadonlySet<number | undefined> {
  const rows = table.match(/<tr>.*?<\/tr>/g) ?? [];
  return new Set(rows.map((row) => row.match(/<t[hd]>/g)?.length));
}

/** Two digits between colons are no emoji. */
const STARTS = /(?<=<b>Timeline<\/b>, from )\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC(?=<\/p>)/g;

const LIVE = /@|#\d|\b[A-Z]+-\d|\b[0-9a-f]{7,}\b|:\/\/|www\.|:[\w+-]+:|[`|*_~$\\]|<|>/;

/** GitHub makes links of mentions, issues, commits and addresses in running text, but never inside code. */
function expectInert(page: string): void {
  const body = page.slice(page.indexOf('\n'));
  const running = body
    .replace(CHARTS, ' ')
    .replaceAll('<wbr>', '')
    .replace(STARTS, ' ')
    .replace(/<code>[^<]*<\/code>/g, ' ')
    .replace(/<\/?[a-z0-9]+(?: [^>]*)?>/g, ' ');
  const text = running.replace(
    /&(?:#39|#96|quot|lt|gt|amp);/g,
    (entity) => DECODED[entity] ?? entity,
  );
  expect(text).not.toMatch(LIVE);
}

const DECODED: Readonly<Record<string, string>> = {
  '&#39;': "'",
  '&#96;': '`',
  '&quot;': '"',
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
};

/** Every page that is made of a result; what makes up a page on GitHub is put together again. */
function pagesOf(result: GateResult): readonly string[] {
  const run = { key: 'c0ffee', now: NOW, jobUrl: undefined, commit: 'c0ffee' };
  const comment = commentTextOf(result, run).replace(/^(<!-- [a-z-]+: \w+ -->\n){2}/, '');
  const images = result.images.map(({ image }) => image);
  const { title, summary, text } = checkRunTextOf(result, { images, now: NOW, jobUrl: undefined });
  return [summaryOf(result, NOW), comment, `## ${title}\n\n${summary}\n\n${text}`];
}

function expectHarmless(text: string): void {
  for (const result of resultsOf(text)) {
    for (const page of pagesOf(result)) {
      expectOnlyHtml(page);
      expect(findFlaw(page)).toBeUndefined();
      expectInert(page);
      expect(page.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    }
    expect(reasonOf(result)).not.toMatch(/^\s*::|##\[|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
    expect(annotationOf(result)?.message ?? '').not.toMatch(/^\s*::|##\[/m);
  }
}

describe('text from a server or a user', () => {
  it.each(HOSTILE)('stays text: %j', (text) => {
    expectHarmless(text);
  });

  it('stays text, whatever it is put together from', () => {
    const part = fc.oneof(
      fc.constantFrom(...HOSTILE),
      fc.string({ unit: 'binary', maxLength: 12 }),
    );
    const texts = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(''));
    fc.assert(fc.property(texts, expectHarmless), { numRuns: 1_000 });
  }, 60_000);
});
