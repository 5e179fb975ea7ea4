import { fileURLToPath, pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { type ActionRun, type RunOptions, runAction } from '../runner/runner.ts';
import type { Scenario } from '../simulator/scenarios.ts';
import {
  type RecordedRequest,
  type SimulatorOptions,
  startSimulator,
} from '../simulator/simulator.ts';

const WITNESS = pathToFileURL(fileURLToPath(new URL('./witness.mjs', import.meta.url))).href;
const WITNESS_FILE = 'witness.json';

/** One run of the built action against the simulated services, and what both sides saw of it. */
export interface Played extends ActionRun {
  /** What the workflow gave under `with:`. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly requests: readonly RecordedRequest[];
  readonly secrets: readonly string[];
  readonly origin: string;
}

/** How a run differs from the scenario's own. */
export interface PlayOptions extends Omit<RunOptions, 'inputs'> {
  readonly inputs?: Readonly<Record<string, string>>;
  /** Inputs that are not given at all. */
  readonly without?: readonly string[];
  readonly simulator?: SimulatorOptions;
}

/**
 * Time-outs of milliseconds are meant for a machine that has nothing else to do: where several steps start at once, one
 * may end before the first answer is there. Looking less often keeps the longer wait cheap.
 */
const RARELY = { 'poll-max-interval': '200ms' };
const PATIENCE = '2s';

function withPatience(inputs: Readonly<Record<string, string>>): Record<string, string> {
  const brief = ['appear-timeout', 'scan-timeout'].filter((name) =>
    /^\d+ms$/.test(inputs[name] ?? ''),
  );
  if (brief.length === 0) return inputs;
  return { ...inputs, ...RARELY, ...Object.fromEntries(brief.map((name) => [name, PATIENCE])) };
}

/** Runs `dist/index.js` as the runner does, against a scenario by its name or as it is. */
export async function play(
  scenario: string | Scenario,
  options: PlayOptions = {},
): Promise<Played> {
  const { inputs: own, without = [], simulator: settings, ...rest } = options;
  const simulator = await startSimulator(scenario, settings);
  const given = Object.entries({ ...withPatience(simulator.inputs), ...own });
  const inputs = Object.fromEntries(given.filter(([name]) => !without.includes(name)));
  try {
    const run = await runAction({ ...rest, inputs });
    const { requests, secrets, origin } = simulator;
    return { ...run, inputs, requests, secrets, origin };
  } finally {
    await simulator.close();
  }
}

/** What the action's own process said of itself. */
const Testimony = v.object({
  version: v.string(),
  script: v.string(),
  connections: v.array(v.object({ host: v.string(), port: v.number() })),
});
export type Testimony = v.InferOutput<typeof Testimony>;

/** The same with a witness inside the process. */
export async function playWitnessed(
  scenario: string | Scenario,
  options: PlayOptions = {},
): Promise<Played & { readonly testimony: Testimony }> {
  const env = { ...options.env, NODE_OPTIONS: `--import=${WITNESS}` };
  const played = await play(scenario, { ...options, env });
  const { [WITNESS_FILE]: text = '', ...files } = played.files;
  return { ...played, files, testimony: v.parse(Testimony, JSON.parse(text)) };
}
