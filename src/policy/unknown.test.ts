import { describe, expect, it } from 'vitest';
import type { Evidence, Obstacle } from '../image/evidence.ts';
import { known } from '../image/evidence.ts';
import { ABSENT, OFF, UNREACHABLE, UNRECOGNISED } from './evidence.fixture.ts';
import { judgeUnknown, needsMending, pickWorst, type Question } from './unknown.ts';

const QUESTION: Question = {
  check: 'sto',
  requirement: 'if-present',
  answer: "STO's answer for linux/arm64",
  absent: 'STO has no result for linux/arm64',
};

const unreachable = (obstacle: Obstacle) =>
  ({ kind: 'unreachable', why: `stopped by ${obstacle}`, obstacle }) as const;

describe('missing evidence', () => {
  it.each([
    [
      'absent',
      ABSENT,
      {
        result: 'noted',
        cause: 'absent',
        sentence: 'STO has no result for linux/arm64',
        found: 'no data',
      },
    ],
    [
      'unrecognised',
      UNRECOGNISED,
      {
        result: 'inconclusive',
        cause: 'unrecognised',
        sentence: 'STO\'s answer for linux/arm64 is not recognised: "gibberish"',
        found: 'unrecognised',
      },
    ],
    [
      'unreachable',
      UNREACHABLE,
      {
        result: 'inconclusive',
        cause: 'outage',
        sentence: 'Harness did not answer for 30m',
        found: 'unreachable',
      },
    ],
    [
      'never asked for',
      OFF,
      {
        result: 'inconclusive',
        cause: 'bug',
        sentence:
          "STO's answer for linux/arm64 is missing, for it was never asked although the policy needs it",
        found: 'not asked',
      },
    ],
  ] as const)('that is %s makes a finding that says so', (_name, unknown, expected) => {
    expect(judgeUnknown(QUESTION, unknown)).toEqual({
      ...expected,
      check: 'sto',
      where: undefined,
      allowed: 'if-present',
      perPlatform: [],
    });
  });

  it('is inconclusive when it is absent and required', () => {
    expect(judgeUnknown({ ...QUESTION, requirement: 'required' }, ABSENT)).toMatchObject({
      result: 'inconclusive',
      cause: 'absent',
      allowed: 'required',
    });
  });

  it('takes details from whoever judges, but never another cause', () => {
    const details = { where: 'linux/arm64', found: '1 of 2', cause: 'judged' } as const;
    expect(judgeUnknown(QUESTION, ABSENT, details)).toMatchObject({
      where: 'linux/arm64',
      found: '1 of 2',
      cause: 'absent',
    });
  });
});

describe('the worst of several unknowns', () => {
  const pick = (...evidence: Evidence<string>[]) => pickWorst(evidence, (one) => one)?.unknown;

  it('is none when all is known', () => {
    expect(pick(known('a'), known('b'))).toBeUndefined();
  });

  it.each([
    ['what the user can mend', 'an outage', unreachable('permission'), UNREACHABLE],
    ['a mistake of our own', 'an outage', OFF, UNREACHABLE],
    ['an outage', 'what was no longer awaited', UNREACHABLE, unreachable('ended')],
    ['what cannot be read', 'what was no longer awaited', UNRECOGNISED, unreachable('ended')],
    ['what was no longer awaited', 'what is absent', unreachable('ended'), ABSENT],
    ['an outage', 'what is absent', UNREACHABLE, ABSENT],
  ] as const)('is %s rather than %s, in either order', (_worse, _better, worse, better) => {
    expect(pick(known('a'), better, worse)).toBe(worse);
    expect(pick(worse, better, known('a'))).toBe(worse);
  });

  it('is the first of those that weigh the same', () => {
    expect(pick(UNRECOGNISED, UNREACHABLE)).toBe(UNRECOGNISED);
    expect(pick(UNREACHABLE, UNRECOGNISED)).toBe(UNREACHABLE);
  });

  const count = (...evidence: Evidence<string>[]) =>
    pickWorst(evidence, (one) => one)?.items.length;

  it.each([
    ['absent for whatever reason', ABSENT, { kind: 'absent', why: 'not scanned' }],
    ['unrecognised', UNRECOGNISED, { ...UNRECOGNISED }],
    ['unreachable', UNREACHABLE, { ...UNREACHABLE }],
    ['never asked for', OFF, OFF],
  ] as const)('comes with everybody who is %s, too', (_name, one, other) => {
    expect(count(one, known('a'), other)).toBe(2);
  });

  it.each([
    ['another text', UNRECOGNISED, { kind: 'unrecognised', raw: 'rubbish' }],
    ['another clause', UNREACHABLE, { ...UNREACHABLE, why: 'Harness is gone' }],
    ['another obstacle', UNREACHABLE, { ...UNREACHABLE, obstacle: 'timed-out' }],
    ['another kind', UNRECOGNISED, ABSENT],
  ] as const)('comes alone beside %s', (_name, one, other) => {
    expect(count(one, other)).toBe(1);
  });
});

describe('what somebody must mend', () => {
  it.each([
    ['configuration', true],
    ['permission', true],
    ['missing-call', true],
    ['bug', true],
    ['outage', false],
    ['timed-out', false],
    ['gone', false],
    ['ended', false],
    ['unrecognised', false],
    ['absent', false],
    ['judged', false],
  ] as const)('%s: %s', (cause, mending) => {
    expect(needsMending(cause)).toBe(mending);
  });
});
