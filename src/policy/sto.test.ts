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

const PLAIN = { check: 'sto', cause: 'judged', where: undefined, perPlatform: [] } as const;

const BOTH = 'linux/amd64 and linux/arm64';

const scanned = (label: string, digit: string) => platformWith(label, digit);
const unscanned = (label: string, digit: string) => platformWith(label, digit, { sto: ABSENT });

describe('STO', () => {
  it('passes when every judged platform has a result', () => {
    expect(judge(twoPlatforms())).toEqual({
      ...PLAIN,
      result: 'passed',
      sentence: 'STO has a result for linux/amd64 and linux/arm64',
      found: '2 of 2 platforms',
      allowed: 'required',
    });
    expect(judge(evidenceWith())?.found).toBe('1 of 1 platform');
  });

  it('does not pass when one platform has no result, and says what to do', () => {
    expect(judge(twoPlatforms({}, { sto: ABSENT }))).toEqual({
      ...PLAIN,
      result: 'inconclusive',
      cause: 'absent',
      sentence:
        'STO has no result for linux/arm64 (it has one for linux/amd64; if only that ships, set platforms: linux/amd64)',
      where: 'linux/arm64',
      found: '1 of 2 platforms',
      allowed: 'required',
      perPlatform: [
        { label: 'linux/amd64', found: 'scanned' },
        { label: 'linux/arm64', found: 'no data' },
      ],
    });
  });

  it('advises to name several platforms in one list', () => {
    const platforms = [
      scanned('linux/amd64', '1'),
      scanned('linux/arm/v7', '2'),
      unscanned('linux/arm64', '3'),
    ];
    expect(judge(evidenceWith({}, platforms))?.sentence).toBe(
      'STO has no result for linux/arm64 (it has one for linux/amd64 and linux/arm/v7; if only those ship, set platforms: linux/amd64, linux/arm/v7)',
    );
  });

  it.each([
    [4, 'set platforms: linux/a1, linux/a2, linux/a3, linux/a4)'],
    [5, '(it has one for linux/a1, linux/a2, linux/a3 and 2 more)'],
  ])('advises on up to four platforms: %d', (known, ending) => {
    const platforms = ['1', '2', '3', '4', '5']
      .slice(0, known)
      .map((digit) => scanned(`linux/a${digit}`, digit));
    const sentence = judge(evidenceWith({}, [...platforms, unscanned('linux/b', '6')]))?.sentence;
    expect(sentence?.endsWith(ending)).toBe(true);
  });

  it.each(['unknown', 'windows/amd64 10.0', '$linux/amd64', 'linux/amd64/', 'linux'])(
    'advises nothing when one of the labels is no name for the input: %s',
    (label) => {
      const platforms = [
        scanned('linux/amd64', '1'),
        scanned(label, '2'),
        unscanned('linux/arm64', '3'),
      ];
      expect(judge(evidenceWith({}, platforms))?.sentence).not.toContain('set platforms');
    },
  );

  it('gives no advice that would not work when pasted', () => {
    const arm = (digit: string, sto = stoOf({})) => platformWith('linux/arm', digit, { sto });
    const platforms = [arm('1'), arm('2'), { ...arm('3'), sto: ABSENT }];
    expect(judge(evidenceWith({}, platforms))?.sentence).toBe(
      'STO has no result for linux/arm sha256:333333333333 (it has one for linux/arm sha256:111111111111 and linux/arm sha256:222222222222)',
    );
  });

  it('has nothing to compare with when no platform has a result', () => {
    expect(judge(evidenceWith({}, [platformWith('linux/amd64', 'a', { sto: ABSENT })]))).toEqual({
      ...PLAIN,
      result: 'inconclusive',
      cause: 'absent',
      sentence: 'STO has no result for linux/amd64',
      where: 'linux/amd64',
      found: 'no data',
      allowed: 'required',
    });
  });

  it.each([
    ['absent', ABSENT, 'no data'],
    ['unrecognised', UNRECOGNISED, 'unrecognised: "gibberish"'],
    ['unreachable', UNREACHABLE, 'Harness did not answer for 30m'],
    ['never asked', OFF, 'not asked'],
    ['unfinished', stoOf({ high: MISSING }), 'unfinished'],
  ] as const)('shows a platform apart from the others when it is %s', (_name, sto, found) => {
    expect(judge(twoPlatforms({}, { sto }))?.perPlatform).toEqual([
      { label: 'linux/amd64', found: 'scanned' },
      { label: 'linux/arm64', found },
    ]);
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
    expect(judge(evidence, 'if-present')).toEqual({
      ...PLAIN,
      result: 'inconclusive',
      cause: 'absent',
      sentence: "STO's result for linux/amd64 is unfinished: no high count",
      where: 'linux/amd64',
      found: 'unfinished',
      allowed: 'if-present',
      perPlatform: [
        { label: 'linux/amd64', found: 'unfinished' },
        { label: 'linux/arm64', found: 'no data' },
      ],
    });
  });

  it.each([
    ['absent', ABSENT, `STO has no result for ${BOTH}`],
    ['unrecognised', UNRECOGNISED, `STO's answer for ${BOTH} is not recognised: "gibberish"`],
    ['unreachable', UNREACHABLE, UNREACHABLE.why],
    [
      'unfinished',
      stoOf({ high: MISSING }),
      `STO's result for ${BOTH} is unfinished: no high count`,
    ],
  ] as const)('names every platform that is %s in the same words', (_name, sto, sentence) => {
    expect(judge(twoPlatforms({ sto }, { sto }))).toMatchObject({ sentence, where: BOTH });
  });

  it.each([
    [
      'unrecognised',
      { kind: 'unrecognised', raw: 'rubbish' },
      UNRECOGNISED,
      'STO\'s answer for linux/amd64 is not recognised: "rubbish"',
    ],
    [
      'unfinished',
      stoOf({ critical: MISSING }),
      stoOf({ high: MISSING }),
      "STO's result for linux/amd64 is unfinished: no critical count",
    ],
  ] as const)('names the first of those that are %s in other words', (_name, a, b, sentence) => {
    const where = 'linux/amd64';
    expect(judge(twoPlatforms({ sto: a }, { sto: b }))).toMatchObject({ sentence, where });
  });

  it('lets what went wrong outrank what is unfinished', () => {
    const evidence = twoPlatforms({ sto: stoOf({ high: MISSING }) }, { sto: UNREACHABLE });
    expect(judge(evidence)).toMatchObject({ cause: 'outage', sentence: UNREACHABLE.why });
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
    expect(judge(twoPlatforms({ sto: OFF }), 'off')).toEqual({
      ...PLAIN,
      result: 'not-checked',
      sentence: 'the STO check is switched off',
      found: 'not checked',
      allowed: '',
    });
  });

  it('is inconclusive when nobody knows the platforms, or nobody asked about one of them', () => {
    expect(judge(evidenceWith({}, []))).toEqual({
      ...PLAIN,
      result: 'inconclusive',
      cause: 'ended',
      sentence: 'STO could not be asked, for no platform of the image is known',
      found: 'not asked',
      allowed: 'required',
    });
    const evidence = twoPlatforms();
    const unasked = { ...evidence, perPlatform: evidence.perPlatform.slice(0, 1) };
    expect(judge(unasked, 'if-present')).toMatchObject({
      result: 'inconclusive',
      sentence: 'STO was not asked about linux/arm64',
    });
  });

  it('calls a platform that nobody labels by its digest', () => {
    const platforms = [scanned('linux/amd64', 'a'), unscanned('unknown', 'b')];
    expect(judge(evidenceWith({}, platforms))).toMatchObject({
      sentence: expect.stringMatching(/^STO has no result for unlabelled sha256:b{12} \(/),
      where: 'unlabelled sha256:bbbbbbbbbbbb',
      perPlatform: [
        { label: 'linux/amd64', found: 'scanned' },
        { label: 'unlabelled sha256:bbbbbbbbbbbb', found: 'no data' },
      ],
    });
  });

  it('shortens a long answer', () => {
    const evidence = twoPlatforms({ sto: { kind: 'unrecognised', raw: '🙈'.repeat(500_000) } });
    expect(Array.from(judge(evidence)?.sentence ?? '').length).toBeLessThanOrEqual(130);
  });
});
