import { array, nullable, number, object, pipe, safeInteger, string } from 'valibot';
import type { RunContext } from './announce-context.ts';
import { type GitHub, readAnswer } from './octokit.ts';

/** The pull request to comment on, or why there is none; nothing to say where a branch simply has none. */
export type PullRequest =
  | { readonly kind: 'found'; readonly number: number }
  | { readonly kind: 'none'; readonly why: string | undefined };

const PullsSchema = array(
  object({
    number: pipe(number(), safeInteger()),
    state: string(),
    head: object({ repo: nullable(object({ full_name: string() })) }),
  }),
);

/** Finds the pull request that the run is about: the event's own, or on a push the one open one of the commit. */
export async function findPullRequest(context: RunContext, github: GitHub): Promise<PullRequest> {
  const { event, pullRequest } = context;
  if (pullRequest !== undefined) return { kind: 'found', number: pullRequest };
  if (event === 'push') return findByCommit(context, github);
  return { kind: 'none', why: `the event ${event} belongs to no pull request` };
}

async function findByCommit(context: RunContext, github: GitHub): Promise<PullRequest> {
  const { owner, repo, commit } = context;
  const { data } = await github.rest.repos.listPullRequestsAssociatedWithCommit({
    owner,
    repo,
    commit_sha: commit,
    per_page: 100,
  });
  const pulls = readAnswer(PullsSchema, data, 'a list of pull requests');
  // Anybody may open a pull request from a fork that holds this commit.
  const ours = `${owner}/${repo}`.toLowerCase();
  const open = pulls.filter(
    ({ state, head }) => state === 'open' && head.repo?.full_name.toLowerCase() === ours,
  );
  const [only] = open;
  if (only !== undefined && open.length === 1) return { kind: 'found', number: only.number };
  const numbers = open.map((pull) => pull.number).join(', ');
  const why = `the commit belongs to several open pull requests (${numbers})`;
  return { kind: 'none', why: open.length === 0 ? undefined : why };
}
