import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { GateError } from '../errors.ts';
import { ask, DATA, fakeClock, GOOD, KEY, makeClient, run } from './client.fixture.ts';
import { closeServers, listen, serve } from './loopback.fixture.ts';

afterEach(closeServers);

function untilAborted(_: number, signal?: AbortSignal): Promise<void> {
  return new Promise((_resolve, reject) => {
    signal?.addEventListener('abort', () => reject(new Error('aborted')));
  });
}

describe('what is sent', () => {
  it('is a GET below the base path, with the key, uncached', async () => {
    const server = await serve(GOOD);
    const client = makeClient(new URL('/gateway/', server.url));
    expect(await ask(client)).toEqual(DATA);
    client.close();
    const [asked] = server.asked;
    expect(asked?.request.url).toBe('/gateway/har/api/v1/thing?filter=query-value');
    expect(asked?.request.headers).toMatchObject({
      'x-api-key': KEY,
      'cache-control': 'no-cache',
      accept: 'application/json',
      'user-agent': 'image-gate',
    });
  });

  it('is JSON in a POST', async () => {
    const { asked } = await run([GOOD], { method: 'POST', body: { repo: 'docker-local' } });
    expect(asked[0]?.request.method).toBe('POST');
    expect(asked[0]?.request.headers['content-type']).toBe('application/json');
    expect(asked[0]?.body).toBe('{"repo":"docker-local"}');
  });

  it('never leaves for a base URL without TLS beyond this machine', () => {
    expect(() => makeClient(new URL('http://harness.example'))).toThrow(/harness-url must begin/);
  });
});

describe('waiting', () => {
  it('doubles from try to try, and doubles again while the service is pressed', async () => {
    const calm = await run([{ status: 502 }, { status: 502 }, { status: 502 }, GOOD]);
    expect(calm.sleeps).toEqual([1_000, 2_000, 4_000]);
    const pressed = await run([{ status: 503 }, { status: 503 }, { status: 429 }, GOOD]);
    expect(pressed.sleeps).toEqual([2_000, 8_000, 32_000]);
  });

  it('is slowed and eased for all requests of one client together', async () => {
    const server = await serve({ status: 429 }, GOOD, { status: 502 }, GOOD);
    const clock = fakeClock();
    const client = makeClient(server.url, { clock });
    await ask(client);
    await ask(client);
    client.close();
    expect(clock.sleeps).toEqual([2_000, 1_500]);
  });

  it('is not shorter than Retry-After', async () => {
    const { sleeps } = await run([{ status: 429, headers: { 'retry-after': '17' } }, GOOD]);
    expect(sleeps).toEqual([17_000]);
  });

  it('takes nonsense in Retry-After for nothing', async () => {
    const { sleeps } = await run([{ status: 502, headers: { 'retry-after': '-5' } }, GOOD]);
    expect(sleeps).toEqual([1_000]);
  });

  it('that would outlive the time becomes one last attempt before its end', async () => {
    const { sleeps, asked, problem } = await run([
      { status: 503, headers: { 'retry-after': '300' } },
    ]);
    expect(sleeps).toEqual([98_000]);
    expect(asked).toHaveLength(2);
    expect(problem?.code).toBe('unreachable');
  });

  it('does not begin when no time was left to begin with', async () => {
    const { problem, asked } = await run([GOOD], { until: 1_000 });
    expect(problem).toEqual({
      code: 'timed-out',
      message: 'no time was left to ask Harness: GET /har/api/v1/{thing} was not sent',
    });
    expect(asked).toHaveLength(0);
  });

  it('holds no place that another request could use', async () => {
    const server = await serve({ status: 503 }, GOOD);
    const clock = { ...fakeClock(), sleep: untilAborted };
    const client = makeClient(server.url, { clock, maxConcurrent: 1 });
    const waiting = expect(ask(client)).rejects.toMatchObject({ code: 'cancelled' });
    await expect.poll(() => client.log.length).toBe(1);
    expect(await ask(client)).toEqual(DATA);
    client.close();
    await waiting;
  });
});

describe('an attempt', () => {
  it('does not outlive the time of its request', async () => {
    const url = await listen(() => undefined);
    const client = makeClient(url);
    await expect(ask(client, { until: 1_020, maxAttempts: 1 })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('gave no complete answer in time (1 attempt)'),
    });
    client.close();
  });

  it.each([
    ['as cancelled', new Error('SIGINT'), 'cancelled'],
    ['with the caller’s own error', new GateError('ended', 'decided already'), 'ended'],
  ])('ends at once %s when the caller says so', async (_, reason, code) => {
    const controller = new AbortController();
    const url = await listen(() => controller.abort(reason));
    const client = makeClient(url);
    await expect(ask(client, { signal: controller.signal })).rejects.toMatchObject({ code });
    expect(client.log.map((record) => record.outcome)).toEqual(['ABORTED']);
    client.close();
  });

  it('leaves no connection open when the client is closed', async () => {
    const sockets = new Set<Socket>();
    const url = await listen((request, response) => {
      sockets.add(request.socket);
      response.end('{"ok":true}');
    });
    const client = makeClient(url);
    await ask(client);
    client.close();
    await expect.poll(() => [...sockets].map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it('ends when the client is closed', async () => {
    const client = makeClient(await listen(() => client.close()));
    await expect(ask(client)).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('the log', () => {
  it('counts every attempt, without anything secret', async () => {
    const { log } = await run([{ status: 503 }, GOOD]);
    expect(log).toMatchObject([
      { method: 'GET', template: '/har/api/v1/{thing}', outcome: 503, attempt: 1, ms: 0 },
      { method: 'GET', template: '/har/api/v1/{thing}', outcome: 200, attempt: 2, ms: 0 },
    ]);
  });
});
