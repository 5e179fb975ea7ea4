import { createServer } from 'node:net';
import { createEmulator } from 'emulate';
import * as v from 'valibot';
import { type GitHubServer, type Respond, startGitHubServer } from './github-server.ts';
import { TOKEN } from './job.ts';

const TOKENS: Readonly<Record<string, { login: string; scopes: string[] }>> = {
  [TOKEN]: { login: 'github-actions[bot]', scopes: ['repo'] },
  token_of_mona: { login: 'mona', scopes: ['repo'] },
  token_of_the_owner: { login: 'octo-org', scopes: ['repo'] },
};

const Comment = v.object({
  id: v.number(),
  body: v.string(),
  user: v.object({ login: v.string() }),
});
export type Comment = v.InferOutput<typeof Comment>;

const Ref = v.object({ object: v.object({ sha: v.string() }) });

const CheckRun = v.object({
  name: v.string(),
  head_sha: v.string(),
  status: v.string(),
  conclusion: v.string(),
  details_url: v.string(),
  external_id: v.string(),
  output: v.object({ title: v.string(), summary: v.string(), text: v.string() }),
});
export type CheckRun = v.InferOutput<typeof CheckRun>;

/** A repository with the open pull request 1, kept by an emulator, and what it is asked by the action. */
export interface EmulatedGitHub extends GitHubServer {
  /** The latest commit. */
  readonly head: string;
  /** Comments as somebody else. */
  commentAs(token: 'token_of_mona' | 'token_of_the_owner', body: string): Promise<void>;
  comments(): Promise<readonly Comment[]>;
  /** Those of the latest commit. */
  checkRuns(): Promise<readonly CheckRun[]>;
}

/** The emulator knows no GraphQL: who a token is, is all that is asked there. */
const answerGraphql: Respond = ({ path, authorization }) => {
  if (!path.endsWith('/graphql')) return undefined;
  const login = TOKENS[authorization.replace(/^token /, '')]?.login;
  return login === undefined ? { status: 401 } : { body: { data: { viewer: { login } } } };
};

/** Starts an emulated GitHub. What `respond` answers, the emulator is not asked. */
export async function startEmulatedGitHub(
  respond: Respond = () => undefined,
): Promise<EmulatedGitHub> {
  const users = Object.values(TOKENS).map(({ login }) => ({ login }));
  const repos = [{ owner: 'octo-org', name: 'app', auto_init: true }];
  const emulator = await createEmulator({
    service: 'github',
    port: await findFreePort(),
    seed: { tokens: TOKENS, github: { users, repos } },
  });
  const call = callerOf(`${emulator.url}/repos/octo-org/app`);
  await call('token_of_the_owner', '/pulls', { title: 'A change', head: 'topic', base: 'main' });
  const head = v.parse(Ref, await call(TOKEN, '/git/ref/heads/main')).object.sha;
  const front = await startGitHubServer(
    (request, count) => respond(request, count) ?? answerGraphql(request, count),
    emulator.url,
  );
  return {
    ...front,
    head,
    commentAs: async (token, body) => {
      await call(token, '/issues/1/comments', { body });
    },
    comments: async () =>
      v.parse(v.array(Comment), await call(TOKEN, '/issues/1/comments?per_page=100')),
    checkRuns: async () => {
      const answer = await call(TOKEN, `/commits/${head}/check-runs`);
      return v.parse(v.object({ check_runs: v.array(CheckRun) }), answer).check_runs;
    },
    close: async () => {
      await front.close();
      await emulator.close();
    },
  };
}

function callerOf(base: string) {
  return async (token: string, path: string, body?: object): Promise<unknown> => {
    const response = await fetch(base + path, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { authorization: `token ${token}`, 'content-type': 'application/json' },
      body: body === undefined ? null : JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path} answered ${response.status}`);
    return response.json();
  };
}

/** The emulator takes 0 for a port of its own choice and then does not say which. */
async function findFreePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
  });
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
