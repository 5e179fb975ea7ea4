import type { InferOutput } from 'valibot';
import { boolean, object } from 'valibot';
import { GateError } from '../errors.ts';
import type { Clock } from '../scan/clock.ts';
import { createHttpClient } from './client.ts';
import type { Scripted } from './loopback.fixture.ts';
import { serve } from './loopback.fixture.ts';
import type { HttpAnswer, HttpClient, HttpClientOptions, HttpRequest } from './request.ts';

/** The data that the tests ask for. */
export const SCHEMA = object({ ok: boolean() });

/** A secret that must turn up nowhere. */
export const KEY = 'pat.account.token.secret';

/** A clock that stands still except for sleeps, which are over at once; they are kept. */
export function fakeClock(): Clock & { readonly sleeps: readonly number[] } {
  const sleeps: number[] = [];
  let now = 1_000;
  return {
    sleeps,
    now: () => now,
    wall: () => now + Date.parse('2025-03-01T10:00:00Z'),
    random: () => 0.5,
    sleep: async (ms, signal) => {
      signal?.throwIfAborted();
      sleeps.push(ms);
      now += ms;
    },
  };
}

/** A client of Harness at the URL, with a first retry wait of 1 s on a clock that does not wait. */
export function makeClient(baseUrl: URL, overrides: Partial<HttpClientOptions> = {}): HttpClient {
  return createHttpClient({
    service: 'Harness',
    baseUrl,
    headers: { 'x-api-key': KEY },
    keyInput: 'harness-api-key',
    urlInput: 'harness-url',
    permission: 'registry view',
    clock: fakeClock(),
    requestsPerMinute: undefined,
    maxConcurrent: 16,
    retryDelay: 1_000,
    maxRetryDelay: 60_000,
    ...overrides,
  });
}

/** Asks for `{ok}` until second 101 of the fake clock's time. */
export function ask(
  client: HttpClient,
  overrides: Partial<HttpRequest<typeof SCHEMA>> = {},
): Promise<HttpAnswer<InferOutput<typeof SCHEMA>>> {
  return client.request({
    method: 'GET',
    path: '/har/api/v1/thing',
    template: '/har/api/v1/{thing}',
    query: { filter: 'query-value' },
    schema: SCHEMA,
    until: 101_000,
    ...overrides,
  });
}

/** An answer that fits, and what it becomes. */
export const GOOD: Scripted = { body: { ok: true } };
export const DATA = { kind: 'data', data: { ok: true } };

/** Asks a scripted server and tells how it ended and how often it was asked. */
export async function run(
  answers: readonly Scripted[],
  request: Partial<HttpRequest<typeof SCHEMA>> = {},
  options: Partial<HttpClientOptions> = {},
) {
  const server = await serve(...answers);
  const clock = fakeClock();
  const client = makeClient(server.url, { clock, ...options });
  const ended = await ask(client, request).catch((error: unknown) => error);
  client.close();
  const problem =
    ended instanceof GateError ? { code: ended.code, message: ended.message } : undefined;
  return { ended, problem, asked: server.asked, sleeps: clock.sleeps, log: client.log };
}
