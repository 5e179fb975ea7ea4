import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { announceOnGitHub } from '../../../src/github/announce.ts';
import { gateResult, NOW, problemResult } from '../../golden/results.ts';
import {
  type ApiAnswer,
  type ApiRequest,
  type GitHubServer,
  keyOf,
  type Respond,
  startGitHubServer,
} from './github-server.ts';
import { EventFile, gateOf, TOKEN } from './job.ts';
import { exampleOf } from './openapi.ts';

const COMMENTS = '/repos/octo-org/app/issues/1/comments';
const CHECK_RUNS = '/repos/octo-org/app/check-runs';
const LIST = `GET ${COMMENTS}`;
const READ_ONLY =
  '(runs for pull requests from forks and by Dependabot get a token that only reads)';

let github: GitHubServer;
let event: EventFile;

beforeEach(async () => {
  event = await EventFile.write();
});
afterEach(async () => {
  await Promise.all([github.close(), event.remove()]);
});

const FINE: Readonly<Record<string, ApiAnswer>> = {
  [LIST]: { body: [] },
  [`POST ${COMMENTS}`]: { status: 201, body: { id: 1 } },
  [`POST ${CHECK_RUNS}`]: { status: 201, body: { id: 1 } },
};

/** The lines after a run against an API on which all is well but what is given. */
async function announceTo(
  answers: Readonly<Record<string, ApiAnswer>> | Respond,
  options: { limitMs?: number; signal?: AbortSignal; result?: ReturnType<typeof gateResult> } = {},
): Promise<readonly string[]> {
  const respond =
    typeof answers === 'function' ? answers : (request: ApiRequest) => answers[keyOf(request)];
  github = await startGitHubServer(
    (request, count) => respond(request, count) ?? FINE[keyOf(request)],
  );
  const { result = gateResult(), ...rest } = options;
  return announceOnGitHub(result, {
    ...gateOf(result),
    ...rest,
    reports: { comment: 'always', checkRun: true, githubToken: TOKEN, jobId: undefined },
    env: event.environment(github.url),
    now: NOW,
  });
}

describe('what GitHub refuses', () => {
  it('is a warning that names the permission', async () => {
    const refused = { status: 403, body: { message: 'Resource not accessible by integration' } };
    expect(
      await announceTo({ [`POST ${COMMENTS}`]: refused, [`POST ${CHECK_RUNS}`]: refused }),
    ).toEqual([
      `No pull request comment: GitHub answered 403 to POST /repos/{owner}/{repo}/issues/{issue_number}/comments; give the job the permission pull-requests: write ${READ_ONLY}.`,
      `No check run: GitHub answered 403 to POST /repos/{owner}/{repo}/check-runs; give the job the permission checks: write ${READ_ONLY}.`,
    ]);
    expect(github.requests).toHaveLength(3);
  });

  it('is a warning where GitHub hides it behind a 404', async () => {
    const hidden = { status: 404, body: { message: 'Not Found' } };
    expect(await announceTo({ [LIST]: hidden })).toEqual([
      `No pull request comment: GitHub answered 404 to GET /repos/{owner}/{repo}/issues/{issue_number}/comments; give the job the permission pull-requests: write ${READ_ONLY}.`,
    ]);
  });

  it('is a warning where a request does not please it', async () => {
    const invalid = { status: 422, body: { message: '::error::Validation Failed' } };
    expect(await announceTo({ [`POST ${CHECK_RUNS}`]: invalid })).toEqual([
      'No check run: GitHub answered 422 to POST /repos/{owner}/{repo}/check-runs.',
    ]);
  });

  it('is never asked again', async () => {
    await announceTo({
      [LIST]: { status: 401, body: {} },
      [`POST ${CHECK_RUNS}`]: { status: 422 },
    });
    expect(github.requests).toHaveLength(2);
  });
});

describe('limits of requests', () => {
  it.each([
    [429, { 'retry-after': '0' }],
    [403, { 'retry-after': '0' }],
  ])('are obeyed: %d with a pause', async (status, headers) => {
    const once: Respond = (_, count) => (count === 1 ? { status, headers } : undefined);
    expect(await announceTo(once)).toEqual([]);
    // Three requests are made, each of them twice.
    expect(github.requests).toHaveLength(6);
  });

  it.each([
    ['a pause that is too long', { status: 429, headers: { 'retry-after': '60' } }],
    ['no pause', { status: 429 }],
    ['a used-up limit', { status: 403, headers: { 'x-ratelimit-remaining': '0' } }],
    [
      'the secondary limit in words',
      { status: 403, body: { message: 'You have exceeded a secondary rate limit.' } },
    ],
  ])('end it at once: %s', async (_, limited) => {
    const [comment] = await announceTo({ [LIST]: limited });
    expect(comment).toBe(
      `No pull request comment: GitHub answered ${limited.status} to GET /repos/{owner}/{repo}/issues/{issue_number}/comments, for it limits requests at the moment.`,
    );
    expect(github.requests).toHaveLength(2);
  });
});

