import { describe, expect, it } from 'vitest';
import {
  AMD64,
  ARM64,
  evidence,
  gateResult,
  imageResult,
  platformEvidence,
  problemResult,
  requested,
  sto,
} from '../../test/golden/results.ts';
import { finding } from '../policy/finding.ts';
import { reasonOf, reasonOfImage, shortReasonOf, withoutVerdict } from './reason.ts';

const missed = (sentence: string, where?: string) =>
  imageResult({
    findings: [finding('xray', 'inconclusive', sentence, { cause: 'timed-out', where })],
  });

describe('reasonOf', () => {
  it('says what decided, the number against its limit, and where', () => {
    const image = imageResult({
      evidence: evidence({ perPlatform: [platformEvidence(AMD64, { sto: sto([2, 0, 0]) })] }),
    });
    expect(reasonOf(gateResult([image]))).toBe(
      'Failed: 2 critical issues, 0 allowed (app:1.4.2, linux/amd64).',
    );
  });

  it('counts the other findings', () => {
    const image = imageResult({
      evidence: evidence({
        perPlatform: [platformEvidence(AMD64, { sto: sto([2, 3, 0]) })],
        firewall: { kind: 'known', value: 'BLOCKED' },
      }),
    });
    expect(reasonOf(gateResult([image]))).toBe(
      'Failed: the Dependency Firewall has blocked the image (app:1.4.2); 2 more findings.',
    );
  });

  it('does not count what was given up because of the deciding finding', () => {
    const ended = finding('xray', 'inconclusive', 'Xray was no longer awaited', { cause: 'ended' });
    const image = imageResult({ findings: [finding('tag', 'failed', 'the tag moved'), ended] });
    expect(reasonOf(gateResult([image]))).toBe('Failed: the tag moved (app:1.4.2).');
  });

  it('names a place once', () => {
    expect(reasonOfImage(missed('nothing at linux/arm64', 'linux/arm64'))).toBe(
      'Inconclusive: nothing at linux/arm64 (app:1.4.2).',
    );
  });

  it('does not put brackets behind brackets', () => {
    expect(reasonOfImage(missed('STO has no result (it had one)', 'linux/arm64'))).toBe(
      'Inconclusive: STO has no result (it had one), in app:1.4.2, linux/arm64.',
    );
  });

  it('says of a passed image only what is known', () => {
    const image = imageResult({
      findings: [
        finding('critical', 'passed', '', { found: '1', allowed: '2' }),
        finding('high', 'noted', '', { found: '7', allowed: 'unlimited' }),
        finding('slsa', 'noted', 'SLSA has no verified status', { cause: 'absent' }),
        finding('xray', 'not-checked', 'Xray is switched off'),
      ],
    });
    expect(reasonOf(gateResult([image]))).toBe(
      'Passed: 1 (2 allowed) critical issue (app:1.4.2, linux/amd64).',
    );
  });

  it('says of several passed images what holds for all of them', () => {
    const two = imageResult({
      findings: [
        finding('critical', 'passed', '', { found: '1', allowed: '2' }),
        finding('high', 'passed', '', { found: '0', allowed: '0' }),
        finding('slsa', 'passed', ''),
      ],
    });
    expect(reasonOf(gateResult([two, imageResult()]))).toBe(
      'Passed: 2 images, at most 1 (2 allowed) critical and 0 high issues, SLSA passed.',
    );
  });

  it('lets the worst image speak and says how many there are', () => {
    const bad = imageResult({
      image: requested({ artifact: 'web', tags: ['2'] }),
      evidence: evidence({ perPlatform: [platformEvidence(ARM64, { sto: sto([0, 1]) })] }),
    });
    const unknown = missed('Xray was still SCANNING after 30m');
    expect(reasonOf(gateResult([imageResult(), unknown, bad]))).toBe(
      'Failed: 1 high issue, 0 allowed (web:2, linux/arm64); 1 of 3 images failed, 1 inconclusive.',
    );
  });

  it('tells all problems that ended a run', () => {
    expect(reasonOf(problemResult('input', 'image is missing.\nmode is "x"'))).toBe(
      'Inconclusive: image is missing; mode is "x".',
    );
    expect(reasonOf(problemResult('cancelled', 'stopped by SIGTERM'))).toBe(
      'Cancelled: stopped by SIGTERM.',
    );
  });

  it('stays within 500 characters and keeps the count', () => {
    const long = imageResult({
      findings: [
        finding('sto', 'failed', 'x '.repeat(4_000), { where: 'y'.repeat(4_000) }),
        finding('tag', 'inconclusive', 'z'),
      ],
    });
    const reason = reasonOf(gateResult([long, imageResult()]));
    expect(reason.length).toBeLessThanOrEqual(500);
    expect(reason).toMatch(/^Failed: x x .*; 1 more finding; 1 of 2 images failed\.$/);
  });

  it('abbreviates many tags', () => {
    const image = imageResult({ image: requested({ tags: ['1.4.2', '1.4', '1', 'latest'] }) });
    expect(reasonOf(gateResult([image]))).toContain('(app:1.4.2, 1.4 and 2 more, linux/amd64)');
  });

  it('is one line without commands', () => {
    const image = missed('a\n::error::b ##[error]c');
    expect(reasonOf(gateResult([image]))).toBe(
      'Inconclusive: a ::error::b ## [error]c (app:1.4.2).',
    );
  });
});

describe('shortReasonOf', () => {
  it('says what decided and where, but not again which image', () => {
    const perPlatform = [platformEvidence(AMD64, { sto: sto([2, 3, 0]) })];
    expect(shortReasonOf(imageResult({ evidence: evidence({ perPlatform }) }))).toBe(
      '2 critical issues, 0 allowed (linux/amd64); 1 more finding',
    );
    expect(shortReasonOf(missed('STO has no result (it had one)', 'linux/arm64'))).toBe(
      'STO has no result (it had one), in linux/arm64',
    );
  });

  it('says of a passed image only what passed', () => {
    expect(shortReasonOf(imageResult())).toBe(
      '0 critical and 0 high issues, Xray scan finished, SLSA passed',
    );
  });

  it('has words where nothing was found', () => {
    expect(shortReasonOf(imageResult({ findings: [] }))).toBe(
      'The run ended before anything was known',
    );
  });
});

describe('withoutVerdict', () => {
  it('leaves the clause with a capital letter', () => {
    expect(withoutVerdict('Failed: the tag moved.')).toBe('The tag moved.');
  });
});
