import { describe, expect, it } from 'vitest';
import {
  entry,
  evidence,
  gateResult,
  imageResult,
  NOW,
  problemResult,
  requested,
} from '../../test/golden/results.ts';
import type { GateResult } from '../gate/result.ts';
import { finding } from '../policy/finding.ts';
import { CHECK_RUN_MAX_BYTES, checkRunTextOf } from './check-run-text.ts';
import { sizeOf } from './size.ts';

function textOf(result: GateResult) {
  const images = result.images.map(({ image }) => image);
  return checkRunTextOf(result, { images, now: NOW, jobUrl: undefined });
}

const failed = imageResult({ findings: [finding('tag', 'failed', 'the tag moved')] });

function inconclusive(cause: 'timed-out' | 'outage' | 'permission', mode: GateResult['mode']) {
  const findings = [finding('xray', 'inconclusive', 'Xray was silent', { cause })];
  return gateResult([imageResult({ findings })], { mode });
}

describe('the conclusion of a check run', () => {
  it.each([
    ['success', 'a pass', gateResult()],
    ['failure', 'a failure', gateResult([failed])],
    [
      'failure',
      'a failure in mode: warn, which is one all the same',
      gateResult([failed], { mode: 'warn' }),
    ],
    ['timed_out', 'waiting in vain', inconclusive('timed-out', 'enforce')],
    ['failure', 'an outage', inconclusive('outage', 'enforce')],
    ['neutral', 'waiting in vain in mode: warn', inconclusive('timed-out', 'warn')],
    ['failure', 'what must be mended, in mode: warn as well', inconclusive('permission', 'warn')],
    ['failure', 'inputs that cannot be read', problemResult('input', 'image is missing')],
    ['timed_out', 'a run that timed out', problemResult('timed-out', 'no answer')],
    ['cancelled', 'a cancelled run', problemResult('cancelled', 'the run was cancelled')],
    [
      'failure',
      'a pass that somebody could not be told',
      gateResult(undefined, { problem: { code: 'output-file', message: 'no file' } }),
    ],
  ] as const)('is %s for %s', (conclusion, _, result) => {
    expect(textOf(result).conclusion).toBe(conclusion);
  });
});

describe('the texts of a check run', () => {
  it('name the artifacts, whatever their tags', () => {
    const named = (...artifacts: string[]) =>
      checkRunTextOf(gateResult(), {
        images: artifacts.map((artifact) => requested({ artifact })),
        now: NOW,
        jobUrl: undefined,
      }).name;
    expect(named('team/app')).toBe('Image Gate / team/app');
    expect(named('app', 'app', 'web')).toBe('Image Gate / app and web');
    expect(named('a', 'b', 'c', 'd')).toBe('Image Gate / a, b and 2 more');
    expect(named()).toBe('Image Gate');
    expect(named('x'.repeat(300))).toHaveLength(100);
  });

  it('say the verdict, then the reason, then the rest with its details', () => {
    const { title, summary, text } = textOf(gateResult([failed]));
    expect(title).toBe('❌ Failed: this image must not ship');
    expect(summary).toBe('<p>The tag moved (<code>app:1.4.2</code>).</p>');
    expect(text).toMatch(/^<p><b>Image<\/b>.*<details><summary>Details<\/summary>/s);
  });

  it('lead to the log, however little room there is', () => {
    const jobUrl = 'https://github.com/octo-org/app/actions/runs/1/job/2';
    const long = imageResult({ findings: [finding('tag', 'failed', '<'.repeat(70_000))] });
    for (const result of [gateResult(), gateResult([long])]) {
      const { summary } = checkRunTextOf(result, { images: [], now: NOW, jobUrl });
      expect(summary).toMatch(/<p><a href="https:.*\/job\/2">This run<\/a><\/p>$/);
      expect(sizeOf(summary)).toBeLessThanOrEqual(CHECK_RUN_MAX_BYTES);
    }
  });

  it.each([2, 40, 1_000])('are never too long: %d images', (count) => {
    const { summary, text } = textOf(gateResult(Array.from({ length: count }, () => failed)));
    expect(sizeOf(summary)).toBeLessThanOrEqual(CHECK_RUN_MAX_BYTES);
    expect(sizeOf(text)).toBeLessThanOrEqual(CHECK_RUN_MAX_BYTES);
    expect(text).toContain('<h3>');
  });

  it('leave out details that are too long, and say so', () => {
    const timeline = Array.from({ length: 60 }, (_, at) => entry(at, `Xray ${'<'.repeat(200)}`));
    const tags = Array.from({ length: 20 }, () => '"'.repeat(200));
    const platforms = evidence();
    const image = imageResult({ timeline, evidence: platforms, image: requested({ tags }) });
    const { text } = textOf(gateResult([image]));
    expect(sizeOf(text)).toBeLessThanOrEqual(CHECK_RUN_MAX_BYTES);
    expect(text).toContain('Details are left out here');
  });
});
