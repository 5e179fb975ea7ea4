import { describe, expect, it } from 'vitest';
import { known } from '../image/evidence.ts';
import { SEVERITIES } from '../image/severity.ts';
import { evaluate, RULES } from './evaluate.ts';
import {
  ABSENT,
  digestOf,
  evidenceWith,
  NOW,
  OFF,
  platformWith,
  policyWith,
  twoPlatforms,
  UNREACHABLE,
} from './evidence.fixture.ts';
import { decidingFinding, verdictOf } from './verdict.ts';

const judge = (evidence: ReturnType<typeof evidenceWith>, overrides = {}) =>
  evaluate(policyWith(overrides), evidence, NOW);

describe('evaluating an image', () => {
  it('passes a clean one', () => {
    expect(verdictOf(judge(twoPlatforms()))).toBe('passed');
  });

  it('has something to say about every check, whatever is wrong', () => {
    const evidence = evidenceWith({
      tag: known({ tags: ['1'], digest: digestOf('9'), moved: { tag: '1', to: digestOf('1') } }),
      xray: UNREACHABLE,
      platforms: UNREACHABLE,
    });
    const checks = new Set(judge(evidence).map(({ check }) => check));
    const others = ['tag', 'platforms', 'quarantine', 'firewall', 'xray', 'sto', 'slsa', 'sbom'];
    expect(checks).toEqual(new Set([...others, ...SEVERITIES, 'scan-age', 'evidence']));
  });

  it('gets at least one finding from every rule', () => {
    for (const rule of RULES) {
      expect(rule(policyWith(), evidenceWith(), NOW).length).toBeGreaterThan(0);
    }
  });

  it('does not pass when nothing is required and nothing is there', () => {
    const lenient = { xray: 'if-present', sto: 'if-present', slsa: 'if-present' };
    const platform = platformWith('linux/amd64', 'a', { sto: ABSENT, slsa: ABSENT, sbom: ABSENT });
    const findings = judge(evidenceWith({ xray: ABSENT }, [platform]), lenient);
    expect(verdictOf(findings)).toBe('inconclusive');
    expect(decidingFinding(findings)?.check).toBe('evidence');
  });

  it('does not pass when what the policy needs was switched off', () => {
    const findings = judge(evidenceWith({ xray: OFF }));
    expect(decidingFinding(findings)).toMatchObject({ check: 'xray', cause: 'bug' });
  });

  it('lets the platform without a result speak when that is all there is', () => {
    const findings = judge(twoPlatforms({}, { sto: ABSENT }));
    expect(findings.filter(({ result }) => result === 'inconclusive')).toHaveLength(1);
    expect(decidingFinding(findings)?.check).toBe('sto');
  });
});
