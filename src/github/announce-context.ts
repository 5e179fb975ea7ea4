import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { number, object, pipe, safeInteger, safeParse, string } from 'valibot';
import { GateError } from '../errors.ts';
import type { GateResult } from '../gate/result.ts';

type Environment = Readonly<Record<string, string | undefined>>;
type Image = GateResult['images'][number]['image'];

/** What the runner says of this run, as far as comment and check run need it. */
export interface RunContext {
  readonly owner: string;
  readonly repo: string;
  readonly apiUrl: URL;
  /** `push`, `pull_request`, … */
  readonly event: string;
  /** The pull request that the event is about. */
  readonly pullRequest: number | undefined;
  /** The commit that people see: the head of the pull request, not the merge that was checked out. */
  readonly commit: string;
  /** Page of this job, with its log; of this attempt of the run where the job's number is not known. */
  readonly jobUrl: string | undefined;
}

const EventSchema = object({
  pull_request: object({
    number: pipe(number(), safeInteger()),
    head: object({ sha: string() }),
  }),
});

/**
 * Reads the run's own description. `jobId` is not part of the environment: only the expression `job.check_run_id` says
 * it, and not yet on every GitHub Enterprise Server. Throws a `GateError` where something that is always there is not.
 */
export async function readContext(
  env: Environment,
  jobId: string | undefined,
): Promise<RunContext> {
  const [, owner, repo] = /^([\w.-]+)\/([\w.-]+)$/.exec(env['GITHUB_REPOSITORY'] ?? '') ?? [];
  if (owner === undefined || repo === undefined) throw missing('GITHUB_REPOSITORY');
  const event = env['GITHUB_EVENT_NAME'] ?? '';
  const pull = event.startsWith('pull_request') ? await readPullRequest(env) : undefined;
  const commit = pull?.head.sha ?? env['GITHUB_SHA'] ?? '';
  if (!/^[0-9a-f]{40,64}$/.test(commit)) throw missing('GITHUB_SHA');
  return {
    owner,
    repo,
    apiUrl: apiUrlOf(env),
    event,
    pullRequest: pull?.number,
    commit,
    jobUrl: jobUrlOf(env, jobId),
  };
}

async function readPullRequest(env: Environment) {
  const parsed = safeParse(EventSchema, await readEvent(env['GITHUB_EVENT_PATH'] ?? ''));
  if (parsed.success) return parsed.output.pull_request;
  const message = 'GITHUB_EVENT_PATH does not lead to the event of a pull request';
  throw new GateError('configuration', message);
}

/** `undefined` where there is no JSON to be read. */
async function readEvent(path: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** GitHub Enterprise Server says here where its API is. */
function apiUrlOf(env: Environment): URL {
  const url = URL.parse((env['GITHUB_API_URL'] || 'https://api.github.com').replace(/\/+$/, ''));
  if (url === null) throw new GateError('configuration', 'GITHUB_API_URL does not hold a URL');
  return url;
}

function jobUrlOf(env: Environment, jobId: string | undefined): string | undefined {
  const { GITHUB_SERVER_URL: server, GITHUB_REPOSITORY: repository, GITHUB_RUN_ID: id } = env;
  if (!server || !repository || !id) return undefined;
  const attempt = env['GITHUB_RUN_ATTEMPT'];
  const run = `${server.replace(/\/+$/, '')}/${repository}/actions/runs/${id}`;
  if (jobId !== undefined) return `${run}/job/${jobId}`;
  return attempt ? `${run}/attempts/${attempt}` : run;
}

function missing(name: string): GateError {
  return new GateError('configuration', `${name} is missing or not what GitHub sets`);
}

/** What one gate judges, as far as it tells that gate from others. */
export interface Gated {
  readonly images: readonly Pick<Image, 'name' | 'tags'>[];
  readonly platforms: 'all' | readonly string[];
}

/**
 * What stays the same from run to run and tells this gate from every other one of the repository: workflow file, job,
 * step, images and platforms. Of tags count all parts but those that no two runs share (commits, times, run numbers),
 * for one matrix may gate many variants of an image, and none may hide what another one found.
 */
export function gateKeyOf(env: Environment, { images, platforms }: Gated): string {
  const workflow = env['GITHUB_WORKFLOW_REF']?.split('@refs/', 1)[0] ?? env['GITHUB_WORKFLOW'];
  const shape = (tag: string) => shapeOf(tag, env['GITHUB_RUN_NUMBER']);
  const names = images.map(({ name, tags }) => [name, ...new Set(tags.map(shape))].sort());
  const only = platforms === 'all' ? [] : [[...platforms].sort()];
  const judged = [names.map(String).sort(), ...only];
  const parts = [workflow, env['GITHUB_JOB'], env['GITHUB_ACTION'], ...judged];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** Hex of seven digits is a commit, six digits a day: `node-18` keeps its number. */
function shapeOf(tag: string, runNumber: string | undefined): string {
  const shape = tag.replace(/[0-9a-f]{7,}|\d{6,}/g, '#');
  return shape.replace(/\d+/g, (digits) => (digits === runNumber ? '#' : digits));
}
