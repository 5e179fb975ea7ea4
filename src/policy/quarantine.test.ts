import { describe, expect, it } from 'vitest';
import type { ImageEvidence } from '../image/evidence.ts';
import { known } from '../image/evidence.ts';
import {
  ABSENT,
  evidenceWith,
  NOW,
  OFF,
  policyWith,
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

describe('quarantine', () => {
  it('fails, saying what is quarantined and why', () => {
    expect(judge(QUARANTINED)).toMatchObject({
      result: 'failed',
      cause: 'judged',
      sentence: 'linux/arm64 is quarantined: "CVE-2024-3094"',
    });
    expect(isQuarantined(policyWith(), QUARANTINED)).toBe(true);
  });

  it('needs no reason', () => {
    const finding = judge(known({ quarantined: true, what: 'the image', reason: '' }));
    expect(finding?.sentence).toBe('the image is quarantined');
  });

  it('passes when the registry says that it is not', () => {
    expect(judge(known({ quarantined: false }))?.result).toBe('passed');
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
    expect(judge(QUARANTINED, 'off')).toMatchObject({ result: 'noted', found: 'quarantined' });
    expect(isQuarantined(policyWith({ quarantine: 'off' }), QUARANTINED)).toBe(false);
    expect(judge(known({ quarantined: false }), 'off')?.result).toBe('noted');
    expect(judge(UNREACHABLE, 'off')?.result).toBe('not-checked');
  });
});
