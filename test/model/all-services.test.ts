import { expect, test } from 'vitest';
import { findFault } from './check-run.ts';
import { sequences } from './explore.ts';
import { IF_PRESENT, modelInputs, REQUIRED } from './model-inputs.ts';
import { type Plot, runAll } from './run-model.ts';

const PLOTS: readonly Plot[] = sequences(
  ['missing', 'scanning', 'done', 'stale', 'failed'] as const,
  3,
).flatMap((scanner) =>
  sequences(['absent', 'good', 'quarantined'] as const, 2).flatMap((registry) =>
    sequences(['none', 'good', 'bad'] as const, 2).map((numbers) => ({
      scanner,
      registry,
      numbers,
    })),
  ),
);

test.each([
  ['required', REQUIRED],
  ['if-present', IF_PRESENT],
])(
  'no sequences of all services together let an image through without good evidence, all checks %s',
  async (_, policy) => {
    const faults: string[] = [];
    let passed = 0;
    await runAll(modelInputs(policy), PLOTS, (run) => {
      const fault = findFault(run, policy);
      if (fault !== undefined) faults.push(fault);
      if (run.result.verdict === 'passed') passed += 1;
    });
    expect(faults.slice(0, 10)).toEqual([]);
    expect(passed).toBeGreaterThan(0);
  },
  120_000,
);
