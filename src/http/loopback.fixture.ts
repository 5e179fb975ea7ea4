import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Server, Socket } from 'node:net';
import net from 'node:net';

/** One answer of a scripted server; a string body is sent as it is, anything else as JSON. */
export interface Scripted {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** What a scripted server was asked. */
export interface Asked {
  readonly request: IncomingMessage;
  readonly body: string;
}

const closers: (() => void)[] = [];

/** Ends every server that this file started; for `afterEach`. */
export function closeServers(): void {
  for (const close of closers.splice(0)) close();
}

/** A server that gives the answers one after another, the last one for ever. */
export async function serve(
  ...answers: readonly Scripted[]
): Promise<{ readonly url: URL; readonly asked: readonly Asked[] }> {
  const asked: Asked[] = [];
  const url = await listen(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    asked.push({ request, body });
    give(response, answers[asked.length - 1] ?? answers.at(-1) ?? {});
  });
  return { url, asked };
}

function give(
  response: ServerResponse,
  { status = 200, type, headers, body = {} }: Scripted,
): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'content-type': type ?? 'application/json', ...headers });
  response.end(text);
}

/** An HTTP server on a free port of the loopback interface. */
export function listen(listener: RequestListener): Promise<URL> {
  const server = createServer(listener);
  closers.push(() => server.closeAllConnections());
  return open(server);
}

/** A TCP server that hears one request and does what it likes with the socket. */
export function serveRaw(answer: (socket: Socket) => void): Promise<URL> {
  const server = net.createServer((socket) => {
    closers.push(() => socket.destroy());
    socket.on('error', () => socket.destroy());
    socket.once('data', () => answer(socket));
  });
  return open(server);
}

/** Starts any server on a free port of the loopback interface. */
export async function open(server: Server): Promise<URL> {
  closers.push(() => server.close());
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return new URL(`http://127.0.0.1:${address.port}`);
}
