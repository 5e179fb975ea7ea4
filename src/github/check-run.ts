import type { RestEndpointMethodTypes } from '@octokit/rest';
import type { GateResult } from '../gate/result.ts';
import type { CheckRunText } from '../report/check-run-text.ts';
import type { RunContext } from './announce-context.ts';
import type { GitHub } from './octokit.ts';

type CheckRun = RestEndpointMethodTypes['checks']['create']['parameters'];

/** A check run to be written. */
export interface CheckRunOrder {
  readonly text: CheckRunText;
  /** Tells this gate from those of all others. */
  readonly key: string;
  /** Both in epoch milliseconds. */
  readonly startedAt: GateResult['startedAt'];
  readonly completedAt: number;
}

/**
 * Writes a finished check run on the commit. A run of the same name that is there already stays in the commit's history
 * and no longer counts, as GitHub does it for every check. Throws a `GateError`.
 */
export async function writeCheckRun(
  { text, key, startedAt, completedAt }: CheckRunOrder,
  { owner, repo, commit, jobUrl }: RunContext,
  github: GitHub,
): Promise<void> {
  const checkRun: CheckRun = {
    owner,
    repo,
    name: text.name,
    head_sha: commit,
    external_id: key,
    status: 'completed',
    conclusion: text.conclusion,
    started_at: new Date(startedAt).toISOString(),
    completed_at: new Date(completedAt).toISOString(),
    output: { title: text.title, summary: text.summary, text: text.text },
    ...(jobUrl === undefined ? {} : { details_url: jobUrl }),
  };
  await github.rest.checks.create(checkRun);
}
