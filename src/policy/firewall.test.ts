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
import { isBlocked, judgeFirewall } from './firewall.ts';
import type { Requirement } from './policy.ts';

const judge = (firewall: ImageEvidence['firewall'], mode: Requirement = 'if-present') =>
  judgeFirewall(policyWith({ firewall: mode }), evidenceWith({ firewall }), NOW)[0];

describe('the Dependency Firewall', () => {
  it.each([
    ['BLOCKED', 'failed'],
    ['WARN', 'noted'],
    ['ALLOWED', 'passed'],
  ] as const)('%s is %s', (verdict, result) => {
    expect(judge(known(verdict))).toMatchObject({ result, found: verdict });
  });

  it.each(['required', 'if-present'] as const)(
    'gives no green tick to an image of an ordinary registry when %s',
    (mode) => {
      expect(judge(known('exempt'), mode)).toMatchObject({
        result: 'noted',
        found: 'ordinary registry',
      });
    },
  );

  it('is noted when absent, and inconclusive when it is required', () => {
    expect(judge(ABSENT, 'if-present')).toMatchObject({ result: 'noted', cause: 'absent' });
    expect(judge(ABSENT, 'required')).toMatchObject({ result: 'inconclusive', cause: 'absent' });
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
    expect(isBlocked(policyWith({ firewall: 'off' }), known('BLOCKED'))).toBe(false);
  });
});
