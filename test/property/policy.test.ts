import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ImageEvidence } from '../../src/image/evidence.ts';
import { SEVERITIES } from '../../src/image/severity.ts';
import { evaluate, RULES } from '../../src/policy/evaluate.ts';
import { NOW } from '../../src/policy/evidence.fixture.ts';
import type { Policy } from '../../src/policy/policy.ts';
import type { Verdict } from '../../src/policy/verdict.ts';
import { decidingFinding, verdictOf, worstVerdict } from '../../src/policy/verdict.ts';
import { anyEvidence, anyPolicy, lostEvidence, unusableCount } from './policy.arbitrary.ts';
import {
  addIssue,
  changePlatform,
  dropField,
  isSeverity,
  LIMITS,
  PIECES,
  withCount,
  withLimit,
} from './policy.changes.ts';

const RUNS = { numRuns: 1000 };

const judge = (policy: Policy, evidence: ImageEvidence) =>
  verdictOf(evaluate(policy, evidence, NOW));

const isNoWorse = (one: Verdict, other: Verdict) => worstVerdict([one, other]) === other;

describe('the arbitraries', () => {
  it('reach every verdict, or the properties would hold for nothing', () => {
    const verdicts = fc
      .sample(fc.tuple(anyPolicy, anyEvidence), { numRuns: 3000, seed: 1 })
      .map(([policy, evidence]) => judge(policy, evidence));
    for (const verdict of ['passed', 'failed', 'inconclusive']) {
      expect(verdicts.filter((one) => one === verdict).length).toBeGreaterThan(30);
    }
  });
});

describe('taking evidence away', () => {
  it.each(PIECES)('never turns another verdict into passed: $name', ({ asks, replace }) => {
    fc.assert(
      fc.property(
        anyPolicy,
        anyEvidence,
        lostEvidence,
        fc.nat(2),
        (policy, evidence, lost, which) => {
          const before = judge(policy, evidence);
          const after = judge(policy, replace(evidence, lost, which));
          expect(after === 'passed' && before !== 'passed').toBe(false);
          const isAsked = asks(policy) !== 'off' && replace(evidence, lost, which) !== evidence;
          if (isAsked && evidence.perPlatform.length > 0) expect(after).not.toBe('passed');
        },
      ),
      RUNS,
    );
  });

  it.each(PIECES.filter(({ name }) => !name.startsWith('slsa')))(
    'never passes what is required and absent: $name',
    ({ asks, replace }) => {
      fc.assert(
        fc.property(anyPolicy, anyEvidence, fc.nat(2), (policy, evidence, which) => {
          fc.pre(asks(policy) === 'required' && evidence.perPlatform.length > 0);
          const absent = { kind: 'absent', why: '' } as const;
          expect(judge(policy, replace(evidence, absent, which))).not.toBe('passed');
        }),
        RUNS,
      );
    },
  );

  it('never turns another verdict into passed when nobody asked about a platform', () => {
    fc.assert(
      fc.property(anyPolicy, anyEvidence, fc.nat(2), (policy, evidence, which) => {
        fc.pre(evidence.platforms.kind === 'known');
        const perPlatform = evidence.perPlatform.filter((_, index) => index !== which);
        const after = judge(policy, { ...evidence, perPlatform });
        expect(after === 'passed' && judge(policy, evidence) !== 'passed').toBe(false);
      }),
      RUNS,
    );
  });

  it('never passes a platform that lost its execution, its time or a count that has a limit', () => {
    const fields = fc.constantFrom('executionId', 'scannedAt', ...SEVERITIES);
    fc.assert(
      fc.property(anyPolicy, anyEvidence, fields, fc.nat(2), (policy, evidence, field, which) => {
        const sto = evidence.perPlatform[which]?.sto;
        fc.pre(sto?.kind === 'known' && policy.sto === 'required');
        fc.pre(!isSeverity(field) || policy.max[field] !== 'unlimited');
        const after = changePlatform(evidence, which, (one) => dropField(one, field));
        expect(judge(policy, after)).not.toBe('passed');
      }),
      RUNS,
    );
  });
});

