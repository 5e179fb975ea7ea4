import { describe, expect, it } from 'vitest';
import type { Count, StoReading } from '../image/evidence.ts';
import { known } from '../image/evidence.ts';
import {
  ABSENT,
  count,
  countsWith,
  MINUTE_MS,
  MISSING,
  maxWith,
  NOW,
  OFF,
  policyWith,
  readingWith,
  UNREACHABLE,
  UNRECOGNISED,
} from './evidence.fixture.ts';
import { assessSto } from './sto-result.ts';

const assess = (overrides: Partial<StoReading>, policy = policyWith()) =>
  assessSto(known(readingWith(overrides)), policy, NOW);

const malformed = (raw: string): Count => ({ kind: 'malformed', raw });

describe('a result of STO', () => {
  it('is known with its numbers as they came', () => {
    const counts = countsWith({ critical: 17, high: 19, medium: 13 });
    const result = assess({ counts, ignored: count(2), total: count(49) });
    expect(result).toEqual({
      kind: 'known',
      value: {
        executionId: 'e1',
        pipelineId: 'p1',
        scannedAt: NOW - 60 * MINUTE_MS,
        counts: { critical: 17, high: 19, medium: 13, low: 0, info: 0 },
        ignored: 2,
      },
    });
  });

  it.each([ABSENT, UNRECOGNISED, UNREACHABLE, OFF])(
    'is nothing more than the evidence: $kind',
    (evidence) => {
      expect(assessSto(evidence, policyWith(), NOW)).toBe(evidence);
    },
  );

  it.each([
    ['the execution', { executionId: undefined }, 'unfinished: no executionId'],
    ['an empty execution', { executionId: '' }, 'unfinished: no executionId'],
    ['the time', { scannedAt: MISSING }, 'unfinished: no lastScanned'],
    ['a time other than 0', { scannedAt: count(0) }, 'unfinished: no lastScanned'],
    [
      'counts that have a limit',
      { counts: countsWith({ critical: MISSING, high: MISSING }) },
      'unfinished: no critical count, no high count',
    ],
  ] as const)('is unfinished without %s', (_name, overrides, why) => {
    expect(assess(overrides)).toEqual({ kind: 'absent', why });
  });

  it('may lack a count without a limit, which is then unknown and not 0', () => {
    const counts = countsWith({ medium: MISSING, low: malformed('n/a') });
    expect(assess({ counts, ignored: MISSING })).toMatchObject({
      kind: 'known',
      value: { counts: { medium: undefined, low: undefined, info: 0 }, ignored: undefined },
    });
  });

  it('needs every count that the policy limits', () => {
    const policy = policyWith({ max: maxWith({ medium: 10 }) });
    expect(assess({ counts: countsWith({ medium: MISSING }) }, policy).kind).toBe('absent');
  });

  it('is not there when neither execution nor time nor issues are', () => {
    const never = { executionId: undefined, scannedAt: MISSING };
    expect(assess(never)).toEqual({ kind: 'absent', why: 'not scanned' });
    expect(assess({ ...never, counts: countsWith({ low: 1 }) })).toMatchObject({
      kind: 'absent',
      why: expect.stringContaining('unfinished'),
    });
  });

  it.each([
    ['negative', count(-1)],
    ['fractional', count(0.5)],
    ['unsafe', count(2 ** 53)],
    ['not a number', count(Number.NaN)],
    ['text', malformed('"many"')],
  ])('is unrecognised when a limited count is %s', (_name, critical) => {
    const counts = { ...countsWith(), critical };
    expect(assess({ counts })).toMatchObject({
      kind: 'unrecognised',
      raw: expect.stringMatching(/^critical /),
    });
  });

  it.each([
    ['a negative number', count(-1), 'critical -1'],
    ['a text', malformed('"2"'), "critical is the text '2'"],
  ])('says what came instead of a count: %s', (_name, critical, raw) => {
    expect(assess({ counts: { ...countsWith(), critical } })).toMatchObject({ raw });
  });

  it('is unrecognised when the time cannot be read', () => {
    expect(assess({ scannedAt: malformed('"yesterday"') })).toEqual({
      kind: 'unrecognised',
      raw: "lastScanned is the text 'yesterday'",
    });
  });

  it('bears ten minutes between two clocks and no more', () => {
    expect(assess({ scannedAt: count(NOW + 10 * MINUTE_MS) }).kind).toBe('known');
    const future = NOW + 10 * MINUTE_MS + 1;
    expect(assess({ scannedAt: count(future) })).toEqual({
      kind: 'unrecognised',
      raw: 'lastScanned 2025-02-07T12:10:00Z lies in the future',
    });
    expect(assess({ scannedAt: count(1e17) })).toMatchObject({
      raw: 'lastScanned 100000000000000000 lies in the future',
    });
  });

  it('is unrecognised when the total is larger than all counts together', () => {
    const counts = countsWith({ medium: 3 });
    expect(assess({ counts, ignored: count(1), total: count(4) }).kind).toBe('known');
    expect(assess({ counts, ignored: count(1), total: count(5) })).toEqual({
      kind: 'unrecognised',
      raw: 'total 5, but the counts add up to 4',
    });
  });

  it('compares the total only when every count is there', () => {
    expect(assess({ ignored: MISSING, total: count(9) }).kind).toBe('known');
    expect(assess({ counts: countsWith({ info: MISSING }), total: count(9) }).kind).toBe('known');
  });
});
