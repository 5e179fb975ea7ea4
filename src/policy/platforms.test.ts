import { describe, expect, it } from 'vitest';
import type { Evidence, PlatformList } from '../image/evidence.ts';
import { known } from '../image/evidence.ts';
import {
  ABSENT,
  digestOf,
  evidenceWith,
  NOW,
  OFF,
  policyWith,
  UNREACHABLE,
  UNRECOGNISED,
} from './evidence.fixture.ts';
import { judgePlatforms } from './platforms.ts';

const AMD64 = { digest: digestOf('a'), label: 'linux/amd64' };
const ARM64 = { digest: digestOf('b'), label: 'linux/arm64' };

const judge = (platforms: Evidence<PlatformList>) =>
  judgePlatforms(policyWith(), evidenceWith({ platforms }), NOW)[0];

const judgeList = (overrides: Partial<PlatformList>) =>
  judge(known({ proven: true, judged: [AMD64], notJudged: [], ...overrides }));

const PLAIN = {
  check: 'platforms',
  cause: 'judged',
  where: undefined,
  allowed: 'every platform that ships',
  perPlatform: [],
} as const;

describe('platforms', () => {
  it('pass when they are known and proven', () => {
    expect(judgeList({ judged: [AMD64, ARM64] })).toEqual({
      ...PLAIN,
      result: 'passed',
      sentence: 'judged platforms: linux/amd64 and linux/arm64',
      found: '2 judged',
    });
  });

  it('earn no green tick when the digest does not prove the list', () => {
    expect(judgeList({ proven: false })).toEqual({
      ...PLAIN,
      result: 'noted',
      sentence: 'whether the image has platforms beyond linux/amd64 is not proven by the digest',
      found: '1 judged, list not proven',
    });
  });

  it('have nothing unproven beyond what is known, judged or not', () => {
    expect(judgeList({ proven: false, notJudged: [ARM64] })).toMatchObject({
      result: 'noted',
      sentence:
        'whether the image has platforms beyond linux/amd64 and linux/arm64 is not proven by the digest',
      found: '1 of 2 judged, list not proven',
    });
  });

  it('list what is not judged', () => {
    expect(judgeList({ notJudged: [ARM64] })).toMatchObject({
      result: 'passed',
      found: '1 of 2 judged',
      allowed: 'named by the input platforms',
      perPlatform: [
        { label: 'linux/amd64', found: 'judged' },
        { label: 'linux/arm64', found: 'not judged' },
      ],
    });
  });

  it('are inconclusive when there is none', () => {
    expect(judgeList({ judged: [] })).toEqual({
      ...PLAIN,
      result: 'inconclusive',
      cause: 'absent',
      sentence: 'the image has no platform to judge',
      found: '0 judged',
    });
  });

  it('are inconclusive when a named one is missing, saying what there is', () => {
    expect(judgeList({ missing: ['linux/amd46'] })).toEqual({
      ...PLAIN,
      result: 'inconclusive',
      cause: 'absent',
      sentence: 'the image has no platform linux/amd46 (it has linux/amd64)',
      found: 'linux/amd46 missing',
      allowed: 'named by the input platforms',
    });
    expect(judgeList({ missing: ['linux/s390x', 'linux/386'], proven: false })?.found).toBe(
      'linux/s390x and linux/386 missing, list not proven',
    );
  });

  it('are called by their digests where nobody labels them', () => {
    const unlabelled = { digest: digestOf('b'), label: 'unknown' };
    expect(judgeList({ judged: [AMD64, unlabelled] })?.sentence).toBe(
      'judged platforms: linux/amd64 and unlabelled sha256:bbbbbbbbbbbb',
    );
  });

  it('offer nothing instead of a missing one when the image has none', () => {
    expect(judgeList({ judged: [], missing: ['linux/amd64'] })?.sentence).toBe(
      'the image has no platform linux/amd64',
    );
  });

  it.each([
    ['', 'the image has no platform to judge'],
    ['the index is empty', 'the image has no platform to judge (the index is empty)'],
    ['no platform is runnable', 'no platform is runnable'],
  ])('are inconclusive when absent for the reason "%s"', (why, sentence) => {
    expect(judge({ kind: 'absent', why })).toEqual({
      ...PLAIN,
      result: 'inconclusive',
      cause: 'absent',
      sentence,
      found: 'no data',
    });
  });

  it('tell an answer that nobody can read as it came', () => {
    expect(judge(UNRECOGNISED)?.sentence).toBe(
      'the answer about the platforms of the image is not recognised: "gibberish"',
    );
  });

  it.each([
    ['absent', ABSENT],
    ['unrecognised', UNRECOGNISED],
    ['unreachable', UNREACHABLE],
    ['never asked for', OFF],
  ] as const)('are inconclusive when %s', (_name, platforms) => {
    expect(judge(platforms)?.result).toBe('inconclusive');
  });
});
