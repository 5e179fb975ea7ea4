import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { SignalAfter } from '../runner/process.ts';
import { type ActionRun, runAction } from '../runner/runner.ts';
import type { Scenario } from '../simulator/scenario.ts';
import { type RecordedRequest, startSimulator } from '../simulator/simulator.ts';
import { type Plan, type SeenCall, untouched } from './exchange.ts';
import { type ProxyOptions, startProxy } from './proxy.ts';
import { whatWarnForbids } from './warn.ts';

/** One run of the built action on a road with faults. */
export interface Trial {
  /** `clean` when not given. */
  readonly scenario?: string | Scenario;
  /** What the proxy in front of both services spoils. */
  readonly plan?: Plan;
  readonly proxy?: ProxyOptions;
  /** Over the scenario's own; undefined takes an input away. `{origin}` and `{port}` stand for the proxy's. */
  readonly inputs?: Readonly<Record<string, string | undefined>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly signalAfter?: SignalAfter;
  readonly timeoutMs?: number;
  /** Whether Node's own print of an error may be seen: where a bug is made on purpose. */
  readonly showsStack?: boolean;
  /** Scripts that are loaded into the gate's process, beside the one that measures memory. */
  readonly preload?: readonly string[];
}

/** How a trial ended, and what the servers saw of it. */
export interface Outcome {
  readonly run: ActionRun;
  readonly verdict: string;
  readonly reason: string;
  /** What reached the proxy. */
  readonly calls: readonly SeenCall[];
  /** What reached the services. */
  readonly requests: readonly RecordedRequest[];
  readonly ms: number;
  /** `NaN`, which is below no limit, where the gate left no measurement. */
  readonly peakMb: number;
}

/** Node alone takes more: a smaller figure was never measured. */
const LEAST_MB = 20;

const PRELOADED = ['measure.mjs'];

/** Runs the action and checks what holds of every run, however it ends. */
export async function tryOut(trial: Trial = {}): Promise<Outcome> {
  const simulator = await startSimulator(trial.scenario ?? 'clean');
  const proxy = await startProxy(simulator.origin, trial.plan ?? untouched, trial.proxy);
  try {
    const through = (text: string) =>
      text
        .replaceAll('{origin}', proxy.origin)
        .replaceAll('{port}', new URL(proxy.origin).port)
        .replaceAll(simulator.origin, proxy.origin)
        .replaceAll(new URL(simulator.origin).host, new URL(proxy.origin).host);
    const run = await runAction({
      inputs: mergeInputs(simulator.inputs, trial.inputs ?? {}, through),
      env: { ...preloading(trial.preload ?? []), ...trial.env },
      ...(trial.signalAfter === undefined ? {} : { signalAfter: trial.signalAfter }),
      timeoutMs: trial.timeoutMs ?? 45_000,
    });
    const outcome = describe(run, proxy.calls, simulator.requests);
    expectSound(outcome, simulator.secrets, trial.inputs?.['mode']);
    expectMeasured(outcome);
    if (trial.showsStack !== true) expectNoStack(outcome);
    return outcome;
  } finally {
    await Promise.all([proxy.close(), simulator.close()]);
  }
}

function mergeInputs(
  usual: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string | undefined>>,
  through: (text: string) => string,
): Record<string, string> {
  const given = Object.entries({ ...usual, ...own }).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, through(value)] as const],
  );
  return Object.fromEntries(given);
}

function preloading(scripts: readonly string[]): { NODE_OPTIONS: string } {
  const imports = [...PRELOADED, ...scripts].map(
    (name) => `--import=${fileURLToPath(new URL(name, import.meta.url))}`,
  );
  return { NODE_OPTIONS: imports.join(' ') };
}

function describe(
  run: ActionRun,
  calls: readonly SeenCall[],
  requests: readonly RecordedRequest[],
): Outcome {
  return {
    run,
    verdict: run.outputs['verdict'] ?? '',
    reason: run.outputs['reason'] ?? '',
    calls,
    requests,
    ms: run.durationMs,
    peakMb: Number(run.files['peak-memory'] ?? Number.NaN) / 1024,
  };
}

/** Green means passed and nothing else, `mode: warn` apart; only a pass approves; and nobody sees a key. */
export function expectSound(
  { run, verdict, reason }: Outcome,
  secrets: readonly string[],
  mode: string | undefined = 'enforce',
): void {
  expect(run.timedOut, `the gate did not end:\n${run.log}`).toBe(false);
  if (run.conclusion === 'success' && mode === 'warn') {
    expect(whatWarnForbids({ run, verdict, reason }), run.log).toEqual([]);
  } else if (run.conclusion === 'success') {
    expect({ verdict, log: run.log }).toMatchObject({ verdict: 'passed' });
  }
  if (verdict !== 'passed') expect(run.outputs['approved'] ?? '', run.log).toBe('');
  const shown = [run.log, run.summary, ...Object.values(run.outputs)].join('\n');
  for (const secret of secrets) expect(shown).not.toContain(secret);
}

/** A limit that nothing was measured against holds for nothing. A process that a signal ended measures no more. */
function expectMeasured({ run, peakMb }: Outcome): void {
  if (run.signal === null) expect(peakMb, 'peak memory in MB').toBeGreaterThan(LEAST_MB);
}

function expectNoStack({ run }: Outcome): void {
  expect(`${run.stdout}${run.stderr}`).not.toMatch(/^\s+at .+[:(]/m);
}

/** Runs at most so many at once, whatever the test runner starts together. */
export function limit(most: number): <T>(act: () => Promise<T>) => Promise<T> {
  let running = 0;
  const waiting: (() => void)[] = [];
  return async (act) => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      return await act();
    } finally {
      running -= 1;
      waiting.shift()?.();
    }
  };
}
