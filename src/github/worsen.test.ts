import { describe, expect, it } from 'vitest';
import { gateResult, problemResult } from '../../test/golden/results.ts';
import { worsen } from './worsen.ts';

describe('worsen', () => {
  it.each([
    [Object.assign(new Error('/home/runner/x'), { code: 'ENOSPC' }), 'ENOSPC'],
    [new Error('Missing file at path: /home/runner/x'), 'missing or not accessible'],
    [new TypeError('x is undefined'), 'TypeError'],
    ['text', 'unknown error'],
  ])('names the file and the cause, never a path: %s', (thrown, cause) => {
    expect(worsen(gateResult(), 'GITHUB_OUTPUT', thrown)).toMatchObject({
      verdict: 'inconclusive',
      problem: {
        code: 'output-file',
        message: `the outputs could not be written (GITHUB_OUTPUT: ${cause})`,
      },
    });
  });

  it('leaves a cancelled run cancelled', () => {
    const cancelled = problemResult('cancelled', 'the run was cancelled');
    const { verdict, problem } = worsen(cancelled, 'GITHUB_STEP_SUMMARY', new Error('x'));
    expect(verdict).toBe('cancelled');
    expect(problem?.message).toContain('before that: Cancelled: the run was cancelled');
  });
});
