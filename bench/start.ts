import { gateCommand, inWorkplace, NODE } from './contenders.ts';
import { type Run, runCommand } from './measure.ts';
import { median, medianRatio } from './stats.ts';

/** The time until the action's first line, beside a Node that does nothing. */
export interface Start {
  readonly pairs: number;
  readonly firstLineMs: number;
  readonly bareMs: number;
  readonly ratio: number;
}

const WARM_UP = 3;

/** Starts both alternately. The action gets a key, which it masks first, and nobody to talk to. */
export async function measureStart(pairs: number): Promise<Start> {
  const inputs = { 'harness-api-key': 'pat.bench.bench.bench', 'jfrog-access-token': 'bench' };
  return inWorkplace(async (place) => {
    const gate: number[] = [];
    const bare: number[] = [];
    for (let pair = 0; pair < pairs + WARM_UP; pair += 1) {
      const nothing = await runCommand({ file: NODE, args: ['-e', '0'], env: {} });
      const run = await runCommand(gateCommand(place, inputs));
      assertSpoke(run);
      bare.push(nothing.wallMs);
      gate.push(run.firstMs);
    }
    const [ours, theirs] = [gate.slice(WARM_UP), bare.slice(WARM_UP)];
    return {
      pairs,
      firstLineMs: median(ours),
      bareMs: median(theirs),
      ratio: medianRatio(ours, theirs),
    };
  });
}

function assertSpoke(run: Run): void {
  if (!run.output.includes('::add-mask::')) throw new Error(`No first line:\n${run.output}`);
}
