import { describe, expect, it } from 'vitest';
import {
  AMD64,
  ARM64,
  entry,
  evidence,
  gateResult,
  imageResult,
  NOW,
  POLICY,
  platform,
  platformEvidence,
  problemResult,
  requested,
  sto,
} from '../../test/golden/results.ts';
import type { ImageResult } from '../gate/result.ts';
import { known } from '../image/evidence.ts';
import type { Policy } from '../policy/policy.ts';
import { sizeOf } from './size.ts';
import { correctionOf, SUMMARY_MAX_BYTES, summaryOf } from './summary.ts';

const failing = evidence({ perPlatform: [platformEvidence(AMD64, { sto: sto([2]) })] });

function summaryFor(image: ImageResult): string {
  return summaryOf(gateResult([image]), NOW);
}

describe('summaryOf', () => {
  it('starts with the verdict in constant words', () => {
    expect(summaryFor(imageResult())).toMatch(/^## ✅ Passed: this image may ship\n\n/);
    expect(summaryFor(imageResult({ evidence: failing }))).toMatch(
      /^## ❌ Failed: this image must not/,
    );
  });

  it('gives a green tick only to what passed', () => {
    const policy: Policy = { ...POLICY, sto: 'off', slsa: 'if-present', firewall: 'off' };
    const off = { sto: { kind: 'off' }, slsa: { kind: 'absent', why: 'no status' } } as const;
    const perPlatform = [platformEvidence(AMD64, off)];
    const image = imageResult({ evidence: evidence({ perPlatform }) }, policy);
    const rows = summaryOf(gateResult([image], { policy }), NOW).match(/<tr>.*?<\/tr>/g) ?? [];
    const green = rows
      .filter((row) => row.includes('✅'))
      .map((row) => /<td>✅&nbsp;(.*?)<\/td>/.exec(row)?.[1]);
    expect(green).toEqual(['Tag', 'Platforms', 'Quarantine', 'Xray scan']);
  });

  it('puts what failed at the top of the table', () => {
    expect(summaryFor(imageResult({ evidence: failing }))).toMatch(
      /<tbody><tr><td>❌&nbsp;<b>Critical issues<\/b> failed<\/td><td>2<\/td><td>0<\/td>/,
    );
  });

  it('shows numbers by platform where they differ, the worst first and each only once', () => {
    const perPlatform = [
      platformEvidence(AMD64, { sto: sto([1]) }),
      platformEvidence(ARM64, { sto: sto([2]) }),
    ];
    expect(summaryFor(imageResult({ evidence: evidence({ perPlatform }) }))).toContain(
      '<td>2 on <code>linux/arm64</code><br>1 on <code>linux/amd64</code></td>',
    );
  });

  it('tears no number from its word where the page is narrow', () => {
    const page = summaryFor(imageResult({ evidence: failing }));
    expect(page).toContain('<b>Issues</b> 2&nbsp;critical&nbsp;🟥 · 0&nbsp;high · ');
    expect(page).toContain('<td>2&nbsp;critical · 0&nbsp;high · ');
    expect(page).toContain('<td>2025\u201111\u201121<br>06:30&nbsp;UTC</td>');
    expect(page).toContain('<code>sca&nbsp;DONE</code> <code>violations&nbsp;DONE</code>');
  });

  it('names an image by digest once', () => {
    const byDigest = imageResult({ image: requested({ tags: [] }) });
    expect(summaryFor(byDigest)).toContain('<b>Image</b> <code>app@sha256:9f2c01ab34cd</code><br>');
  });

  it('says what it does not cover', () => {
    const judged = [AMD64];
    const notJudged = [platform('linux/s390x', 'f00')];
    const page = summaryFor(
      imageResult({
        evidence: evidence({ platforms: known({ proven: false, judged, notJudged }) }),
      }),
    );
    expect(page).toContain('Not covered by this verdict');
    expect(page).toContain('leaves out: <code>linux/s390x</code>');
    expect(page).toContain(
      '<b>Platforms</b> <code>linux/amd64</code> (the list is not proven by the digest)<br><b>Left out</b> <code>linux/s390x</code>',
    );
    expect(page).toContain('its status only says that the scan has finished');
  });

  it('says that issues are exempted, and only where some are', () => {
    const exempted = evidence({
      perPlatform: [platformEvidence(AMD64, { sto: sto([0, 0, 0, 0, 0, 3]) })],
    });
    expect(summaryFor(imageResult({ evidence: exempted }))).toContain('3, in none of the counts');
    expect(summaryFor(imageResult())).not.toContain('in none of the counts');
  });

  it('does not call unreachable what answered in vain', () => {
    const xray = { kind: 'unreachable', obstacle: 'timed-out', why: 'still SCANNING' } as const;
    const page = summaryFor(imageResult({ evidence: evidence({ xray }) }));
    expect(page).toContain('not finished in time');
    expect(page).not.toContain('unreachable');
  });

  it('says that a scan finished only of one that did', () => {
    const broken = evidence({
      xray: known({
        state: 'FAILED',
        repository: 'r',
        path: 'p',
        finishedAt: NOW,
        parts: [{ name: 'sca', state: 'FAILED' }],
      }),
    });
    expect(summaryFor(imageResult())).toContain('<b>Xray finished</b>');
    expect(summaryFor(imageResult({ evidence: broken }))).toMatch(
      /<b>Xray ended<\/b>.*<b>Xray ended at<\/b>/s,
    );
    expect(summaryFor(imageResult({ evidence: broken }))).not.toContain('Xray finished');
  });

  it('says in one line what was not judged any more', () => {
    const ended = { kind: 'unreachable', obstacle: 'ended', why: 'not asked' } as const;
    const image = imageResult({
      evidence: {
        tag: known({
          tags: ['1.4.2'],
          digest: AMD64.digest,
          moved: { tag: '1.4.2', to: ARM64.digest },
        }),
        platforms: ended,
        quarantine: ended,
        firewall: ended,
        xray: ended,
        slsa: ended,
        perPlatform: [],
      },
    });
    const page = summaryFor(image);
    expect(page).toContain('<tbody><tr><td>❌&nbsp;<b>Tag</b> failed</td>');
    expect(page).toContain(
      '<p><b>Not judged</b>, because something else had already decided: Platforms, Quarantine, Firewall, Xray scan, STO scan, SLSA provenance, SBOM deny list</p>',
    );
    expect(page).not.toMatch(/more finding|unknown|Not covered/);
  });

  it('says what to deploy only when the whole run passed', () => {
    const web = imageResult({ image: requested({ artifact: 'web' }) });
    const mixed = gateResult([web, imageResult({ evidence: failing })]);
    expect(summaryFor(imageResult())).toContain('<b>Deploy</b>');
    expect(summaryOf(mixed, NOW)).not.toContain('<b>Deploy</b>');
  });

  it('says what mode: warn does', () => {
    const bad = imageResult({ evidence: failing });
    expect(summaryOf(gateResult([bad], { mode: 'warn' }), NOW)).toContain('The job goes on');
    const problem = problemResult('permission', 'no', { mode: 'warn' });
    expect(summaryOf(problem, NOW)).toContain('the job fails');
    expect(summaryFor(bad)).not.toContain('mode: warn');
  });

  it('lists every problem that ended a run, and what to do', () => {
    const page = summaryOf(problemResult('input', 'image is missing\nmode is "x"'), NOW);
    expect(page).toContain('<li>image is missing</li><li>mode is &quot;x&quot;</li>');
    expect(page).toContain('<b>Next</b> Change the inputs named above');
  });

  it('has a row for each image, the worst first, and folds what passed', () => {
    const images = [
      imageResult({ image: requested({ artifact: 'web' }) }),
      imageResult({ evidence: failing }),
    ];
    const page = summaryOf(gateResult(images), NOW);
    expect(page.indexOf('<code>app:1.4.2</code>')).toBeLessThan(
      page.indexOf('<code>web:1.4.2</code>'),
    );
    expect(page).toContain('<h3><code>app:1.4.2</code> failed</h3>');
    expect(page).toContain('<details><summary><code>web:1.4.2</code> passed</summary>');
  });

  it('stays within its limit for 1,000 images and keeps the worst', () => {
    const good = Array.from({ length: 999 }, (_, index) =>
      imageResult({ image: requested({ artifact: `a${index}` }) }),
    );
    const page = summaryOf(gateResult([...good, imageResult({ evidence: failing })]), NOW);
    expect(sizeOf(page)).toBeLessThanOrEqual(SUMMARY_MAX_BYTES);
    expect(page).toContain('<h3><code>app:1.4.2</code> failed</h3>');
    expect(page).toContain('<code>a998:1.4.2</code>');
    expect(page).toMatch(/\d+ more images have no section here/);
  });

  it('stays within its limit whatever one image brings', () => {
    const label = '😀'.repeat(500);
    const perPlatform = Array.from({ length: 3_000 }, (_, index) =>
      platformEvidence(platform(label, index.toString(16)), { sto: sto([index]) }),
    );
    const timeline = Array.from({ length: 5_000 }, () => entry(1, `Xray ${'"'.repeat(5_000)}`));
    const page = summaryFor(imageResult({ evidence: evidence({ perPlatform }), timeline }));
    expect(sizeOf(page)).toBeLessThanOrEqual(SUMMARY_MAX_BYTES);
    expect(page).toMatch(/^## ❌ Failed/);
  });
});

describe('correctionOf', () => {
  it('takes back a pass', () => {
    const problem = { code: 'output-file', message: 'the outputs could not be written' } as const;
    expect(correctionOf(gateResult([imageResult()], { verdict: 'inconclusive', problem }))).toMatch(
      /^## ⚠️ Inconclusive: nothing may ship\n\n<p>The outputs could not be written/,
    );
  });
});
