import { describe, expect, it } from 'vitest';
import {
  AMD64,
  evidence,
  gateResult,
  imageResult,
  platformEvidence,
  problemResult,
  sto,
} from '../../test/golden/results.ts';
import { finding } from '../policy/finding.ts';
import { ANNOTATION_MAX, annotationOf } from './annotation.ts';

const bad = imageResult({
  evidence: evidence({ perPlatform: [platformEvidence(AMD64, { sto: sto([2, 1]) })] }),
});

describe('annotationOf', () => {
  it('says nothing of a run that passed', () => {
    expect(annotationOf(gateResult())).toBeUndefined();
  });

  it('gives the reason and the other findings', () => {
    expect(annotationOf(gateResult([bad]))).toEqual({
      level: 'error',
      title: 'Image Gate: failed',
      message:
        'Failed: 2 critical issues, 0 allowed (app:1.4.2, linux/amd64); 1 more finding.\n- Failed: 1 high issue, 0 allowed.',
    });
  });

  it('is a warning where the job goes on', () => {
    expect(annotationOf(gateResult([bad], { mode: 'warn' }))?.level).toBe('warning');
    const problem = problemResult('permission', 'no', { mode: 'warn' });
    expect(annotationOf(problem)?.level).toBe('error');
  });

  it('names the images that did not pass', () => {
    const { message } = annotationOf(gateResult([imageResult(), bad, bad])) ?? { message: '' };
    expect(message.split('\n')).toHaveLength(3);
  });

  it('stays within its limit and counts what it left out', () => {
    const long = imageResult({ findings: [finding('sto', 'failed', 'word '.repeat(2_000))] });
    const annotation = annotationOf(gateResult(Array.from({ length: 400 }, () => long)));
    const { title, message } = annotation ?? { title: '', message: '' };
    expect(title.length + message.length).toBeLessThanOrEqual(ANNOTATION_MAX);
    expect(message).toMatch(/\n- and \d+ more$/);
  });

  it('lets no text start a line of its own', () => {
    const hostile = imageResult({
      findings: [
        finding('tag', 'failed', 'moved'),
        finding('sto', 'failed', 'a\n::set-output name=verdict::passed'),
      ],
    });
    const { message } = annotationOf(gateResult([hostile])) ?? { message: '' };
    expect(message.split('\n').every((line) => /^(Failed: |- )/.test(line))).toBe(true);
  });
});
