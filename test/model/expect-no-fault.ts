import { expect } from 'vitest';
import type { Policy } from '../../src/policy/policy.ts';
import { findFault } from './check-run.ts';
import { type Alphabet, type Coverage, explore } from './explore.ts';
import { modelInputs } from './model-inputs.ts';
import type { ModelRun, Plot } from './run-model.ts';

/** Longer than one test usually may take: tens of thousands of runs each. */
export const PATIENCE_MS = 180_000;
/** Answers in the longest sequences. */
export const LONGEST = 6;

async function findFaults(
  policy: Policy,
  alphabet: Alphabet,
  longest: number,
  { others, tags, isPushed }: Setting = {},
): Promise<{ readonly faults: readonly string[]; readonly coverage: Coverage }> {
  const faults: string[] = [];
  const inputs = modelInputs(policy, { tags: tags ?? ['1.4.2'], isPushed: isPushed ?? true });
  const check = (run: ModelRun) => {
    const fault = findFault(run, policy);
    if (fault !== undefined) faults.push(fault);
  };
  const coverage = await explore(inputs, alphabet, longest, check, others);
  return { faults: faults.slice(0, 10), coverage };
}

/** What differs from one pushed digest under one tag, all other services good. */
export interface Setting {
  readonly others?: Partial<Plot>;
  readonly tags?: readonly string[];
  readonly isPushed?: boolean;
}

/** Expects that no sequence ends wrongly, that all of them were looked at, and that some of them pass. */
export async function expectNoFault(
  policy: Policy,
  alphabet: Alphabet,
  longest: number,
  setting: Setting = {},
): Promise<void> {
  const { faults, coverage } = await findFaults(policy, alphabet, longest, setting);
  expect(faults).toEqual([]);
  expect(coverage.sequences).toBe(alphabet.words.length ** longest);
  expect(coverage.passed).toBeGreaterThan(0);
}
