import { describe, expect, it } from 'vitest';
import type { ImageEvidence } from '../image/evidence.ts';
import { known } from '../image/evidence.ts';
import {
  ABSENT,
  evidenceWith,
  NOW,
  OFF,
  policyWith,
  twoPlatforms,
  UNREACHABLE,
  UNRECOGNISED,
} from './evidence.fixture.ts';
import type { Policy } from './policy.ts';
import { isQuarantined, judgeQuarantine } from './quarantine.ts';

const judge = (quarantine: ImageEvidence['quarantine'], mode: Policy['quarantine'] = 'required') =>
  judgeQuarantine(policyWith({ quarantine: mode }), evidenceWith({ quarantine }), NOW)[0];

const QUARANTINED = known({
  quarantined: true,
  what: 'linux/arm64',
  reason: 'CVE-2024-3094',
} as const);

const PLAIN = { check: 'quarantine', cause: 'judged', where: undefined, perPlatform: [] } as const;

describe('quarantine', () => {
  it('fails, saying what is quarantined and why', () => {
    expect(judge(QUARANTINED)).toEqual({
      ...PLAIN,
      result: 'failed',
      sentence: 'linux/arm64 is quarantined: "CVE-2024-3094"',
      found: 'quarantined',
      allowed: 'not quarantined',
    });
    expect(isQuarantined(policyWith(), QUARANTINED)).toBe(true);
  });

  const quarantined = (what: string) => known({ quarantined: true, what, reason: '' } as const);
  const cellsOf = (
    what: string,
    evidence = twoPlatforms(),
    mode: Policy['quarantine'] = 'required',
  ) =>
    judgeQuarantine(
      policyWith({ quarantine: mode }),
      { ...evidence, quarantine: quarantined(what) },
      NOW,
    )[0]?.perPlatform;

  it.each(['required', 'off'] as const)(
    'shows which of several platforms is quarantined when %s',
    (mode) => {
      expect(cellsOf('linux/arm64', twoPlatforms(), mode)).toEqual([
        { label: 'linux/arm64', found: 'quarantined' },
      ]);
    },
  );

  it.each([
    ['the image as a whole', 'the image', twoPlatforms()],
    ['something that is not judged', 'linux/s390x', twoPlatforms()],
    ['the only platform', 'linux/amd64', evidenceWith()],
  ])('shows no platform where it is %s', (_name, what, evidence) => {
    expect(cellsOf(what, evidence)).toEqual([]);
  });

  it('needs no reason', () => {
    const finding = judge(known({ quarantined: true, what: 'the image', reason: '' }));
    expect(finding?.sentence).toBe('the image is quarantined');
  });

  it('passes when the registry says that it is not', () => {
    expect(judge(known({ quarantined: false }))).toEqual({
      ...PLAIN,
      result: 'passed',
      sentence: 'the image is not quarantined',
      found: 'not quarantined',
      allowed: 'not quarantined',
    });
    expect(isQuarantined(policyWith(), known({ quarantined: false }))).toBe(false);
  });

  it('ends no waiting while it is not known', () => {
    expect(isQuarantined(policyWith(), UNREACHABLE)).toBe(false);
  });

  it.each([
    ['', 'it is not known whether the image is quarantined'],
    ['no such field', 'it is not known whether the image is quarantined (no such field)'],
    ['Harness names no quarantine state', 'Harness names no quarantine state'],
  ])('is inconclusive when absent for the reason "%s"', (why, sentence) => {
    expect(judge({ kind: 'absent', why })).toEqual({
      ...PLAIN,
      result: 'inconclusive',
      cause: 'absent',
      sentence,
      found: 'no data',
      allowed: 'not quarantined',
    });
  });

  it('tells an answer that nobody can read as it came', () => {
    expect(judge(UNRECOGNISED)?.sentence).toBe(
      'Harness\'s answer on the quarantine is not recognised: "gibberish"',
    );
  });

  it.each([
    ['absent', ABSENT],
    ['unrecognised', UNRECOGNISED],
    ['unreachable', UNREACHABLE],
    ['never asked for', OFF],
  ] as const)('is inconclusive when it is %s', (_name, quarantine) => {
    expect(judge(quarantine)?.result).toBe('inconclusive');
  });

  it('is only reported when it is off', () => {
    expect(judge(QUARANTINED, 'off')).toEqual({
      ...PLAIN,
      result: 'noted',
      sentence: 'linux/arm64 is quarantined: "CVE-2024-3094"',
      found: 'quarantined',
      allowed: 'only reported',
    });
    expect(isQuarantined(policyWith({ quarantine: 'off' }), QUARANTINED)).toBe(false);
    expect(judge(known({ quarantined: false }), 'off')?.result).toBe('noted');
    expect(judge(UNREACHABLE, 'off')).toEqual({
      ...PLAIN,
      result: 'not-checked',
      sentence: 'the quarantine check is switched off',
      found: 'not checked',
      allowed: '',
    });
  });
});
