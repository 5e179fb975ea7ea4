import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestFrom,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { matchCall, systemOf } from '../simulator/calls.ts';
import type { Exchange, Plan, SeenCall, ServiceAnswer } from './exchange.ts';

/** A server between the gate and the simulator that spoils the answers its plan names. */
export interface Proxy {
  readonly origin: string;
  /** In the order of arrival. */
  readonly calls: readonly SeenCall[];
  close(): Promise<void>;
}

export interface ProxyOptions {
  readonly tls?: { readonly key: string; readonly cert: string };
  /** The host in the origin: `127.0.0.1` when not given. */
  readonly host?: string;
}

interface Running {
  readonly server: Server;
  readonly service: string;
  readonly plan: Plan;
  readonly calls: SeenCall[];
  readonly timers: Set<NodeJS.Timeout>;
}

/** Starts a proxy in front of the service at an origin. */
export async function startProxy(
  service: string,
  plan: Plan,
  { tls, host = '127.0.0.1' }: ProxyOptions = {},
): Promise<Proxy> {
  const server = tls === undefined ? createServer() : createTlsServer(tls);
  const running: Running = { server, service, plan, calls: [], timers: new Set() };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    // A client that goes away in the middle is part of many faults.
    serve(running, request, response).catch(() => response.destroy());
  });
  server.on('clientError', (_, socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const port = await listen(server, 0);
  return {
    origin: `${tls === undefined ? 'http' : 'https'}://${host}:${port}`,
    calls: running.calls,
    close: () => close(running),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function close({ server, timers }: Running): Promise<void> {
  for (const timer of timers) clearTimeout(timer);
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function serve(
  running: Running,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const call = await readCall(running.calls, request);
  running.calls.push(call);
  const exchange: Exchange = {
    call,
    request,
    response,
    socket: request.socket,
    forward: () => forward(running.service, call),
    goAway: (forMs) => goAway(running, forMs),
  };
  const fault = running.plan(call) ?? relay;
  await fault(exchange);
}

async function readCall(before: readonly SeenCall[], request: IncomingMessage): Promise<SeenCall> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  const { method = 'GET', url = '/', headers } = request;
  const [path = '/'] = url.split('?');
  const { name } = matchCall(method, path);
  const nth = before.filter((call) => call.name === name).length + 1;
  const body = Buffer.concat(chunks).toString('utf8');
  return { name, system: systemOf(path), nth, method, url, headers: { ...headers }, body };
}

/** The service's own answer, unchanged. */
export async function relay({ response, forward: ask }: Exchange): Promise<void> {
  const { status, contentType, body } = await ask();
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': body.length });
  response.end(body);
}

function forward(service: string, call: SeenCall): Promise<ServiceAnswer> {
  const { method, url, headers, body } = call;
  const { host: _, ...passed } = headers as IncomingHttpHeaders;
  return new Promise((resolve, reject) => {
    const sent = requestFrom(`${service}${url}`, { method, headers: passed, agent: false });
    sent.once('error', reject);
    sent.once('response', (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.once('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          contentType: answer.headers['content-type'] ?? '',
          body: Buffer.concat(chunks),
        }),
      );
    });
    sent.end(body);
  });
}

function goAway({ server, timers }: Running, forMs?: number): void {
  const { port } = server.address() as AddressInfo;
  server.close();
  server.closeAllConnections();
  if (forMs === undefined) return;
  const timer = setTimeout(() => server.listen(port, '127.0.0.1'), forMs);
  timers.add(timer);
}
