import { afterEach, describe, expect, it } from 'vitest';
import {
  type GitHubServer,
  keyOf,
  type Respond,
  startGitHubServer,
} from '../../test/e2e/github/github-server.ts';
import { EventFile, gateOf, pushEnvironment, TOKEN } from '../../test/e2e/github/job.ts';
import { gateResult, NOW } from '../../test/golden/results.ts';
import { type AnnounceOptions, announceOnGitHub } from './announce.ts';
import { gateKeyOf } from './announce-context.ts';

const BOTH = { comment: 'always', checkRun: true, githubToken: TOKEN, jobId: undefined } as const;
const NOWHERE = pushEnvironment('http://127.0.0.1:9');

async function announce(options: Partial<AnnounceOptions>): Promise<readonly string[]> {
  const usual = { ...gateOf(gateResult()), reports: BOTH, env: NOWHERE, now: NOW };
  return announceOnGitHub(gateResult(), { ...usual, ...options });
}

describe('announceOnGitHub', () => {
  it('does nothing where nothing is wanted', async () => {
    const reports = {
      comment: 'never',
      checkRun: false,
      githubToken: undefined,
      jobId: undefined,
    } as const;
    expect(await announce({ reports, env: {} })).toEqual([]);
  });

  it.each([
    ['GITHUB_REPOSITORY', { ...NOWHERE, GITHUB_REPOSITORY: '' }],
    ['GITHUB_API_URL', { ...NOWHERE, GITHUB_API_URL: 'http://github.example.com/api' }],
  ])('says in one line what is missing for all of it: %s', async (name, env) => {
    const [line, ...others] = await announce({ env });
    expect(line).toMatch(new RegExp(`^No pull request comment and no check run: ${name} `));
    expect(others).toEqual([]);
  });

  it.each([
    [undefined, 'github-token is missing'],
    ['ghs_ä\n', 'github-token holds characters that no token has'],
  ])('does not begin without a token: %j', async (githubToken, why) => {
    const lines = await announce({ reports: { ...BOTH, comment: 'never', githubToken } });
    expect(lines).toEqual([`No check run: ${why}.`]);
  });
});

describe('the author of a comment', () => {
  let github: GitHubServer;
  let event: EventFile;

  afterEach(() => Promise.all([github.close(), event.remove()]));

  /** What is done about a comment of an author that bears our marker, where the token's name is asked as given. */
  async function updateBy(author: string, graphql: ReturnType<Respond>): Promise<string> {
    event = await EventFile.write();
    const key = gateKeyOf(pushEnvironment(''), gateOf(gateResult()));
    const comment = { id: 5, body: `<!-- image-gate: ${key} -->\n`, user: { login: author } };
    const answers: Record<string, ReturnType<Respond>> = {
      'GET /api/v3/repos/octo-org/app/issues/1/comments': { body: [comment] },
      'POST /api/graphql': graphql,
    };
    github = await startGitHubServer((request) => answers[keyOf(request)] ?? { status: 200 });
    const env = event.environment(`${github.url}/api/v3`);
    expect(await announce({ reports: { ...BOTH, checkRun: false }, env })).toEqual([]);
    return github.requests.at(-1)?.method ?? '';
  }

  const viewer = (login: string) => ({ body: { data: { viewer: { login } } } });

  it('is the token itself, whoever that is, on GitHub Enterprise Server, too', async () => {
    expect(await updateBy('Octo-Bot', viewer('octo-bot'))).toBe('PATCH');
  });

  it('is not the one of a name that looks alike', async () => {
    expect(await updateBy('github-actions', viewer('github-actions[bot]'))).toBe('POST');
  });

  it.each([
    ['a refusal', { status: 403 }],
    ['no name', { body: { data: null, errors: [{ message: 'no' }] } }],
    ['another answer', { body: '<html>', headers: { 'content-type': 'text/html' } }],
  ])('is taken for the token of a job after %s', async (_, graphql) => {
    expect(await updateBy('github-actions[bot]', graphql)).toBe('PATCH');
  });

  it('is never a person where the token could not be asked', async () => {
    expect(await updateBy('mallory', { status: 403 })).toBe('POST');
  });
});
