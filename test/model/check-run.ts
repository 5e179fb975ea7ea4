import type { Policy } from '../../src/policy/policy.ts';
import { heardBadNews } from './bad-news.ts';
import { TIMING } from './model-inputs.ts';
import { findGap } from './oracle.ts';
import type { ModelRun } from './run-model.ts';

/** Both clocks one after the other, and a last look at each service. */
const LONGEST_MS = TIMING.appearTimeout + TIMING.scanTimeout + 2 * 30_000;

/** What is wrong with how a run ended; `undefined` when nothing is. */
export function findFault(run: ModelRun, policy: Policy): string | undefined {
  const { verdict, waited, problem } = run.result;
  const plot = JSON.stringify(run.plot);
  if (problem !== undefined) return `${problem.message}: ${plot}`;
  if (waited > LONGEST_MS) return `took ${waited} ms: ${plot}`;
  if (verdict === 'failed' && !heardBadNews(run)) return `failed without bad news: ${plot}`;
  if (verdict === 'cancelled') return `cancelled by nobody: ${plot}`;
  const gap = verdict === 'passed' ? findGap(run, policy) : undefined;
  return gap === undefined ? undefined : `passed although ${gap}: ${plot}`;
}
