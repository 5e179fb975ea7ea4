import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type ActionFile, readActionFile } from '../../scripts/action-file.ts';
import { parseCommandFile } from './command-files.ts';
import type { Command } from './commands.ts';
import { Masks } from './masks.ts';
import { type ProcessEnd, runProcess, type SignalAfter } from './process.ts';
import { JOB_TOKEN, toInputVariables, toStepVariables } from './step-environment.ts';
import { type Annotation, type LineKind, StepLog } from './step-log.ts';
import { readTree, Workplace } from './workplace.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SUMMARY_BYTES = 1_048_576;
const DEFAULT_TIMEOUT_MS = 60_000;

/** A step of a workflow that uses the action. */
export interface RunOptions {
  /** What the workflow gives under `with:`. */
  readonly inputs: Readonly<Record<string, string>>;
  /** What it gives under `env:`; may also replace what the runner sets. */
  readonly env?: Readonly<Record<string, string>>;
  /** Script to run, from the root of the repository: `dist/index.js` when not given. */
  readonly entry?: string;
  /** Declares the inputs, from the root of the repository: `action.yml` when not given. */
  readonly actionFile?: string;
  /** The process is killed after this; 60 seconds when not given. */
  readonly timeoutMs?: number;
  /** Cancels the run: after a time, or at the first line of the log that matches. */
  readonly signalAfter?: SignalAfter;
  /** Working directory; a fresh, empty workspace when not given. */
  readonly cwd?: string;
  /** Every line of the log as a user sees it, as it comes. */
  readonly onLine?: (line: string, kind: LineKind) => void;
}

/** How the step ended, and all it left behind. */
export interface ActionRun extends ProcessEnd {
  readonly conclusion: 'success' | 'failure';
  readonly outputs: Readonly<Record<string, string>>;
  /** Masked; empty when over 1 MiB, as GitHub then drops it. */
  readonly summary: string;
  /** Masked and cut, at most ten of a level, as GitHub shows them. */
  readonly annotations: readonly Annotation[];
  /** What a user sees: commands rendered, masks applied. */
  readonly log: string;
  readonly commands: readonly Command[];
  readonly masks: readonly string[];
  /** What was written into RUNNER_TEMP: path relative to it → text. */
  readonly files: Readonly<Record<string, string>>;
  /** What was written into the workspace, likewise; empty when `cwd` was given. */
  readonly workspaceFiles: Readonly<Record<string, string>>;
}

/** Runs the action as a GitHub runner does. */
export async function runAction(options: RunOptions): Promise<ActionRun> {
  const action = await readActionFile(resolve(ROOT, options.actionFile ?? 'action.yml'));
  const place = await Workplace.create();
  try {
    return await runIn(place, action, options);
  } finally {
    await place.remove();
  }
}

async function runIn(
  place: Workplace,
  action: ActionFile,
  options: RunOptions,
): Promise<ActionRun> {
  const masks = new Masks();
  masks.add(JOB_TOKEN);
  const log = new StepLog(masks, options.env?.['RUNNER_DEBUG'] === '1', options.onLine);
  warnOfUnknownInputs(log, action, options.inputs);
  const end = await runProcess({
    args: [resolve(ROOT, options.entry ?? 'dist/index.js')],
    cwd: options.cwd ?? place.workspace,
    env: {
      ...toStepVariables(place),
      ...toInputVariables(action, options.inputs),
      ...options.env,
    },
    timeoutMs: options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
    signalAfter: options.signalAfter,
    onLine: (line) => log.read(line),
  });
  const outputs = await readOutputs(place, log);
  const summary = masks.apply(await readSummary(place, log));
  return {
    ...end,
    conclusion: end.exitCode === 0 && !log.failed ? 'success' : 'failure',
    outputs,
    summary,
    annotations: log.annotations,
    log: log.lines.join('\n'),
    commands: log.commands,
    masks: masks.values.filter((value) => value !== JOB_TOKEN),
    files: await readTree(place.temp),
    workspaceFiles: await readTree(place.workspace),
  };
}

function warnOfUnknownInputs(
  log: StepLog,
  action: ActionFile,
  given: Readonly<Record<string, string>>,
): void {
  const valid = Object.keys(action.inputs);
  const unknown = Object.keys(given).filter((name) => !valid.includes(name.toLowerCase()));
  if (unknown.length === 0) return;
  const quote = (names: readonly string[]) => names.map((name) => `'${name}'`).join(', ');
  log.annotate(
    'warning',
    `Unexpected input(s) ${quote(unknown)}, valid inputs are [${quote(valid)}]`,
  );
}

/** The outputs; a malformed file fails the step, also one of those that nothing reads here. */
async function readOutputs(place: Workplace, log: StepLog): Promise<Record<string, string>> {
  const outputs = { ...log.outputs };
  for (const name of ['GITHUB_ENV', 'GITHUB_OUTPUT', 'GITHUB_STATE'] as const) {
    const file = parseCommandFile((await place.readCommandFile(name)).toString('utf8'));
    if (name === 'GITHUB_OUTPUT') Object.assign(outputs, file.values);
    if (file.problem !== undefined) {
      log.fail(`Unable to process file command '${name}' successfully. ${file.problem}`);
    }
  }
  return outputs;
}

/** The summary; one that is too large is dropped with an error, and the step's result stays. */
async function readSummary(place: Workplace, log: StepLog): Promise<string> {
  const bytes = await place.readCommandFile('GITHUB_STEP_SUMMARY');
  if (bytes.length <= SUMMARY_BYTES) return bytes.toString('utf8');
  const [most, got] = [SUMMARY_BYTES / 1024, Math.ceil(bytes.length / 1024)];
  log.annotate(
    'error',
    `$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of ${most}k, got ${got}k.`,
  );
  return '';
}
