import { describe, expect, it } from 'vitest';
import {
  gateResult,
  imageResult,
  NOW,
  problemResult,
  requested,
  STARTED_AT,
} from '../../test/golden/results.ts';
import { finding } from '../policy/finding.ts';
import { COMMENT_MAX_BYTES, commentTextOf, readMarker } from './comment-text.ts';
import { sizeOf } from './size.ts';

const RUN = { key: 'c0ffee', now: NOW, jobUrl: undefined, commit: '7fd1a60b01f91b31' };
const bad = [finding('tag', 'failed', 'the tag moved')];

function images(count: number, findings = bad) {
  return Array.from({ length: count }, (_, index) =>
    imageResult({
      findings,
      image: requested({ name: `h/a/r/app-${index}`, artifact: `app-${index}` }),
    }),
  );
}

describe('commentTextOf', () => {
  it('begins with its marker, then the verdict', () => {
    expect(commentTextOf(gateResult(), RUN)).toMatch(
      /^<!-- image-gate: c0ffee -->\n<!-- started: \d+ -->\n## ✅ Passed: this image may ship\n\n/,
    );
  });

  it('ends with the run, the commit and the time', () => {
    const jobUrl = 'https://github.com/octo-org/app/actions/runs/1';
    expect(commentTextOf(gateResult(), { ...RUN, jobUrl })).toMatch(
      /<p><a href="https:\/\/github\.com\/octo-org\/app\/actions\/runs\/1">This run<\/a> · commit <code>7fd1a60<\/code> · 2025-11-21 08:03 UTC<\/p>\n$/,
    );
  });

  it('leaves the details to the summary', () => {
    expect(commentTextOf(gateResult(), RUN)).not.toContain('Timeline');
  });

  it('folds everything about an image that passed but which it is, and how to deploy it', () => {
    const [open = '', folded = ''] = commentTextOf(gateResult(), RUN).split('<details>');
    expect(open).not.toContain('<table>');
    expect(open).toContain('<b>Deploy</b>');
    expect(folded).toMatch(
      /^<summary>14 checks passed or noted, and what the verdict does not cover<\/summary>/,
    );
  });

  it('shows what keeps an image from passing, and folds the rest', () => {
    const findings = [...bad, finding('sto', 'passed', ''), finding('slsa', 'not-checked', '')];
    const text = commentTextOf(gateResult(images(1, findings)), RUN);
    const [open = '', folded = ''] = text.split('<details>');
    expect(open).toContain('<b>Tag</b> failed');
    expect(open).not.toContain('STO scan</td>');
    expect(folded).toContain('2 more checks passed or not checked');
    expect(folded).toContain('✅&nbsp;STO scan</td>');
  });

  it('folds nothing where there is nothing to fold', () => {
    expect(commentTextOf(gateResult(images(1)), RUN)).not.toContain('<details>');
  });

  it('gives no section to what passed among several', () => {
    const text = commentTextOf(gateResult([...images(1), imageResult()]), RUN);
    expect(text.match(/<h3>/g)).toHaveLength(1);
    expect(text).toContain('<code>app:1.4.2</code>');
  });

  it.each([2, 100, 3_000])('is never too long: %d images', (count) => {
    const text = commentTextOf(gateResult(images(count)), RUN);
    expect(sizeOf(text)).toBeLessThanOrEqual(COMMENT_MAX_BYTES);
    expect(text).toContain('<p>commit <code>');
    expect(text).toContain('<h3>');
    expect(text.includes('images are left out here')).toBe(count > 2);
  });

  it('is never too long: findings without end', () => {
    const many = Array.from({ length: 3_000 }, (_, index) =>
      finding('tag', 'failed', `${'<'.repeat(150)} ${index}`),
    );
    const text = commentTextOf(gateResult(images(1, many)), RUN);
    expect(sizeOf(text)).toBeLessThanOrEqual(COMMENT_MAX_BYTES);
    expect(text).toContain('## ❌ Failed');
  });

  it('is never too long: problems without end', () => {
    const lines = Array.from({ length: 60 }, () => '< '.repeat(240)).join('\n');
    const text = commentTextOf(problemResult('input', lines), RUN);
    expect(sizeOf(text)).toBeLessThanOrEqual(COMMENT_MAX_BYTES);
    expect(text).toContain('nothing was judged');
  });
});

describe('readMarker', () => {
  const text = commentTextOf(gateResult(), RUN);

  it('knows its own comments and when their run started', () => {
    expect(readMarker(text, 'c0ffee')).toBe(STARTED_AT);
    expect(readMarker(text.replaceAll('\n', '\r\n'), 'c0ffee')).toBe(STARTED_AT);
  });

  it('knows one whose time is gone', () => {
    expect(readMarker('<!-- image-gate: c0ffee -->\nx', 'c0ffee')).toBe(0);
  });

  it.each([
    ['another gate', text.replace('c0ffee', 'c0ffe0')],
    ['a quotation', `> ${text}`],
    ['something before it', `Look:\n${text}`],
    ['nothing', ''],
  ])('does not know %s', (_, body) => {
    expect(readMarker(body, 'c0ffee')).toBeUndefined();
  });
});
