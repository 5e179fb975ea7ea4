import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Reply } from './answers.ts';
import { tooManyRequests } from './answers.ts';
import type { Call } from './calls.ts';
import { matchCall, systemOf } from './calls.ts';
import { answerHarness } from './harness.ts';
import { inputsFor } from './inputs.ts';
import { answerJfrog } from './jfrog.ts';
import type { RateLimit } from './rate-limit.ts';
import { createRateLimit } from './rate-limit.ts';
import type { Scenario } from './scenarios.ts';
import { findScenario } from './scenarios.ts';
import type { World } from './world.ts';

/** A request as it arrived, and what it was answered. */
export interface RecordedRequest {
  readonly method: string;
  /** Path and query as received. */
  readonly path: string;
  readonly headers: Record<string, string | undefined>;
  readonly body: string;
  /** Milliseconds on the clock of `performance.now()`. */
  readonly at: number;
  /** The HTTP status answered; 0 when the connection was dropped. */
  readonly status: number;
  readonly system: 'harness' | 'jfrog';
}

/** Both services, running on loopback. */
export interface Simulator {
  /** `http://127.0.0.1:PORT`, or https with `tls`. */
  readonly origin: string;
  /** In the order of arrival of their bodies. */
  readonly requests: readonly RecordedRequest[];
  /** The action's inputs for this scenario, pointing here. */
  readonly inputs: Record<string, string>;
  /** Key and token: what must never appear in anything that people can read. */
  readonly secrets: readonly string[];
  close(): Promise<void>;
}

export interface SimulatorOptions {
  /** Added to every answer. */
  readonly latencyMs?: number;
  /** PEM texts; makes the origin https. */
  readonly tls?: { key: string; cert: string };
  /** Requests to Harness beyond this are answered 429, without Retry-After. */
  readonly rateLimit?: { requests: number; windowMs: number };
  /** `live` gives intervals that people can follow. */
  readonly pace?: 'fast' | 'live';
}

interface Running {
  readonly world: World;
  readonly origin: string;
  readonly requests: RecordedRequest[];
  readonly latencyMs: number;
  readonly limit: RateLimit;
  /** Requests so far, by system. */
  readonly arrived: Record<Call['system'], number>;
}

/** Starts both services for a scenario, by its name or as it is. Throws when there is no such scenario. */
export async function startSimulator(
  scenario: string | Scenario,
  options: SimulatorOptions = {},
): Promise<Simulator> {
  const played = typeof scenario === 'string' ? findScenario(scenario) : scenario;
  const world = played.world();
  const server = options.tls === undefined ? createServer() : createTlsServer(options.tls);
  const origin = `${options.tls === undefined ? 'http' : 'https'}://127.0.0.1:${await listen(server)}`;
  const requests: RecordedRequest[] = [];
  const limit = createRateLimit(options.rateLimit);
  const arrived = { harness: 0, jfrog: 0 };
  const { latencyMs = 0 } = options;
  const running: Running = { world, origin, requests, latencyMs, limit, arrived };
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    serve(running, request, response).catch((error: unknown) => {
      response.statusCode = 500;
      response.end(`The simulator failed: ${String(error)}`);
    });
  });
  const inputs = inputsFor(played, world, origin, options.pace ?? 'fast');
  return {
    origin,
    requests,
    inputs,
    secrets: [
      ...new Set([...Object.keys(world.harness.keys), world.jfrog.token, ...givenSecrets(inputs)]),
    ],
    close: () => close(server),
  };
}

/** A scenario may give a key or token that the services do not know: a secret all the same. */
function givenSecrets(inputs: Readonly<Record<string, string>>): readonly string[] {
  return ['harness-api-key', 'jfrog-access-token'].flatMap((name) => inputs[name] ?? []);
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port));
  });
}

function close(server: Server): Promise<void> {
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
  const at = performance.now();
  const body = await readBody(request);
  const call = readCall(running, request, body);
  const reply = findReply(running, call);
  const { method, url: path, headers, system } = call;
  const status = reply === 'drop' ? 0 : reply.status;
  running.requests.push({ method, path, headers, body, at, status, system });
  if (running.latencyMs > 0) await sleep(running.latencyMs);
  send(response, reply);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}

function readCall(running: Running, request: IncomingMessage, body: string): Call {
  const { method = 'GET', url = '/' } = request;
  const [path = '/', search = ''] = url.split(/\?(.*)/s);
  const system = systemOf(path);
  const nthOfSystem = running.arrived[system] + 1;
  running.arrived[system] = nthOfSystem;
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.join(', ') : value,
    ]),
  );
  return {
    system,
    ...matchCall(method, path),
    method,
    url,
    query: new URLSearchParams(search),
    headers,
    body,
    nthOfSystem,
  };
}

/** What stands in front of the services comes first; only what reaches them moves a script on. */
function findReply({ world, origin, limit }: Running, call: Call): Reply {
  if (call.system === 'harness' && limit.isExceeded()) return tooManyRequests();
  const instead = world.intercept?.(call);
  if (instead !== undefined) return instead;
  const reply =
    call.system === 'harness' ? answerHarness(world, call) : answerJfrog(world, call, origin);
  world.ledger.noteCall(call.name);
  return reply;
}

function send(response: ServerResponse, reply: Reply): void {
  if (reply === 'drop') {
    response.destroy();
    return;
  }
  response.statusCode = reply.status;
  if (reply.contentType !== undefined) response.setHeader('Content-Type', reply.contentType);
  for (const [name, value] of Object.entries(reply.headers ?? {})) response.setHeader(name, value);
  response.end(reply.body);
}
