import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request as GitHub's API sees it. */
export interface ApiRequest {
  readonly method: string;
  /** Without its query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly authorization: string;
  /** Parsed JSON; `undefined` where there was none. */
  readonly body: unknown;
}

/** An answer; a body that is a string is sent as it is, anything else as JSON. */
export interface ApiAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  /** Milliseconds until it is given. */
  readonly afterMs?: number;
}

/** Answers a request itself, or leaves it to whoever comes next. */
export type Respond = (request: ApiRequest, count: number) => ApiAnswer | undefined;

/** A stand-in for GitHub's API on loopback. */
export interface GitHubServer {
  readonly url: string;
  readonly requests: readonly ApiRequest[];
  close(): Promise<void>;
}

/**
 * Starts an API that says what `respond` says; what it leaves open is asked at `upstream`, or else is not there.
 * `count` tells how often the same method and path was asked, from 1 on.
 */
export async function startGitHubServer(
  respond: Respond,
  upstream?: string,
): Promise<GitHubServer> {
  const requests: ApiRequest[] = [];
  const server = createServer(async (incoming, response) => {
    const request = await readRequest(incoming);
    requests.push(request);
    const count = requests.filter((one) => keyOf(one) === keyOf(request)).length;
    const answer = respond(request, count) ?? (await ask(upstream, request));
    await sleep(answer.afterMs ?? 0, undefined, { ref: false });
    give(response, answer);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

/** `POST /graphql`; what a scripted answer is chosen by. */
export function keyOf({ method, path }: ApiRequest): string {
  return `${method} ${path}`;
}

async function readRequest(incoming: IncomingMessage): Promise<ApiRequest> {
  let text = '';
  for await (const chunk of incoming) text += String(chunk);
  const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://localhost');
  return {
    method: incoming.method ?? '',
    path: pathname,
    query: searchParams,
    authorization: incoming.headers.authorization ?? '',
    body: text === '' ? undefined : JSON.parse(text),
  };
}

async function ask(upstream: string | undefined, request: ApiRequest): Promise<ApiAnswer> {
  if (upstream === undefined) return { status: 404, body: { message: 'Not Found' } };
  const { method, path, query, authorization, body } = request;
  const response = await fetch(`${upstream}${path}?${query}`, {
    method,
    headers: { authorization, 'content-type': 'application/json' },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

function give(response: ServerResponse, { status = 200, headers, body = {} }: ApiAnswer): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(text);
}
