import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { announceOnGitHub } from '../../../src/github/announce.ts';
import { finding } from '../../../src/policy/finding.ts';
import { gateResult, imageResult, NOW, problemResult, requested } from '../../golden/results.ts';
import { type EmulatedGitHub, startEmulatedGitHub } from './emulator.ts';
import { keyOf } from './github-server.ts';
import { EventFile, gateOf, TOKEN } from './job.ts';
import { findFaults } from './openapi.ts';

const passed = gateResult();
const failed = gateResult([imageResult({ findings: [finding('tag', 'failed', 'the tag moved')] })]);

let github: EmulatedGitHub;
let event: EventFile;

beforeEach(async () => {
  [github, event] = await Promise.all([startEmulatedGitHub(), EventFile.write()]);
});
afterEach(async () => {
  await Promise.all([github.close(), event.remove()]);
});

async function announce(
  result = failed,
  comment: 'on-failure' | 'always' = 'always',
  env: Record<string, string> = {},
  images = [requested()],
): Promise<readonly string[]> {
  return announceOnGitHub(result, {
    reports: { comment, checkRun: false, githubToken: TOKEN, jobId: undefined },
    env: { ...event.environment(github.url), ...env },
    now: NOW,
    ...gateOf(gateResult()),
    images,
  });
}

async function bodies(): Promise<readonly string[]> {
  return (await github.comments()).map(({ body }) => body);
}

describe('the comment on a pull request', () => {
  it('is written once and then kept up to date', async () => {
    expect(await announce(failed)).toEqual([]);
    expect(await announce(passed)).toEqual([]);
    const comments = await github.comments();
    expect(comments).toHaveLength(1);
    expect(comments[0]?.user.login).toBe('github-actions[bot]');
    expect(comments[0]?.body).toMatch(/^<!-- image-gate: [0-9a-f]{32} -->\n.*\n## ✅ Passed/);
  });

  it('says that a failure is over, also when only failures are wanted', async () => {
    await announce(failed, 'on-failure');
    await announce(passed, 'on-failure');
    expect(await bodies()).toEqual([expect.stringContaining('## ✅ Passed')]);
  });

  it('is not begun for a pass when only failures are wanted', async () => {
    await announce(passed, 'on-failure');
    expect(await bodies()).toEqual([]);
  });

  it('is not begun by a cancelled run, which says so in one that is there', async () => {
    const cancelled = problemResult('cancelled', 'the run was cancelled');
    await announce(cancelled);
    expect(await bodies()).toEqual([]);
    await announce(failed);
    await announce(cancelled);
    expect(await bodies()).toEqual([expect.stringContaining('Cancelled')]);
  });

  it('is found on a later page', async () => {
    for (let index = 0; index < 205; index += 1) await github.commentAs('token_of_mona', 'hello');
    await announce(failed);
    await announce(passed);
    const pages = github.requests.filter(({ method }) => method === 'GET');
    expect(pages.map(({ query }) => query.get('page'))).toEqual(['1', '2', '3', '1', '2', '3']);
    expect(github.requests.filter(({ method }) => method === 'PATCH')).toHaveLength(1);
  });

  it('is never one of somebody else, whatever that says', async () => {
    await announce(failed);
    const [own = ''] = await bodies();
    await github.close();
    github = await startEmulatedGitHub();
    await github.commentAs('token_of_mona', own);
    await announce(passed);
    const comments = await github.comments();
    expect(comments.map(({ user }) => user.login)).toEqual(['mona', 'github-actions[bot]']);
    expect(comments[0]?.body).toBe(own);
  });

  it('asks who it is only where a comment bears its marker', async () => {
    await announce(failed);
    expect(github.requests.map(keyOf)).not.toContain('POST /graphql');
    await announce(failed);
    expect(github.requests.map(keyOf).filter((key) => key === 'POST /graphql')).toHaveLength(1);
  });

  it.each([
    ['job', { GITHUB_JOB: 'other' }],
    ['step', { GITHUB_ACTION: '__self_2' }],
    ['workflow', { GITHUB_WORKFLOW_REF: 'octo-org/app/.github/workflows/b.yml@refs/heads/main' }],
  ])('leaves those of the gate in another %s alone', async (_, env) => {
    await announce(failed);
    await announce(passed, 'always', env);
    expect(await bodies()).toEqual([
      expect.stringContaining('## ❌ Failed'),
      expect.stringContaining('## ✅ Passed'),
    ]);
  });

  it('is not kept by a time that no run has', async () => {
    await announce({ ...failed, startedAt: failed.startedAt + 9e11 });
    expect(await announce(passed)).toEqual([]);
    expect(await bodies()).toEqual([expect.stringContaining('## ✅ Passed')]);
  });

  it('is left alone by a run that started before the one that wrote it', async () => {
    await announce(failed);
    const lines = await announce({ ...passed, startedAt: failed.startedAt - 60_000 });
    expect(lines).toEqual([
      'No pull request comment: a run that started later has written it already.',
    ]);
    expect(await bodies()).toEqual([expect.stringContaining('## ❌ Failed')]);
  });

  it('of one leg of a matrix leaves that of another alone', async () => {
    const legs = ['node-18', 'node-20'].map((tag) => requested({ tags: [tag] }));
    for (const leg of [...legs, ...legs]) await announce(failed, 'always', {}, [leg]);
    expect(await bodies()).toHaveLength(2);
  });

  it('holds no secret, whatever a server has repeated', async () => {
    const leak = finding('tag', 'failed', `the tag is ${TOKEN} or pat.account.id.s3cr3tPart`);
    await announceOnGitHub(gateResult([imageResult({ findings: [leak] })]), {
      ...gateOf(gateResult()),
      reports: { comment: 'always', checkRun: false, githubToken: TOKEN, jobId: undefined },
      env: event.environment(github.url),
      now: NOW,
      secrets: ['pat.account.id.s3cr3tPart', 'of'],
    });
    expect(await bodies()).toEqual([
      expect.stringContaining('<code>***</code> or <code>***</code>'),
    ]);
  });

  it('is asked for in the words of GitHub alone', async () => {
    await announce(failed);
    await announce(passed);
    const rest = github.requests.filter(({ path }) => path !== '/graphql');
    expect(rest.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET', 'PATCH']);
    expect(rest.flatMap(findFaults)).toEqual([]);
  });
});
