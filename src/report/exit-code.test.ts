import { describe, expect, it } from 'vitest';
import { gateResult, imageResult, problemResult } from '../../test/golden/results.ts';
import type { ProblemCode } from '../errors.ts';
import { type FindingCause, finding } from '../policy/finding.ts';
import { exitCodeOf } from './exit-code.ts';

const failed = imageResult({ findings: [finding('tag', 'failed', 'the tag moved')] });

function unknownBy(cause: FindingCause) {
  return imageResult({ findings: [finding('sto', 'inconclusive', 'unknown', { cause })] });
}

describe('exitCodeOf', () => {
  it('is 0 when every image passed', () => {
    expect(exitCodeOf(gateResult())).toBe(0);
  });

  it.each([
    ['failed', gateResult([failed])],
    ['inconclusive', gateResult([unknownBy('timed-out')])],
    ['one of several failed', gateResult([imageResult(), failed])],
    ['without any image', gateResult([], { verdict: 'passed' })],
    ['called passed, with an image that is not', gateResult([failed], { verdict: 'passed' })],
    [
      'passed, with a problem',
      gateResult([imageResult()], { problem: { code: 'bug', message: '' } }),
    ],
  ])('is 1 when enforced and %s', (_, result) => {
    expect(exitCodeOf(result)).toBe(1);
  });

  it.each<FindingCause>([
    'judged',
    'timed-out',
    'outage',
    'unrecognised',
    'gone',
    'absent',
    'ended',
  ])('is 0 with mode: warn when inconclusive by %s', (cause) => {
    expect(exitCodeOf(gateResult([unknownBy(cause)], { mode: 'warn' }))).toBe(0);
  });

  it('is 0 with mode: warn when failed', () => {
    expect(exitCodeOf(gateResult([imageResult(), failed], { mode: 'warn' }))).toBe(0);
  });

  it.each<FindingCause>(['permission', 'configuration', 'missing-call', 'bug'])(
    'is 1 in every mode when inconclusive by %s, whatever else was found',
    (cause) => {
      const both = imageResult({ findings: [...failed.findings, ...unknownBy(cause).findings] });
      expect(exitCodeOf(gateResult([unknownBy(cause)], { mode: 'warn' }))).toBe(1);
      expect(exitCodeOf(gateResult([both], { mode: 'warn' }))).toBe(1);
    },
  );

  it.each<ProblemCode>([
    'input',
    'configuration',
    'permission',
    'redirect',
    'cancelled',
    'bug',
    'output-file',
  ])('is 1 in every mode after the problem %s', (code) => {
    expect(exitCodeOf(problemResult(code, 'x', { mode: 'warn' }))).toBe(1);
    const problem = { code, message: 'x' };
    expect(exitCodeOf(gateResult([failed], { mode: 'warn', problem }))).toBe(1);
  });

  it('is 1 for an image that nothing was found about, and for a cancelled one', () => {
    const nothing = imageResult({ findings: [] });
    expect(exitCodeOf(gateResult([nothing], { mode: 'warn' }))).toBe(1);
    const cancelled = imageResult({ verdict: 'cancelled', findings: failed.findings });
    expect(exitCodeOf(gateResult([cancelled], { mode: 'warn' }))).toBe(1);
  });
});