describe('an unknown value', () => {
  it('never passes where a count has a limit, required or not', () => {
    fc.assert(
      fc.property(
        anyPolicy,
        anyEvidence,
        unusableCount,
        fc.constantFrom(...SEVERITIES),
        fc.nat(2),
        (policy, evidence, count, severity, which) => {
          const sto = evidence.perPlatform[which]?.sto;
          fc.pre(sto?.kind === 'known' && Boolean(sto.value.executionId));
          fc.pre(policy.sto !== 'off' && policy.max[severity] !== 'unlimited');
          const after = changePlatform(evidence, which, (one) => withCount(one, severity, count));
          expect(judge(policy, after)).not.toBe('passed');
        },
      ),
      RUNS,
    );
  });
});

describe('one issue more', () => {
  it('never improves a verdict', () => {
    fc.assert(
      fc.property(
        anyPolicy,
        anyEvidence,
        fc.constantFrom(...SEVERITIES),
        fc.nat(2),
        (policy, evidence, severity, which) => {
          const after = changePlatform(evidence, which, (one) => addIssue(one, severity));
          expect(isNoWorse(judge(policy, evidence), judge(policy, after))).toBe(true);
        },
      ),
      RUNS,
    );
  });
});

describe('one platform more', () => {
  it('never improves a verdict', () => {
    fc.assert(
      fc.property(anyPolicy, anyEvidence, fc.nat(2), (policy, evidence, which) => {
        const { platforms } = evidence;
        const more = evidence.perPlatform[which];
        fc.pre(platforms.kind === 'known' && more !== undefined && evidence.perPlatform.length > 1);
        const perPlatform = evidence.perPlatform.filter((one) => one !== more);
        const judged = perPlatform.map(({ platform }) => platform);
        const fewer = {
          ...evidence,
          perPlatform,
          platforms: { kind: 'known', value: { ...platforms.value, judged } } as const,
        };
        expect(isNoWorse(judge(policy, fewer), judge(policy, evidence))).toBe(true);
      }),
      RUNS,
    );
  });
});

describe('a higher limit', () => {
  it('never worsens the verdict', () => {
    fc.assert(
      fc.property(
        anyPolicy,
        anyEvidence,
        fc.constantFrom(...LIMITS),
        fc.nat(3),
        fc.nat(100),
        (policy, evidence, which, low, more) => {
          const before = judge(withLimit(policy, which, low), evidence);
          expect(isNoWorse(judge(withLimit(policy, which, low + more), evidence), before)).toBe(
            true,
          );
        },
      ),
      RUNS,
    );
  });

  // Without its limit a missing count no longer hides the others, so that inconclusive may become failed.
  it('never takes a pass away when it is lifted', () => {
    fc.assert(
      fc.property(anyPolicy, anyEvidence, fc.constantFrom(...LIMITS), (policy, evidence, which) => {
        fc.pre(judge(policy, evidence) === 'passed');
        expect(judge(withLimit(policy, which, 'unlimited'), evidence)).toBe('passed');
      }),
      { ...RUNS, maxSkipsPerRun: 1000 },
    );
  });
});

describe('the order of the rules', () => {
  it('changes neither the verdict nor the finding that decides', () => {
    const order = fc.shuffledSubarray([...RULES], { minLength: RULES.length });
    fc.assert(
      fc.property(anyPolicy, anyEvidence, order, (policy, evidence, rules) => {
        const findings = evaluate(policy, evidence, NOW);
        const shuffled = rules.flatMap((rule) => rule(policy, evidence, NOW));
        expect(verdictOf(shuffled)).toBe(verdictOf(findings));
        expect(decidingFinding(shuffled)).toEqual(decidingFinding(findings));
      }),
      RUNS,
    );
  });

  it('and the finding that decides has the result of the verdict', () => {
    fc.assert(
      fc.property(anyPolicy, anyEvidence, (policy, evidence) => {
        const findings = evaluate(policy, evidence, NOW);
        expect(decidingFinding(findings)?.result).toBe(verdictOf(findings));
      }),
      RUNS,
    );
  });
});
