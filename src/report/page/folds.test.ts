import { describe, expect, it } from 'vitest';
import {
  AMD64,
  evidence,
  gateResult,
  imageResult,
  NOW,
  platformEvidence,
  requested,
  sto,
} from '../../../test/golden/results.ts';
import type { GateResult, ImageResult } from '../../gate/result.ts';
import { finding } from '../../policy/finding.ts';
import { checkRunTextOf } from '../check-run-text.ts';
import { COMMENT_MAX_BYTES, commentTextOf } from '../comment-text.ts';
import { approvedOf } from '../outputs.ts';
import { sizeOf } from '../size.ts';

const RUN = { key: 'c0ffee', now: NOW, jobUrl: undefined, commit: '7fd1a60b01f91b31' };

function imagesOf(count: number, overrides: Partial<ImageResult> = {}): readonly ImageResult[] {
  return Array.from({ length: count }, (_, index) => {
    const artifact = `app-${index}`;
    const image = requested({ name: `pkg.harness.io/acme/images/${artifact}`, artifact });
    return imageResult({ image, ...overrides });
  });
}

function pagesOf(result: GateResult): readonly string[] {
  const { text } = checkRunTextOf(result, { images: [], now: NOW, jobUrl: undefined });
  return [commentTextOf(result, RUN), text];
}

const failed = imageResult({
  evidence: evidence({ perPlatform: [platformEvidence(AMD64, { sto: sto([2]) })] }),
});

describe('images that passed beside others', () => {
  it('are one fold behind the sections of those', () => {
    for (const page of pagesOf(gateResult([...imagesOf(19), failed]))) {
      const [before = '', fold = ''] = page.split('<details><summary>19 images passed</summary>');
      expect(before).toContain('<h3><code>app:1.4.2</code> failed</h3>');
      expect(before).not.toContain('app-0');
      expect(fold.match(/<tr><td>/g)).toHaveLength(19);
    }
  });

  it('do not hide that one of them has a note', () => {
    const note = finding('firewall', 'noted', 'the firewall warns', { found: 'WARN' });
    const findings = [finding('tag', 'passed', ''), note];
    const [noted] = imagesOf(1, { findings });
    const result = gateResult([imageResult(), noted ?? failed, failed]);
    for (const page of pagesOf(result))
      expect(page).toContain('<summary>2 images passed, 1 with a note</summary>');
  });

  it('are still counted where there is no room for all rows', () => {
    for (const page of pagesOf(gateResult([...imagesOf(1_000), failed]))) {
      expect(page).toContain('<summary>1000 images passed</summary>');
      expect(page).toMatch(/<p>and \d+ more images<\/p><\/details>/);
      expect(page).toContain('failed</h3>');
    }
  });
});

describe('several images that all passed', () => {
  it('come with what to deploy, the same as the output', () => {
    const result = gateResult(imagesOf(3));
    for (const page of pagesOf(result)) {
      const [, fold = ''] = page.split('<details><summary>What to deploy, and what the verdict');
      const items = approvedOf(result).map((one) => `<li><code>${one}</code></li>`);
      expect(items).toHaveLength(3);
      expect(fold).toContain(`<ul>${items.join('')}</ul>`);
    }
  });

  it('say once what the verdict covers of none, and of which it does not cover the rest', () => {
    const note = finding('slsa', 'noted', 'SLSA was not asked', { cause: 'ended' });
    const [first, second] = imagesOf(2);
    if (first === undefined || second === undefined) throw new Error('there are two');
    const result = gateResult([first, { ...second, findings: [...second.findings, note] }]);
    for (const page of pagesOf(result)) {
      expect(page.match(/its status only says that/g)).toHaveLength(1);
      expect(page).toMatch(
        /<li><code>app-1:1\.4\.2<\/code> <code>sha256:[0-9a-f]{12}<\/code>: SLSA was not asked<\/li>/,
      );
    }
  });

  it('have nothing to deploy where the run did not pass', () => {
    const problem = { code: 'output-file', message: 'no file' } as const;
    for (const page of pagesOf(gateResult(imagesOf(2), { problem })))
      expect(page).not.toContain('What to deploy');
  });

  it('fit, however many they are', () => {
    const result = gateResult(imagesOf(1_000));
    expect(sizeOf(commentTextOf(result, RUN))).toBeLessThanOrEqual(COMMENT_MAX_BYTES);
    for (const page of pagesOf(result))
      expect(page).toMatch(/<p>and \d+ more, which that output names<\/p>/);
  });
});
