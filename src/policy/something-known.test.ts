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

describe('a pass', () => {
  it('rests on STO or on Xray', () => {
    expect(judge(evidenceWith())).toMatchObject({ result: 'passed', found: 'STO and Xray' });
    expect(judge(evidenceWith({ xray: ABSENT }))).toMatchObject({ result: 'passed', found: 'STO' });
    expect(judge(evidenceWith({}, noSto))).toMatchObject({ result: 'passed', found: 'Xray' });
  });

  it('needs one of them', () => {
    expect(judge(evidenceWith({ xray: ABSENT }, noSto))?.result).toBe('inconclusive');
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
