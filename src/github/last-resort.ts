import { appendFileSync, rmSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import { GateError } from '../errors.ts';

/** Constant text: what was thrown may hold anything, from a server's words to a key. */
const REASON = 'Inconclusive: Image Gate itself failed; please report it.';

const TAKEN_BACK = `attestation-file=\napproved=\nreason=${REASON}\nverdict=inconclusive`;

/** What ends a step that has failed in a way nobody thought of. */
export interface Guard {
  fail(): void;
  /** Aborted with a `GateError` then: there is nothing left to wait for. */
  readonly signal: AbortSignal;
}

/**
 * Makes sure that whatever nobody caught ends the step red and with a sentence, never with Node's own print of the
 * stack, whose lines the runner would read as commands. Needs nothing but Node: anything else may be what failed.
 */
export function guardProcess(env: Readonly<Record<string, string | undefined>>): Guard {
  let hasFailed = false;
  const ending = new AbortController();
  const fail = () => {
    if (hasFailed) return;
    hasFailed = true;
    tell(env);
    ending.abort(new GateError('bug', 'Image Gate itself failed; please report it'));
  };
  process.on('uncaughtException', fail);
  process.on('unhandledRejection', fail);
  process.on('exit', () => {
    if (!hasFailed) return;
    process.exitCode = 1;
    // Whatever was being told when it failed has been told since.
    takeBack(env);
  });
  return { fail, signal: ending.signal };
}

/** Of two values of one output the later counts, so that this also takes back an earlier pass. */
function tell(env: Readonly<Record<string, string | undefined>>): void {
  process.exitCode = 1;
  attempt(() => writeSync(1, `\n::error title=Image Gate: inconclusive::${REASON}\n`));
  takeBack(env);
  append(env['GITHUB_STEP_SUMMARY'], `\n## ⚠️ ${REASON}\n`);
}

function takeBack(env: Readonly<Record<string, string | undefined>>): void {
  append(env['GITHUB_OUTPUT'], `\n${TAKEN_BACK}\n`);
  const attestation = env['INPUT_ATTESTATION-FILE']?.trim();
  if (!attestation) return;
  const path = resolve(env['GITHUB_WORKSPACE'] ?? '', attestation);
  attempt(() => rmSync(path, { force: true }));
}

function append(file: string | undefined, text: string): void {
  if (file) attempt(() => appendFileSync(file, text));
}

/** The exit code says it in any case. */
function attempt(step: () => void): void {
  try {
    step();
  } catch {
    process.exitCode = 1;
  }
}
