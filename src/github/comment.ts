import { array, nullish, number, object, pipe, safeInteger, string } from 'valibot';
import type { GateResult } from '../gate/result.ts';
import { readMarker } from '../report/comment-text.ts';
import type { RunContext } from './announce-context.ts';
import { isOwnLogin, type Own } from './comment-author.ts';
import { type GitHub, readAnswer } from './octokit.ts';
import { findPullRequest } from './pull-request.ts';

/** A comment to be written. */
export interface CommentOrder {
  readonly when: 'on-failure' | 'always';
  readonly verdict: GateResult['verdict'];
  /** Tells this gate's comment from those of all others. */
  readonly key: string;
  /** Start of the run in epoch milliseconds: of two runs the later one speaks. */
  readonly startedAt: number;
  readonly body: string;
}

const PAGE = 100;

/** A comment of a run that begins later than this is none that a run has written. */
const LONGEST_RUN_MS = 7 * 24 * 3_600_000;

const CommentsSchema = array(
  object({
    id: pipe(number(), safeInteger()),
    body: nullish(string(), ''),
    user: nullish(object({ login: string() })),
  }),
);

interface Found {
  readonly id: number;
  readonly startedAt: number;
}

/**
 * Writes the comment of this gate on the pull request, in place of the one that is there. Returns why there is none, in
 * a clause, where that is worth saying. Throws a `GateError`.
 */
export async function writeComment(
  order: CommentOrder,
  context: RunContext,
  github: GitHub,
): Promise<string | undefined> {
  const { owner, repo } = context;
  const pull = await findPullRequest(context, github);
  if (pull.kind === 'none') return pull.why;
  const place = { owner, repo, issue_number: pull.number };
  const found = await findComment(order.key, place, github);
  if (found === undefined) {
    if (isNews(order)) await github.rest.issues.createComment({ ...place, body: order.body });
    return undefined;
  }
  const aheadBy = found.startedAt - order.startedAt;
  if (aheadBy > 0 && aheadBy < LONGEST_RUN_MS) {
    return 'a run that started later has written it already';
  }
  await github.rest.issues.updateComment({ owner, repo, comment_id: found.id, body: order.body });
  return undefined;
}

/** Whether a comment is worth beginning; one that is there is always brought up to date. */
function isNews({ when, verdict }: CommentOrder): boolean {
  if (verdict === 'cancelled') return false;
  return when === 'always' || verdict !== 'passed';
}

/** Our comment on the pull request. Anybody may copy the marker into a comment of theirs: the author decides. */
async function findComment(
  key: string,
  place: { readonly owner: string; readonly repo: string; readonly issue_number: number },
  github: GitHub,
): Promise<Found | undefined> {
  const own: Own = { login: undefined };
  for (let page = 1; ; page += 1) {
    const { data } = await github.rest.issues.listComments({ ...place, per_page: PAGE, page });
    const comments = readAnswer(CommentsSchema, data, 'a list of comments');
    for (const { id, body, user } of comments) {
      const startedAt = readMarker(body ?? '', key);
      if (startedAt === undefined || !user) continue;
      if (await isOwnLogin(user.login, own, github)) return { id, startedAt };
    }
    if (comments.length < PAGE) return undefined;
  }
}
