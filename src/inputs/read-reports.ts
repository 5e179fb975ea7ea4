import type { InputName } from './catalog.ts';
import type { Reports } from './inputs.ts';
import { quote } from './quote.ts';
import type { Reading } from './reading.ts';
import { andThen, combine, invalid, valid, valueOf } from './reading.ts';
import { readBoolean, readChoice } from './scalars.ts';
import type { Source } from './source.ts';
import { readOptional, readOptionalSecret, textOf } from './source.ts';

const COMMENTS = ['never', 'on-failure', 'always'] as const;

/** The longest path that Linux takes. */
const LONGEST_PATH = 4_096;

/** Reads what is reported beyond summary, log and outputs. */
export function readReports(source: Source): Reading<Reports> {
  return andThen(combine(readParts(source)), checkApart);
}

/** The same of inputs that are wrong: what can be read stands, and nothing is told where that cannot. */
export function findReports(source: Source): Reports {
  const parts = readParts(source);
  const { comment, checkRun, reportFile, attestationFile, githubToken, jobId } = parts;
  return {
    comment: valueOf(comment) ?? 'never',
    checkRun: valueOf(checkRun) ?? false,
    reportFile: valueOf(reportFile),
    attestationFile: valueOf(attestationFile),
    githubToken: valueOf(githubToken),
    jobId: valueOf(jobId),
  };
}

function readParts(source: Source) {
  return {
    comment: readChoice(source, 'comment', COMMENTS),
    checkRun: readBoolean(source, 'check-run'),
    reportFile: andThen(readPath(source, 'report-file'), (path) =>
      valid(path ?? usualReportFile(source)),
    ),
    attestationFile: readPath(source, 'attestation-file'),
    githubToken: readOptionalSecret(source, 'github-token'),
    jobId: valid(jobIdOf(source)),
  };
}

/** Only links hang on it, and not every server knows it: what is no number is none, and no problem. */
function jobIdOf(source: Source): string | undefined {
  const text = textOf(source, 'job-id') ?? '';
  return /^\d{1,19}$/.test(text) ? text : undefined;
}

type PathInput = Extract<InputName, 'report-file' | 'attestation-file'>;

function readPath(source: Source, name: PathInput): Reading<string | undefined> {
  return andThen(readOptional(source, name), (text) => {
    if (text === undefined) return valid(undefined);
    const plain = text.length <= LONGEST_PATH && !/[\p{Cc}\p{Zl}\p{Zp}]/u.test(text);
    if (plain && !/[/\\]$/.test(text)) return valid(text);
    return invalid(
      `${name} must be the path of a file, one line of at most ${LONGEST_PATH} characters, not ${quote(text)}`,
    );
  });
}

/** Outside the workspace, where it could be committed or packed into the next image by accident. */
function usualReportFile({ env }: Source): string | undefined {
  const folder = (env['RUNNER_TEMP'] ?? '').trim().replace(/[/\\]+$/, '');
  return folder === '' ? undefined : `${folder}/image-gate/report.json`;
}

function checkApart(reports: Reports): Reading<Reports> {
  const { reportFile, attestationFile } = reports;
  if (attestationFile === undefined || attestationFile !== reportFile) return valid(reports);
  return invalid('attestation-file and report-file name the same file: write two paths');
}
