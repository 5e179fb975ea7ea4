import * as core from '@actions/core';
import type { GateResult } from '../gate/result.ts';
import { annotationOf } from '../report/annotation.ts';
import { type FilePaths, OUTPUT_NAMES, type OutputName, outputsOf } from '../report/outputs.ts';
import { reasonOf } from '../report/reason.ts';
import { correctionOf, summaryOf } from '../report/summary.ts';
import { type Environment, type FileTargets, takeBack, writeFiles } from './files.ts';
import { openLog } from './log.ts';
import { worsen } from './worsen.ts';

/** How to publish a result. */
export interface PublishOptions {
  /** Whether the user wants a job summary. */
  readonly summary: boolean;
  readonly reports: FileTargets;
  readonly env: Environment;
  /** Epoch milliseconds. */
  readonly now: number;
  /** Blanked in files, which nobody masks. */
  readonly secrets: readonly string[];
}

/** The verdict comes last: where it stands, everything stands. */
const WRITE_ORDER: readonly OutputName[] = [
  ...OUTPUT_NAMES.filter((name) => name !== 'verdict' && name !== 'approved'),
  'approved',
  'verdict',
];

/**
 * Tells the result to everybody who waits for it: files, then summary, then outputs, once, then the log and the run's
 * page. Returns the result as it was told, which is worse than the given one where a file could not be written; only
 * then is it time for an exit code.
 */
export async function publish(result: GateResult, options: PublishOptions): Promise<GateResult> {
  const { summary, env, now, secrets } = options;
  const order = { targets: options.reports, env, secrets };
  let filed = await writeFiles(result, order);
  const { note } = filed;
  const first = filed.result;
  const summarised = summary ? await writeSummary(first, () => summaryOf(first, now)) : first;
  if (summarised !== first) filed = await takeBack(filed, summarised, order);
  const told = writeOutputs(summarised, filed, env);
  if (told !== summarised) await takeBack(filed, told, order);
  if (summary && told !== summarised) await writeSummary(told, () => correctionOf(told));
  if (note !== undefined) openLog().info(note);
  announce(told);
  return told;
}

/** A page that cannot even be made must not keep the outputs from being told. */
async function writeSummary(result: GateResult, makeText: () => string): Promise<GateResult> {
  try {
    await core.summary.addRaw(makeText()).write();
    return result;
  } catch (thrown) {
    core.summary.emptyBuffer();
    return worsen(result, 'GITHUB_STEP_SUMMARY', thrown);
  }
}

/** Without the file, the toolkit would fall back to a command that runners no longer obey. */
function writeOutputs(result: GateResult, files: FilePaths, env: Environment): GateResult {
  try {
    if (!env['GITHUB_OUTPUT']) throw new Error('GITHUB_OUTPUT is not set');
    const outputs = outputsOf(result, files);
    for (const name of WRITE_ORDER) core.setOutput(name, outputs[name]);
    return result;
  } catch (thrown) {
    const worse = worsen(result, 'GITHUB_OUTPUT', thrown);
    withdraw(worse, env);
    return worse;
  }
}

/** Some outputs may stand already. Of two values of one name the later counts. */
function withdraw(worse: GateResult, env: Environment): void {
  if (!env['GITHUB_OUTPUT']) return;
  try {
    const outputs = outputsOf(worse);
    for (const name of ['attestation-file', 'reason', 'approved', 'verdict'] as const)
      core.setOutput(name, outputs[name]);
  } catch {
    // The annotation and the exit code still say it.
  }
}

/** The log ends with the sentence; an annotation of one line shows there as well. */
function announce(result: GateResult): void {
  const log = openLog();
  const annotation = annotationOf(result);
  if (annotation !== undefined) log.annotate(annotation);
  if (annotation === undefined || annotation.message.includes('\n')) log.info(reasonOf(result));
}
