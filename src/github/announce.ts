import { toGateError } from '../errors.ts';
import type { GateResult } from '../gate/result.ts';
import { checkRunTextOf } from '../report/check-run-text.ts';
import { commentTextOf } from '../report/comment-text.ts';
import { logLine } from '../report/log-line.ts';
import { type Gated, gateKeyOf, type RunContext, readContext } from './announce-context.ts';
import { writeCheckRun } from './check-run.ts';
import { writeComment } from './comment.ts';
import { type GitHub, openGitHub } from './octokit.ts';
import type { Budget } from './octokit-retry.ts';

type Image = GateResult['images'][number]['image'];

/** All that is told to GitHub's API. */
export interface Announcements {
  readonly comment: 'never' | 'on-failure' | 'always';
  readonly checkRun: boolean;
  readonly githubToken: string | undefined;
  /** Number of the job where it is known. */
  readonly jobId: string | undefined;
}

/** What to announce, and with what. */
export interface AnnounceOptions {
  readonly reports: Announcements;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Epoch milliseconds. */
  readonly now: number;
  /** The run's own; a run that is cancelled already has a moment left to say so. */
  readonly signal?: AbortSignal;
  /** The images that were asked for; not all of them are in a result that ended early. */
  readonly images: readonly Pick<Image, 'name' | 'tags' | 'artifact'>[];
  readonly platforms: Gated['platforms'];
  /** Blanked wherever they stand: GitHub masks neither comments nor check runs. */
  readonly secrets: readonly string[];
  /** Longest time for everything in milliseconds; 30 seconds when not given. */
  readonly limitMs?: number;
}

const LIMIT_MS = 30_000;
/** The runner kills a cancelled step after ten seconds. */
const CANCELLED_LIMIT_MS = 5_000;
const ATTEMPTS_IN_LIMIT = 3;
/** Shorter ones would blank parts of words. */
const SECRET_MIN = 8;

const READ_ONLY =
  '(runs for pull requests from forks and by Dependabot get a token that only reads)';
const ADVICE = {
  comment: `give the job the permission pull-requests: write ${READ_ONLY}`,
  checkRun: `give the job the permission checks: write ${READ_ONLY}`,
} as const;

interface Announcement extends AnnounceOptions {
  readonly result: GateResult;
  readonly key: string;
  readonly context: RunContext;
  readonly github: GitHub;
}

/**
 * Tells the result to the pull request and the commit, side by side, as far as the user wants that. Never throws and
 * never takes longer than its limit: what could not be told comes back as harmless lines and changes nothing else.
 */
export async function announceOnGitHub(
  result: GateResult,
  options: AnnounceOptions,
): Promise<readonly string[]> {
  const { comment, checkRun } = options.reports;
  if (comment === 'never' && !checkRun) return [];
  const names = [
    ...(comment === 'never' ? [] : ['pull request comment']),
    ...(checkRun ? ['check run'] : []),
  ];
  return attempt(`No ${names.join(' and no ')}`, undefined, () => announce(result, options));
}

async function announce(result: GateResult, options: AnnounceOptions): Promise<readonly string[]> {
  const { reports, env } = options;
  const context = await readContext(env, reports.jobId);
  const github = openGitHub(context.apiUrl, reports.githubToken, env, budgetOf(result, options));
  const key = gateKeyOf(env, options);
  const announcement = { ...options, result, key, context, github };
  try {
    const lines = await Promise.all([
      attempt('No pull request comment', ADVICE.comment, () => comment(announcement)),
      attempt('No check run', ADVICE.checkRun, () => checkRun(announcement)),
    ]);
    return lines.flat();
  } finally {
    github.close();
  }
}

async function comment(announcement: Announcement): Promise<readonly string[]> {
  const { result, reports, key, now, context, github } = announcement;
  if (reports.comment === 'never') return [];
  const { jobUrl, commit } = context;
  const body = blank(commentTextOf(result, { key, now, jobUrl, commit }), announcement);
  const { verdict, startedAt } = result;
  const order = { when: reports.comment, verdict, key, startedAt, body };
  const why = await writeComment(order, context, github);
  return why === undefined ? [] : [logLine(`No pull request comment: ${why}.`)];
}

async function checkRun(announcement: Announcement): Promise<readonly string[]> {
  const { result, reports, key, now, images, context, github } = announcement;
  if (!reports.checkRun) return [];
  const { jobUrl } = context;
  const { name, conclusion, ...output } = checkRunTextOf(result, { images, now, jobUrl });
  const text = {
    name,
    conclusion,
    title: output.title,
    summary: blank(output.summary, announcement),
    text: blank(output.text, announcement),
  };
  await writeCheckRun(
    { text, key, startedAt: result.startedAt, completedAt: now },
    context,
    github,
  );
  return [];
}

/** Turns an error into a line. `advice` is for what the token may not do: GitHub hides much of that behind a 404. */
async function attempt(
  what: string,
  advice: string | undefined,
  act: () => Promise<readonly string[]>,
): Promise<readonly string[]> {
  try {
    return await act();
  } catch (thrown) {
    const { code, message } = toGateError(thrown);
    const hint = code === 'permission' && advice !== undefined ? `; ${advice}` : '';
    return [logLine(`${what}: ${message}${hint}.`)];
  }
}

function budgetOf(result: GateResult, { signal, limitMs = LIMIT_MS }: AnnounceOptions): Budget {
  const cancelled = result.verdict === 'cancelled' || signal?.aborted === true;
  const limit = cancelled ? Math.min(limitMs, CANCELLED_LIMIT_MS) : limitMs;
  const timeout = AbortSignal.timeout(limit);
  return {
    signal: cancelled || signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    deadline: performance.now() + limit,
    attemptMs: Math.ceil(limit / ATTEMPTS_IN_LIMIT),
  };
}

function blank(text: string, { secrets, reports }: AnnounceOptions): string {
  const all = [...secrets, reports.githubToken ?? ''].filter(({ length }) => length >= SECRET_MIN);
  return all.reduce((blanked, secret) => blanked.replaceAll(secret, '***'), text);
}
