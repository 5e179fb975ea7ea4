import type { GateResult } from '../gate/result.ts';
import { reasonOf } from '../report/reason.ts';

/** A file that others rely on, by the variable of the runner or the input that holds its path. */
export type OutputFile =
  | 'GITHUB_STEP_SUMMARY'
  | 'GITHUB_OUTPUT'
  | 'report-file'
  | 'attestation-file';

const NAMES: Readonly<Record<OutputFile, string>> = {
  GITHUB_STEP_SUMMARY: 'the job summary could not be written',
  GITHUB_OUTPUT: 'the outputs could not be written',
  'report-file': 'the report could not be written',
  'attestation-file': 'the attestation could not be written',
};
const ADVICE: Readonly<Record<OutputFile, string>> = {
  GITHUB_STEP_SUMMARY: '; set summary: false to do without',
  GITHUB_OUTPUT: '',
  'report-file': '; name a file that the runner may write',
  'attestation-file': '; name a file that the runner may write',
};

/**
 * The result when a file could not be written: whoever relies on it would act on silence. What was
 * found before is told with it.
 */
export function worsen(result: GateResult, file: OutputFile, thrown: unknown): GateResult {
  const before = result.verdict === 'passed' ? '' : `; before that: ${reasonOf(result)}`;
  const message = `${NAMES[file]} (${file}: ${causeOf(thrown)})${ADVICE[file]}${before}`;
  const verdict = result.verdict === 'cancelled' ? 'cancelled' : 'inconclusive';
  return { ...result, verdict, problem: { code: 'output-file', message } };
}

/** The code says it all (`EACCES`, `ENOSPC`); messages hold paths of the runner. */
function causeOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return 'unknown error';
  if ('code' in thrown && typeof thrown.code === 'string') return thrown.code;
  // The toolkit throws plain errors where a file is missing; anything else is a mistake of ours.
  return thrown.name === 'Error' ? 'missing or not accessible' : thrown.name;
}