describe('a GitHub that does not work', () => {
  it('is asked again where that does no harm', async () => {
    const once: Respond = (request, count) =>
      keyOf(request) === LIST && count === 1 ? { status: 502 } : undefined;
    expect(await announceTo(once)).toEqual([]);
    expect(github.requests.filter((request) => keyOf(request) === LIST)).toHaveLength(2);
  });

  it('is not asked twice to create something: it may have done so', async () => {
    expect(await announceTo({ [`POST ${CHECK_RUNS}`]: { status: 502 } })).toEqual([
      'No check run: GitHub answered 502 to POST /repos/{owner}/{repo}/check-runs.',
    ]);
    expect(github.requests.filter(({ path }) => path === CHECK_RUNS)).toHaveLength(1);
  });

  it('is given up in time when it is slow, and the other part is done all the same', async () => {
    const started = performance.now();
    expect(await announceTo({ [LIST]: { afterMs: 60_000 } }, { limitMs: 600 })).toEqual([
      'No pull request comment: GitHub did not answer GET /repos/{owner}/{repo}/issues/{issue_number}/comments in time.',
    ]);
    expect(performance.now() - started).toBeLessThan(5_000);
    expect(github.requests.map(({ path }) => path)).toContain(CHECK_RUNS);
  });

  it('is given up when the run is cancelled', async () => {
    const cancel = new AbortController();
    const slow: Respond = () => {
      setImmediate(() => cancel.abort());
      return { afterMs: 60_000 };
    };
    expect(await announceTo(slow, { signal: cancel.signal })).toHaveLength(2);
  });

  it('still hears of a run that was cancelled before', async () => {
    const result = problemResult('cancelled', 'the run was cancelled');
    expect(await announceTo({}, { result, signal: AbortSignal.abort() })).toEqual([]);
    expect(github.requests.find(({ path }) => path === CHECK_RUNS)?.body).toMatchObject({
      conclusion: 'cancelled',
    });
  });

  it.each([
    ['HTML', { body: '<html>', headers: { 'content-type': 'text/html' } }],
    ['JSON of another kind', { body: { comments: [] } }],
    ['JSON that was cut', { body: '[{"id": 1' }],
  ])('is not believed: %s', async (_, answer) => {
    expect(await announceTo({ [LIST]: answer })).toEqual([
      "No pull request comment: GitHub's answer is not a list of comments.",
    ]);
  });

  it('leads nowhere else', async () => {
    const elsewhere = { status: 301, headers: { location: 'https://evil.example/' } };
    expect(await announceTo({ [LIST]: elsewhere })).toEqual([
      'No pull request comment: GitHub answered 301, a redirect; the repository may have a new name.',
    ]);
  });

  it('is a warning where nobody listens', async () => {
    await announceTo({});
    await github.close();
    const lines = await announceOnGitHub(gateResult(), {
      ...gateOf(gateResult()),
      reports: { comment: 'always', checkRun: true, githubToken: TOKEN, jobId: undefined },
      env: event.environment(github.url),
      now: NOW,
    });
    // Another test's server may have taken the port meanwhile, and drop what it does not expect.
    const code = /\(ECONN(?:REFUSED|RESET)\)\.$/;
    expect(lines.map((line) => line.replace(code, '(code)'))).toEqual([
      'No pull request comment: GitHub could not be reached for GET /repos/{owner}/{repo}/issues/{issue_number}/comments (code)',
      'No check run: GitHub could not be reached for POST /repos/{owner}/{repo}/check-runs (code)',
    ]);
  });
});

describe('what GitHub answers', () => {
  it("is read as GitHub's own description shows it", async () => {
    expect(await announceTo({ [LIST]: { body: exampleOf('issues/list-comments') } })).toEqual([]);
  });

  it('of comments whose author is gone is read as well', async () => {
    const ghost = [{ id: 1, user: null, body: null }, { id: 2 }];
    expect(await announceTo({ [LIST]: { body: ghost } })).toEqual([]);
  });
});
