import { describe, expect, it } from 'vitest';
import type { ImageEvidence } from '../image/evidence.ts';
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
import { judgeTag } from './tag.ts';

const judge = (tag: ImageEvidence['tag']) => judgeTag(policyWith(), evidenceWith({ tag }), NOW)[0];

const MOVED = known({
  tags: ['1.4.2', 'latest'],
  digest: digestOf('9'),
  moved: { tag: '1.4.2', to: digestOf('a') },
});

const PLAIN = { check: 'tag', cause: 'judged', where: undefined, perPlatform: [] } as const;

describe('the tag', () => {
  it('fails when it points to another digest, naming both', () => {
    expect(judge(MOVED)).toEqual({
      ...PLAIN,
      result: 'failed',
      sentence: 'the tag 1.4.2 now points to sha256:aaaaaaaaaaaa…, not to sha256:999999999999…',
      found: 'sha256:aaaaaaaaaaaa',
      allowed: 'sha256:999999999999',
    });
  });

  it('passes when it points to the pushed digest', () => {
    const finding = judge(known({ tags: ['1.4.2'], digest: digestOf('9') }));
    expect(finding).toEqual({
      ...PLAIN,
      result: 'passed',
      sentence: 'the tag 1.4.2 points to sha256:999999999999…',
      found: 'sha256:999999999999',
      allowed: 'the digest that was pushed',
    });
  });

  it('speaks of several tags in the plural', () => {
    const finding = judge(known({ tags: ['1.4.2', 'latest'], digest: digestOf('9') }));
    expect(finding?.sentence).toMatch(/^the tags 1\.4\.2 and latest point to /);
  });

  it('earns no green tick when there is no tag', () => {
    expect(judge(known({ tags: [], digest: digestOf('9') }))).toEqual({
      ...PLAIN,
      result: 'noted',
      sentence: 'no tag to check, the image is named by digest',
      found: 'by digest',
      allowed: '',
    });
  });

  it.each([
    ['absent', ABSENT, 'absent', 'no data'],
    ['unrecognised', UNRECOGNISED, 'unrecognised', 'unrecognised'],
    ['unreachable', UNREACHABLE, 'outage', 'unreachable'],
    ['never asked for', OFF, 'bug', 'not asked'],
  ] as const)('is inconclusive when it is %s', (_name, tag, cause, found) => {
    const allowed = 'the digest that was pushed';
    expect(judge(tag)).toMatchObject({ result: 'inconclusive', cause, found, allowed });
  });

  it('tells an answer that nobody can read as it came', () => {
    expect(judge(UNRECOGNISED)?.sentence).toBe(
      'the answer about where the tag points is not recognised: "gibberish"',
    );
  });

  it('gives the reason for its absence', () => {
    expect(judge({ kind: 'absent', why: 'no list' })?.sentence).toBe(
      'it is not known where the tag points (no list)',
    );
    expect(judge({ kind: 'absent', why: 'the tag 1 is gone' })?.sentence).toBe('the tag 1 is gone');
  });

  it('repeats the clause of what could not be reached', () => {
    expect(judge(UNREACHABLE)?.sentence).toBe('Harness did not answer for 30m');
  });
});
