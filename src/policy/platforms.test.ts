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

describe('platforms', () => {
  it('pass when they are known and proven', () => {
    expect(judgeList({ judged: [AMD64, ARM64] })).toMatchObject({
      result: 'passed',
      sentence: 'judged platforms: linux/amd64 and linux/arm64',
      found: '2 judged',
      perPlatform: [],
    });
  });

  it('earn no green tick when the digest does not prove the list', () => {
    expect(judgeList({ proven: false })).toMatchObject({
      result: 'noted',
      found: '1 judged, list not proven',
    });
  });

  it('list what is not judged', () => {
    expect(judgeList({ notJudged: [ARM64] })).toMatchObject({
      result: 'passed',
      found: '1 judged, 1 not judged',
      perPlatform: [
        { label: 'linux/amd64', found: 'judged' },
        { label: 'linux/arm64', found: 'not judged' },
      ],
    });
  });

  it('are inconclusive when there is none', () => {
    expect(judgeList({ judged: [] })).toMatchObject({
      result: 'inconclusive',
      sentence: 'the image has no platform to judge',
    });
  });

  it('are inconclusive when a named one is missing, saying what there is', () => {
    expect(judgeList({ missing: ['linux/amd46'] })).toMatchObject({
      result: 'inconclusive',
      sentence: 'the image has no platform linux/amd46 (it has linux/amd64)',
    });
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
