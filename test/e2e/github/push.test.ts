import { afterEach, describe, expect, it } from 'vitest';
import { announceOnGitHub } from '../../../src/github/announce.ts';
import { gateResult, NOW } from '../../golden/results.ts';
import { type EmulatedGitHub, startEmulatedGitHub } from './emulator.ts';
import { gateOf, MERGE, pushEnvironment, TOKEN } from './job.ts';
import { exampleOf, findFaults } from './openapi.ts';

const OURS = { repo: { full_name: 'Octo-Org/app' } };
const PULL = { number: 1, state: 'open', head: OURS };

let github: EmulatedGitHub;

afterEach(async () => {
  await github.close();
});

/** The emulator does not know which pull requests a commit belongs to. */
async function announceOnPush(
  pulls: unknown,
  env: Record<string, string> = {},
): Promise<readonly string[]> {
  github = await startEmulatedGitHub(({ path }) =>
    path === `/repos/octo-org/app/commits/${MERGE}/pulls` ? { body: pulls } : undefined,
  );
  const reports = {
    comment: 'always',
    checkRun: false,
    githubToken: TOKEN,
    jobId: undefined,
  } as const;
  const gate = gateOf(gateResult());
  const options = { ...gate, reports, env: { ...pushEnvironment(github.url), ...env }, now: NOW };
  return announceOnGitHub(gateResult(), options);
}

describe('the comment after a push', () => {
  it('goes to the one open pull request of the commit', async () => {
    const closed = { number: 7, state: 'closed', head: OURS };
    expect(await announceOnPush([closed, PULL])).toEqual([]);
    expect(await github.comments()).toHaveLength(1);
    expect(github.requests.flatMap(findFaults)).toEqual([]);
  });

  it('goes nowhere, and that is fine, where the branch has no pull request', async () => {
    expect(await announceOnPush([])).toEqual([]);
    expect(github.requests).toHaveLength(1);
  });

  it('goes nowhere where several could be meant', async () => {
    expect(await announceOnPush([PULL, { ...PULL, number: 2 }])).toEqual([
      'No pull request comment: the commit belongs to several open pull requests (1, 2).',
    ]);
    expect(await github.comments()).toEqual([]);
  });

  it('does not go to a fork that has the same commit, nor is it kept back by one', async () => {
    const fork = { number: 2, state: 'open', head: { repo: { full_name: 'mallory/app' } } };
    const deleted = { number: 3, state: 'open', head: { repo: null } };
    expect(await announceOnPush([fork, deleted])).toEqual([]);
    expect(await github.comments()).toEqual([]);
    await github.close();
    expect(await announceOnPush([fork, deleted, PULL])).toEqual([]);
    expect(await github.comments()).toHaveLength(1);
  });

  it("reads the list as GitHub's own description shows it", async () => {
    const example = exampleOf('repos/list-pull-requests-associated-with-commit');
    expect(await announceOnPush(example)).toEqual([]);
  });

  it('says so where the event can have no pull request', async () => {
    expect(await announceOnPush([PULL], { GITHUB_EVENT_NAME: 'schedule' })).toEqual([
      'No pull request comment: the event schedule belongs to no pull request.',
    ]);
    expect(github.requests).toEqual([]);
  });
});
