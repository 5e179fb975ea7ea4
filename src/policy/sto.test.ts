import { describe, expect, it } from 'vitest';
import {
  ABSENT,
  evidenceWith,
  MISSING,
  NOW,
  OFF,
  platformWith,
  policyWith,
  stoOf,
  twoPlatforms,
  UNREACHABLE,
  UNRECOGNISED,
} from './evidence.fixture.ts';
import type { Requirement } from './policy.ts';
import { judgeSto } from './sto.ts';

const judge = (evidence: ReturnType<typeof evidenceWith>, sto: Requirement = 'required') =>
  judgeSto(policyWith({ sto }), evidence, NOW)[0];

describe('STO', () => {
  it('passes when every judged platform has a result', () => {
    expect(judge(twoPlatforms())).toMatchObject({
      result: 'passed',
      sentence: 'STO has a result for linux/amd64 and linux/arm64',
      found: '2 of 2 platforms',
      perPlatform: [],
    });
  });

  it('does not pass when one platform has no result, and says what to do', () => {
    expect(judge(twoPlatforms({}, { sto: ABSENT }))).toMatchObject({
      result: 'inconclusive',
      cause: 'absent',
      sentence:
        'STO has no result for linux/arm64 (it has one for linux/amd64; if only that ships, set platforms: linux/amd64)',
      found: '1 of 2 platforms',
      perPlatform: [
        { label: 'linux/amd64', found: 'scanned' },
        { label: 'linux/arm64', found: 'no data' },
      ],
    });
  });

  it('gives no advice that would not work when pasted', () => {
    const arm = (digit: string, sto = stoOf({})) => platformWith('linux/arm', digit, { sto });
    const platforms = [arm('1'), arm('2'), { ...arm('3'), sto: ABSENT }];
    expect(judge(evidenceWith({}, platforms))?.sentence).toBe(
      'STO has no result for linux/arm sha256:333333333333 (it has one for linux/arm sha256:111111111111 and linux/arm sha256:222222222222)',
    );
  });

  it('has nothing to compare with when no platform has a result', () => {
    expect(
      judge(evidenceWith({}, [platformWith('linux/amd64', 'a', { sto: ABSENT })])),
    ).toMatchObject({
      sentence: 'STO has no result for linux/amd64',
      found: 'no data',
    });
  });

  it('is noted when absent where that is allowed', () => {
    expect(judge(twoPlatforms({ sto: ABSENT }, { sto: ABSENT }), 'if-present')).toMatchObject({
      result: 'noted',
      cause: 'absent',
    });
  });

  it('takes an object without execution, time and issues for no result', () => {
    const never = stoOf({}, { executionId: undefined, scannedAt: MISSING });
    expect(judge(twoPlatforms({}, { sto: never }), 'if-present')?.result).toBe('noted');
  });

  it('is inconclusive when a result is unfinished, even if STO need not be present', () => {
    const evidence = twoPlatforms({ sto: stoOf({ high: MISSING }) }, { sto: ABSENT });
    expect(judge(evidence, 'if-present')).toMatchObject({
      result: 'inconclusive',
      sentence: "STO's result for linux/amd64 is unfinished: no high count",
    });
  });

  it.each(['required', 'if-present'] as const)(
    'lets what went wrong outrank what is absent when %s',
    (mode) => {
      expect(judge(twoPlatforms({ sto: ABSENT }, { sto: UNREACHABLE }), mode)).toMatchObject({
        result: 'inconclusive',
        cause: 'outage',
        sentence: UNREACHABLE.why,
      });
      expect(judge(twoPlatforms({ sto: UNRECOGNISED }, { sto: ABSENT }), mode)).toMatchObject({
        result: 'inconclusive',
        cause: 'unrecognised',
        sentence: 'STO\'s answer for linux/amd64 is not recognised: "gibberish"',
      });
    },
  );

  it('lets what the user can mend speak first', () => {
    const forbidden = {
      kind: 'unreachable',
      why: 'no permission',
      obstacle: 'permission',
    } as const;
    expect(judge(twoPlatforms({ sto: UNREACHABLE }, { sto: forbidden }))?.cause).toBe('permission');
  });

  it('is inconclusive when it was off against the policy, and not checked when the policy says so', () => {
    expect(judge(twoPlatforms({ sto: OFF }))).toMatchObject({
      result: 'inconclusive',
      cause: 'bug',
    });
    expect(judge(twoPlatforms({ sto: OFF }), 'off')?.result).toBe('not-checked');
  });

  it('is inconclusive when nobody knows the platforms, or nobody asked about one of them', () => {
    expect(judge(evidenceWith({}, []))?.result).toBe('inconclusive');
    const evidence = twoPlatforms();
    const unasked = { ...evidence, perPlatform: evidence.perPlatform.slice(0, 1) };
    expect(judge(unasked, 'if-present')).toMatchObject({
      result: 'inconclusive',
      sentence: 'STO was not asked about linux/arm64',
    });
  });

  it('shortens a long answer', () => {
    const evidence = twoPlatforms({ sto: { kind: 'unrecognised', raw: '🙈'.repeat(500_000) } });
    expect(Array.from(judge(evidence)?.sentence ?? '').length).toBeLessThanOrEqual(130);
  });
});
