import { describe, expect, it } from 'vitest';
import { known } from '../image/evidence.ts';
import {
  ABSENT,
  evidenceWith,
  NOW,
  platformWith,
  policyWith,
  scanWith,
  twoPlatforms,
} from './evidence.fixture.ts';
import { judgeSomethingKnown } from './something-known.ts';

const judge = (evidence: ReturnType<typeof evidenceWith>, overrides = {}) =>
  judgeSomethingKnown(policyWith(overrides), evidence, NOW)[0];

const noSto = [platformWith('linux/amd64', 'a', { sto: ABSENT })];

const PLAIN = {
  check: 'evidence',
  where: undefined,
  allowed: 'STO or Xray',
  perPlatform: [],
} as const;

describe('a pass', () => {
  it.each([
    ['STO and Xray', evidenceWith()],
    ['STO', evidenceWith({ xray: ABSENT })],
    ['Xray', evidenceWith({}, noSto)],
  ])('may rest on %s', (found, evidence) => {
    expect(judge(evidence)).toEqual({
      ...PLAIN,
      result: 'passed',
      cause: 'judged',
      sentence: `a scan is known from ${found}`,
      found,
    });
  });

  it('needs one of them', () => {
    expect(judge(evidenceWith({ xray: ABSENT }, noSto))).toEqual({
      ...PLAIN,
      result: 'inconclusive',
      cause: 'absent',
      sentence: 'no scan of the image is known, neither from STO nor from Xray',
      found: 'nothing',
    });
    expect(judge(evidenceWith({ xray: ABSENT }, []))?.result).toBe('inconclusive');
  });

  it('does not rest on what is switched off', () => {
    expect(judge(evidenceWith({}, noSto), { xray: 'off' })?.result).toBe('inconclusive');
    expect(judge(evidenceWith({ xray: ABSENT }), { sto: 'off' })?.result).toBe('inconclusive');
  });

  it('does not rest on STO when it knows only some platforms', () => {
    const evidence = { ...twoPlatforms({}, { sto: ABSENT }), xray: ABSENT };
    expect(judge(evidence)?.result).toBe('inconclusive');
  });

  it('does not rest on a scan that went wrong', () => {
    const xray = known(scanWith({ state: 'FAILED' }));
    expect(judge(evidenceWith({ xray }, noSto))?.result).toBe('inconclusive');
  });
});
