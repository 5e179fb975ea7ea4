import { describe, expect, it } from 'vitest';
import {
  ABSENT,
  count,
  DAY_MS,
  evidenceWith,
  MINUTE_MS,
  NOW,
  platformWith,
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

const PLAIN = { check: 'scan-age', cause: 'judged', where: undefined, perPlatform: [] } as const;

describe('the age of the scan', () => {
  it('fails when the oldest scan of the judged platforms is too old', () => {
    expect(judge(twoPlatforms(aged(DAY_MS), aged(31 * DAY_MS)))).toEqual({
      ...PLAIN,
      result: 'failed',
      sentence: "STO's scan is 31 days old, 30 days allowed",
      where: 'linux/arm64',
      found: '31 days',
      allowed: '30 days',
      perPlatform: [
        { label: 'linux/arm64', found: '31 days' },
        { label: 'linux/amd64', found: '1d' },
      ],
    });
  });

  it('passes at the limit and fails a moment after', () => {
    expect(judge(twoPlatforms(aged(30 * DAY_MS), aged(30 * DAY_MS)))).toEqual({
      ...PLAIN,
      result: 'passed',
      sentence: "STO's scan is 30 days old, 30 days allowed",
      found: '30 days',
      allowed: '30 days',
    });
    expect(judge(twoPlatforms(aged(30 * DAY_MS + 1000)))).toMatchObject({
      result: 'failed',
      sentence: "STO's scan is more than 30 days old, 30 days allowed",
      found: 'more than 30 days',
    });
  });

  it.each(['required', 'if-present'] as const)(
    'is inconclusive when unknown and STO is %s',
    (sto) => {
      expect(judge(twoPlatforms({}, { sto: ABSENT }), { sto })).toEqual({
        ...PLAIN,
        result: 'inconclusive',
        cause: 'absent',
        sentence: "the age of STO's scan is unknown, 30 days allowed",
        where: 'linux/arm64',
        found: 'unknown',
        allowed: '30 days',
        perPlatform: [
          { label: 'linux/amd64', found: '1h' },
          { label: 'linux/arm64', found: 'unknown' },
        ],
      });
      expect(judge(twoPlatforms({ sto: UNREACHABLE }), { sto })?.cause).toBe('outage');
      expect(judge(evidenceWith({}, []), { sto })).toMatchObject({
        result: 'inconclusive',
        cause: 'ended',
        where: undefined,
      });
    },
  );

  it('names every platform whose age is unknown for the same reason', () => {
    expect(judge(twoPlatforms({ sto: ABSENT }, { sto: ABSENT }))).toMatchObject({
      sentence: "the age of STO's scan is unknown, 30 days allowed",
      where: 'linux/amd64 and linux/arm64',
    });
  });

  it('fails on a platform that is known even when another is not', () => {
    expect(judge(twoPlatforms(aged(31 * DAY_MS), { sto: ABSENT }))?.result).toBe('failed');
  });

  it('is noted without a limit', () => {
    expect(
      judge(evidenceWith({}, [platformWith('linux/amd64', 'a', aged(90 * MINUTE_MS))]), {
        maxScanAge: 'unlimited',
      }),
    ).toEqual({
      ...PLAIN,
      result: 'noted',
      sentence: "STO's scan is 1h 30m old, any age allowed",
      found: '1h 30m',
      allowed: 'unlimited',
    });
    expect(judge(twoPlatforms({ sto: ABSENT }), { maxScanAge: 'unlimited' })).toEqual({
      ...PLAIN,
      result: 'noted',
      cause: 'absent',
      sentence: "the age of STO's scan is unknown",
      where: 'linux/amd64',
      found: 'unknown',
      allowed: 'unlimited',
      perPlatform: [
        { label: 'linux/arm64', found: '1h' },
        { label: 'linux/amd64', found: 'unknown' },
      ],
    });
  });

  it('is shown of each platform as it is found, the oldest first', () => {
    const [old, older] = [aged(30 * DAY_MS + 1000), aged(32 * DAY_MS)];
    expect(judge(twoPlatforms(old, older))).toMatchObject({
      found: '32 days',
      perPlatform: [
        { label: 'linux/arm64', found: '32 days' },
        { label: 'linux/amd64', found: 'more than 30 days' },
      ],
    });
    expect(judge(twoPlatforms(old, aged(DAY_MS)))).toMatchObject({
      found: 'more than 30 days',
      perPlatform: [{ found: 'more than 30 days' }, { found: '1d' }],
    });
  });

  it('is shown once where one pipeline scanned one platform after the other', () => {
    const apart = (ms: number) => twoPlatforms(aged(MINUTE_MS), aged(MINUTE_MS + ms));
    expect(judge(apart(10 * MINUTE_MS - 1))?.perPlatform).toEqual([]);
    expect(judge(apart(10 * MINUTE_MS))?.perPlatform).toHaveLength(2);
    const acrossLimit = twoPlatforms(aged(30 * DAY_MS), aged(30 * DAY_MS + 1));
    expect(judge(acrossLimit)?.perPlatform).toHaveLength(2);
  });

  it('is shown once where nobody could tell the platforms apart by it', () => {
    expect(judge(twoPlatforms(aged(3 * DAY_MS), aged(3 * DAY_MS + 1000)))?.perPlatform).toEqual([]);
  });

  it('does not count a scan from the near future as younger than new', () => {
    expect(judge(twoPlatforms(aged(-MINUTE_MS), aged(-MINUTE_MS)))?.found).toBe('0s');
  });

  it('cannot be limited while STO is off', () => {
    expect(judge(twoPlatforms(), { sto: 'off' })).toEqual({
      ...PLAIN,
      result: 'inconclusive',
      cause: 'configuration',
      sentence:
        "max-scan-age limits the age of STO's scan, but STO is switched off (set sto: if-present or max-scan-age: unlimited)",
      found: 'not asked',
      allowed: '30 days',
    });
    expect(judge(twoPlatforms(), { sto: 'off', maxScanAge: 'unlimited' })).toEqual({
      ...PLAIN,
      result: 'not-checked',
      sentence: 'the scan age check is switched off',
      found: 'not checked',
      allowed: '',
    });
  });

  it('calls a platform that nobody labels by its digest', () => {
    const evidence = evidenceWith({}, [platformWith('unknown', 'a', aged(31 * DAY_MS))]);
    expect(judge(evidence)?.where).toBe('unlabelled sha256:aaaaaaaaaaaa');
  });
});
