import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeClock } from '../../src/gate/clock.fixture.ts';
import { PUSHED } from '../../src/gate/ports.fixture.ts';
import { type Run, runnerOf, type Setup } from '../../src/gate/run.fixture.ts';
import { gate } from '../../src/gate.ts';
import { MINUTE_MS } from '../../src/policy/evidence.fixture.ts';
import type { Check } from '../../src/policy/finding.ts';
import { anyWorld, servicesOf, type Track, type World, wasSo } from './changing-world.ts';

const runGate = runnerOf(gate);

/** What is older is read again before a pass, and that takes its time. */
const RECENT_MS = 45_000;
const TIMING = { appearTimeout: 5 * MINUTE_MS, scanTimeout: 12 * MINUTE_MS };

const anySetup = fc.record({
  image: fc.constantFrom({ digest: PUSHED }, { digest: undefined }),
  policy: fc.record({
    xray: fc.constantFrom('required', 'if-present'),
    sto: fc.constantFrom('required', 'if-present'),
    slsa: fc.constantFrom('required', 'if-present', 'off'),
    firewall: fc.constantFrom('required', 'if-present', 'off'),
  }),
}) satisfies fc.Arbitrary<Setup>;

/** What the pass rests on and was not so at any moment lately. */
function findUntrue(world: World, run: Run): readonly string[] {
  const { digest, waited } = run.image;
  const judged = (check: Check) => run.finding(check)?.result;
  const was = <T>(of: Track<T>, isSo: (value: T) => boolean) => wasSo(of, isSo, waited, RECENT_MS);
  const claims: readonly (readonly [claim: string, isTrue: boolean])[] = [
    ['the tag names it', was(world.tag, (value) => value === digest)],
    ['it is there', was(world.shown, (value) => digest !== undefined && value.includes(digest))],
    ['it is not quarantined', was(world.quarantined, (value) => !value)],
    [
      'it is not blocked',
      judged('firewall') === 'not-checked' || was(world.firewall, (value) => value !== 'BLOCKED'),
    ],
    ...whenJudged(judged('xray'), 'the scan', {
      passed:
        was(world.stored, (value) => value === digest) &&
        was(world.scan, (value) => value === 'DONE'),
      noted:
        was(world.stored, (value) => value === undefined) ||
        was(world.scan, (value) => value === 'NOT_SCANNED'),
    }),
    ...whenJudged(judged('sto'), 'STO', {
      passed: was(world.critical, (value) => value === 0),
      noted: was(world.critical, (value) => value === undefined),
    }),
    ...whenJudged(judged('slsa'), 'SLSA', {
      passed: was(world.slsa, (value) => value === 'PASSED'),
      noted: was(world.slsa, (value) => value === undefined),
    }),
  ];
  return claims.flatMap(([claim, isTrue]) => (isTrue ? [] : [claim]));
}

function whenJudged(
  result: string | undefined,
  name: string,
  { passed, noted }: { readonly passed: boolean; readonly noted: boolean },
): readonly (readonly [string, boolean])[] {
  if (result === 'passed') return [[`${name} passed`, passed]];
  return result === 'noted' ? [[`${name} is absent`, noted]] : [];
}

describe('a world that changes while the gate looks, with outages', () => {
  it('never leads to a pass that rests on what was not so lately', async () => {
    let passed = 0;
    await fc.assert(
      fc.asyncProperty(anyWorld, anySetup, async (world, setup) => {
        const clock = fakeClock();
        const run = await runGate({ ...setup, ...servicesOf(world, clock), clock, timing: TIMING });
        if (run.verdict !== 'passed') return;
        passed += 1;
        expect(findUntrue(world, run)).toEqual([]);
      }),
      { numRuns: 3_000 },
    );
    expect(passed).toBeGreaterThan(100);
  }, 60_000);
});
