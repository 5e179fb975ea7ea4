import { describe, expect, it } from 'vitest';
import {
  ABSENT,
  count,
  DAY_MS,
  evidenceWith,
  MINUTE_MS,
  NOW,
  policyWith,
  stoOf,
  twoPlatforms,
  UNREACHABLE,
} from './evidence.fixture.ts';
import type { Policy } from './policy.ts';
import { judgeScanAge } from './scan-age.ts';

const judge = (evidence: ReturnType<typeof evidenceWith>, overrides: Partial<Policy> = {}) =>
  judgeScanAge(policyWith({ maxScanAge: 30 * DAY_MS, ...overrides }), evidence, NOW)[0];

const aged = (ms: number) => ({ sto: stoOf({}, { scannedAt: count(NOW - ms) }) });

describe('the age of the scan', () => {
  it('fails when the oldest scan of the judged platforms is too old', () => {
    expect(judge(twoPlatforms(aged(DAY_MS), aged(31 * DAY_MS)))).toMatchObject({
      result: 'failed',
      sentence: "STO's scan is 31 days old, 30 days allowed",
      where: 'linux/arm64',
    });
  });

  it('passes at the limit and fails a moment after', () => {
    expect(judge(twoPlatforms(aged(30 * DAY_MS)))?.result).toBe('passed');
    expect(judge(twoPlatforms(aged(30 * DAY_MS + 1000)))).toMatchObject({
      result: 'failed',
      found: 'more than 30 days',
    });
  });

  it.each(['required', 'if-present'] as const)(
    'is inconclusive when unknown and STO is %s',
    (sto) => {
      expect(judge(twoPlatforms({}, { sto: ABSENT }), { sto })).toMatchObject({
        result: 'inconclusive',
        cause: 'absent',
        sentence: "the age of STO's scan is unknown, 30 days allowed",
        where: 'linux/arm64',
      });
      expect(judge(twoPlatforms({ sto: UNREACHABLE }), { sto })?.cause).toBe('outage');
      expect(judge(evidenceWith({}, []), { sto })?.result).toBe('inconclusive');
    },
  );

  it('fails on a platform that is known even when another is not', () => {
    expect(judge(twoPlatforms(aged(31 * DAY_MS), { sto: ABSENT }))?.result).toBe('failed');
  });

  it('is noted without a limit', () => {
    expect(judge(twoPlatforms(aged(90 * MINUTE_MS)), { maxScanAge: 'unlimited' })).toMatchObject({
      result: 'noted',
      found: '1h 30m',
    });
    expect(judge(twoPlatforms({ sto: ABSENT }), { maxScanAge: 'unlimited' })).toMatchObject({
      result: 'noted',
      found: 'unknown',
    });
  });

  it('does not count a scan from the near future as younger than new', () => {
    expect(judge(twoPlatforms(aged(-MINUTE_MS), aged(-MINUTE_MS)))?.found).toBe('0s');
  });

  it('cannot be limited while STO is off', () => {
    expect(judge(twoPlatforms(), { sto: 'off' })).toMatchObject({
      result: 'inconclusive',
      cause: 'configuration',
    });
    expect(judge(twoPlatforms(), { sto: 'off', maxScanAge: 'unlimited' })?.result).toBe(
      'not-checked',
    );
  });
});
