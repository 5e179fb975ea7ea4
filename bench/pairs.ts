import type { Workplace } from '../test/runner/workplace.ts';
import { gateCommand, inWorkplace, runToPass, scriptCommand } from './contenders.ts';
import { type Command, cpuMs, type Run, withCpu } from './measure.ts';
import type { ServeOrder } from './server.ts';
import type { Services } from './services.ts';
import { median, medianRatio } from './stats.ts';

/** The action beside the script, each run alternated with one of the other. */
export interface Comparison {
  readonly pairs: number;
  readonly wall: Measured;
  readonly cpu: Measured;
  /** Requests per run. */
  readonly requests: { readonly gate: number; readonly script: number };
}

/** Medians in milliseconds, and the median of the ratios. */
export interface Measured {
  readonly gateMs: number;
  readonly scriptMs: number;
  readonly ratio: number;
}

type Contender = (place: Workplace, inputs: Readonly<Record<string, string>>) => Command;

const WARM_UP = 2;

/** Runs both against fresh services, alternately; the first pairs only warm up. */
export async function comparePairs(
  services: Services,
  order: ServeOrder,
  pairs: number,
): Promise<Comparison> {
  const gate: One[] = [];
  const script: One[] = [];
  for (let pair = 0; pair < pairs + WARM_UP; pair += 1) {
    // Whoever goes first finds the machine as the other one left it: that must not be always the same.
    const isGateFirst = pair % 2 === 0;
    if (isGateFirst) gate.push(await runOnce(services, order, gateCommand));
    script.push(await runOnce(services, order, scriptCommand));
    if (!isGateFirst) gate.push(await runOnce(services, order, gateCommand));
  }
  const [ours, theirs] = [gate.slice(WARM_UP), script.slice(WARM_UP)];
  return {
    pairs,
    wall: compare(ours, theirs, ({ run }) => run.wallMs),
    cpu: compare(ours, theirs, ({ run }) => cpuMs(run)),
    requests: {
      gate: median(ours.map(({ requests }) => requests)),
      script: median(theirs.map(({ requests }) => requests)),
    },
  };
}

interface One {
  readonly run: Run;
  readonly requests: number;
}

async function runOnce(services: Services, order: ServeOrder, contender: Contender): Promise<One> {
  return inWorkplace(async (place) => {
    const { result, traffic } = await services.during(order, ({ inputs }) =>
      runToPass(withCpu(contender(place, inputs))),
    );
    return { run: result, requests: traffic.requests.length };
  });
}

function compare(gate: readonly One[], script: readonly One[], of: (one: One) => number): Measured {
  const [ours, theirs] = [gate.map(of), script.map(of)];
  return {
    gateMs: median(ours),
    scriptMs: median(theirs),
    ratio: medianRatio(ours, theirs),
  };
}
