import { createHmac } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Answer } from './answers.ts';
import { json } from './answers.ts';

/** Obviously fakes, built from parts so that no scanner takes them for real ones. */
const SIGNING_KEY = 'simulated-signing-key';
/** The job's own token: a JWT that begins like those that are got with it. */
const REQUEST_TOKEN = sign({ scp: 'Actions.Results:simulated', nameid: 'simulated-job' });
const OWNER_URL = 'https://github.com/octo-org';

/** What GitHub says of a job. */
interface Claims {
  readonly aud: string;
  readonly sub: string;
}

/** GitHub's endpoint for id tokens, running on loopback. */
export interface IdTokens {
  /** What the runner adds to the environment of a job with `permissions: id-token: write`. */
  readonly env: Readonly<Record<string, string>>;
  /** The request token and every id token given so far. */
  readonly secrets: readonly string[];
  /** Path and query of every request. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Starts the endpoint; `instead` may answer something else to the n-th request. */
export async function startIdTokens(
  instead: (nth: number) => Answer | undefined = () => undefined,
): Promise<IdTokens> {
  const secrets = [REQUEST_TOKEN];
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    send(response, instead(asked.length) ?? answer(request, secrets));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    env: {
      ACTIONS_ID_TOKEN_REQUEST_URL: `http://127.0.0.1:${port}/id-token?api-version=2.0`,
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: REQUEST_TOKEN,
    },
    secrets,
    asked,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => {
        server.close(() => resolve());
      });
    },
  };
}

function answer({ headers, url = '' }: IncomingMessage, secrets: string[]): Answer {
  if (headers.authorization !== `Bearer ${REQUEST_TOKEN}`) return json(401, {});
  const aud = new URLSearchParams(url.split('?')[1]).get('audience') ?? OWNER_URL;
  const claims: Claims = { aud, sub: 'repo:octo-org/app:ref:refs/heads/main' };
  const token = sign({ ...claims, iat: 1_700_000_000, jti: String(secrets.length) });
  secrets.push(token);
  return json(200, { count: token.length, value: token });
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(body);
}

/** A JWT; the real ones are signed with a key pair, which would show nothing more here. */
function sign(claims: object): string {
  const parts = [{ alg: 'HS256', typ: 'JWT' }, claims];
  const text = parts
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${text}.${signatureOf(text)}`;
}

function signatureOf(text: string): string {
  return createHmac('sha256', SIGNING_KEY).update(text).digest('base64url');
}

/** What a token of this endpoint says; undefined when it is none. */
export function readIdToken(token: string): Claims | undefined {
  const [head = '', body = '', signature] = token.split('.');
  if (signature !== signatureOf(`${head}.${body}`)) return undefined;
  return JSON.parse(Buffer.from(body, 'base64url').toString('utf8')) as Claims;
}
