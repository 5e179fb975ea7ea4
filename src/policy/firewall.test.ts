import { describe, expect, it } from 'vitest';
import type { ImageEvidence } from '../image/evidence.ts';
import { known } from '../image/evidence.ts';
import {
  evidenceWith,
  NOW,
  OFF,
  policyWith,
  UNREACHABLE,
  UNRECOGNISED,
} from './evidence.fixture.ts';
import { isBlocked, judgeFirewall } from './firewall.ts';
import type { Requirement } from './policy.ts';

const judge = (firewall: ImageEvidence['firewall'], mode: Requirement = 'if-present') =>
  judgeFirewall(policyWith({ firewall: mode }), evidenceWith({ firewall }), NOW)[0];

const PLAIN = { check: 'firewall', cause: 'judged', where: undefined, perPlatform: [] } as const;

describe('the Dependency Firewall', () => {
  it.each([
    ['BLOCKED', 'failed', 'the Dependency Firewall has blocked the image'],
    ['WARN', 'noted', 'the Dependency Firewall warns about the image'],
    ['ALLOWED', 'passed', 'the Dependency Firewall allows the image'],
  ] as const)('%s is %s', (verdict, result, sentence) => {
    const words = { sentence, found: verdict, allowed: 'not blocked' };
    expect(judge(known(verdict))).toEqual({ ...PLAIN, result, ...words });
  });

  it.each(['required', 'if-present'] as const)(
    'gives no green tick to an image of an ordinary registry when %s',
    (mode) => {
      expect(judge(known('exempt'), mode)).toEqual({
        ...PLAIN,
        result: 'noted',
        sentence: 'the Dependency Firewall does not apply to an ordinary registry',
        found: 'ordinary registry',
        allowed: 'not applicable',
      });
    },
  );

  it.each([
    ['noted', 'if-present', '', 'the Dependency Firewall has no verdict on the image'],
    ['inconclusive', 'required', '', 'the Dependency Firewall has no verdict on the image'],
    [
      'noted',
      'if-present',
      'not evaluated yet',
      'the Dependency Firewall has no verdict on the image (not evaluated yet)',
    ],
    ['noted', 'if-present', 'the firewall has no entry', 'the firewall has no entry'],
  ] as const)('is %s when absent and %s, for the reason "%s"', (result, mode, why, sentence) => {
    expect(judge({ kind: 'absent', why }, mode)).toEqual({
      ...PLAIN,
      result,
      cause: 'absent',
      sentence,
      found: 'no data',
      allowed: mode,
    });
  });

  it('tells an answer that nobody can read as it came', () => {
    expect(judge(UNRECOGNISED)?.sentence).toBe(
      'the Dependency Firewall\'s answer is not recognised: "gibberish"',
    );
  });

  it('is listed as not checked when it is off', () => {
    expect(judge(known('BLOCKED'), 'off')).toEqual({
      ...PLAIN,
      result: 'not-checked',
      sentence: 'the Dependency Firewall check is switched off',
      found: 'not checked',
      allowed: '',
    });
  });

  it.each([
    ['unrecognised', UNRECOGNISED],
    ['unreachable', UNREACHABLE],
    ['never asked', OFF],
  ] as const)('is inconclusive when %s, in any mode but off', (_name, firewall) => {
    expect(judge(firewall, 'if-present')?.result).toBe('inconclusive');
    expect(judge(firewall, 'required')?.result).toBe('inconclusive');
    expect(judge(firewall, 'off')?.result).toBe('not-checked');
  });

  it('ends the waiting when it has blocked the image, unless it is off', () => {
    expect(isBlocked(policyWith(), known('BLOCKED'))).toBe(true);
    expect(isBlocked(policyWith(), known('WARN'))).toBe(false);
    expect(isBlocked(policyWith(), UNREACHABLE)).toBe(false);
    expect(isBlocked(policyWith({ firewall: 'off' }), known('BLOCKED'))).toBe(false);
  });
});
