import { expect, test } from 'vitest';
import { readOptions } from './demo-options.ts';

const NAMES = ['clean', 'critical', 'pushed-just-now', 'tag-moved', 'tag-moved-late'];

test('plays the scenario that shows most when none is named', () => {
  expect(readOptions([], NAMES)).toEqual({ kind: 'run', scenario: 'pushed-just-now', inputs: {} });
});

test('takes inputs as well, and a value may hold an equals sign', () => {
  expect(readOptions(['critical', 'mode=warn', 'a=b=c'], NAMES)).toEqual({
    kind: 'run',
    scenario: 'critical',
    inputs: { mode: 'warn', a: 'b=c' },
  });
});

test.each([
  ['critcal', ['critical']],
  ['tag-move', ['tag-moved', 'tag-moved-late']],
  ['moved', ['tag-moved', 'tag-moved-late']],
  ['zzzzzzzz', []],
])('names what is close to %s', (scenario, closeNames) => {
  expect(readOptions([scenario], NAMES)).toEqual({ kind: 'unknown', scenario, closeNames });
});
