import { afterEach, describe, expect, it } from 'vitest';
import { GateError } from '../errors.ts';
import { ask, fakeClock, KEY, makeClient, SCHEMA } from './client.fixture.ts';
import type { Scripted } from './loopback.fixture.ts';
import { closeServers, listen, serve, serveRaw } from './loopback.fixture.ts';
import type { HttpClientOptions, HttpRequest } from './request.ts';

afterEach(closeServers);

const GOOD: Scripted = { body: { ok: true } };
const DATA = { kind: 'data', data: { ok: true } };
const PAGE: Scripted = { type: 'text/html', body: '<!doctype html><title>Sign in</title>' };
const SAMPLE = 'GET /har/api/v1/{thing}';

/** Asks a scripted server and tells how it ended and how often it was asked. */
async function run(
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

describe('an answer', () => {
  it('that fits is data at the first attempt', async () => {
    const { ended, asked } = await run([GOOD]);
    expect(ended).toEqual(DATA);
    expect(asked).toHaveLength(1);
  });

  it.each([
    [400, { message: 'registry not found: x' }, 'registry not found: x'],
    [404, { errors: [{ message: 'no path' }] }, 'no path'],
    [409, { info: 'busy' }, 'busy'],
    [500, { code: '500', message: 'failed: resource not found' }, 'failed: resource not found'],
    [500, { message: 'invalid checksum digest length' }, 'invalid checksum digest length'],
    [500, { message: `${'x'.repeat(300)} not found` }, `${'x'.repeat(199)}…`],
  ])('%i with the service’s own words is a value, not retried', async (status, body, message) => {
    const { ended, asked } = await run([{ status, body }]);
    expect(ended).toEqual({ kind: 'refused', status, json: true, message });
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['text', { status: 404, type: 'text/plain', body: '404 page not found' }],
    ['HTML', { ...PAGE, status: 404 }],
  ])('404 in %s is a value that says so', async (_, answer) => {
    expect((await run([answer])).ended).toEqual({
      kind: 'refused',
      status: 404,
      json: false,
      message: '',
    });
  });
});

describe('an outage', () => {
  it.each<[string, Scripted, string]>([
    ['408', { status: 408 }, 'answered 408'],
    ['425', { status: 425 }, 'answered 425'],
    ['500', { status: 500, body: { message: 'pq: deadlock' } }, 'answered 500'],
    ['502 in HTML', { ...PAGE, status: 502 }, 'answered 502'],
    ['503', { status: 503 }, 'answered 503'],
    ['504', { status: 504 }, 'answered 504'],
    ['an empty 200', { body: '' }, 'answered 200 with an empty body'],
    ['JSON that was cut', { body: '{"ok": tr' }, 'answered 200 with a body that is not JSON'],
  ])('%s is retried until it passes, or reported when the time ends', async (_, bad, what) => {
    expect((await run([bad, bad, GOOD])).ended).toEqual(DATA);
    const { problem, asked } = await run([bad]);
    expect(problem).toEqual({
      code: 'unreachable',
      message: `Harness could not be reached: ${SAMPLE} ${what} (${asked.length} attempts)`,
    });
    expect(asked.length).toBeGreaterThan(3);
  });

  it('is a 200 in which the service says that it failed', async () => {
    const isFailure = (json: unknown) => JSON.stringify(json).includes('ERROR');
    const bad = { body: { status: 'ERROR' } };
    expect((await run([bad, GOOD], { isFailure })).ended).toEqual(DATA);
    const { problem } = await run([bad], { isFailure, maxAttempts: 3 });
    expect(problem?.code).toBe('unreachable');
    expect(problem?.message).toContain('answered 200 with a failure in it (3 attempts)');
  });

  it('is a connection that is refused, dropped or cut', async () => {
    const urls = [
      await serveRaw((socket) => socket.destroy()),
      await serveRaw((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\n{"ok"')),
      new URL('http://127.0.0.1:1'),
    ];
    for (const url of urls) {
      const client = makeClient(url);
      await expect(ask(client, { maxAttempts: 2 })).rejects.toMatchObject({
        code: 'unreachable',
        message: expect.stringMatching(/failed with E[A-Z_]+ \(2 attempts\)$/),
      });
      client.close();
    }
  });

  it('ends at the most attempts that the caller allows', async () => {
    const { problem, asked } = await run([{ status: 503 }], { maxAttempts: 1 });
    expect(problem?.message).toContain('answered 503 (1 attempt)');
    expect(asked).toHaveLength(1);
  });
});

describe('429', () => {
  it('alone until the end is a service that kept answering, not an outage', async () => {
    const { problem } = await run([{ status: 429 }], { maxAttempts: 4 });
    expect(problem).toEqual({
      code: 'timed-out',
      message: `Harness kept answering 429 (too many requests) to ${SAMPLE} (4 attempts)`,
    });
  });

  it('does not hide an outage', async () => {
    const { problem } = await run([{ status: 503 }, { status: 429 }], { maxAttempts: 3 });
    expect(problem?.code).toBe('unreachable');
    expect(problem?.message).toContain('answered 503 (3 attempts)');
  });
});

describe('one confirming retry', () => {
  it.each<[string, Scripted, string, string]>([
    [
      '401',
      { status: 401, body: { message: 'Unauthorized' } },
      'permission',
      `Harness does not know the key: ${SAMPLE} answered 401; harness-api-key is wrong, expired or revoked (it needs the permission registry view)`,
    ],
    [
      '403',
      { status: 403, body: { message: 'forbidden' } },
      'permission',
      `Harness does not allow it: ${SAMPLE} answered 403; harness-api-key needs the permission registry view`,
    ],
    [
      '403 in HTML',
      { ...PAGE, status: 403 },
      'login-page',
      `a login or proxy page answered instead of Harness: check harness-url (${SAMPLE} answered 403 with HTML)`,
    ],
    [
      '200 in HTML',
      PAGE,
      'login-page',
      `a login or proxy page answered instead of Harness: check harness-url (${SAMPLE} answered 200 with HTML)`,
    ],
    [
      'JSON that does not fit',
      { body: { ok: 'value' } },
      'unrecognised',
      `the answer of Harness is not understood: ${SAMPLE} answered 200 with JSON that does not fit at "ok"`,
    ],
    [
      'JSON null',
      { body: 'null' },
      'unrecognised',
      `the answer of Harness is not understood: ${SAMPLE} answered 200 with JSON that does not fit as a whole`,
    ],
  ])('%s may pass, and is an error the second time', async (_, bad, code, message) => {
    expect((await run([bad, GOOD])).ended).toEqual(DATA);
    const { problem, asked } = await run([bad]);
    expect(problem).toEqual({ code, message });
    expect(asked).toHaveLength(2);
  });

  it('is counted over the whole request, whatever comes between', async () => {
    const { problem } = await run([{ status: 401 }, { status: 503 }, { status: 403 }, GOOD]);
    expect(problem?.code).toBe('permission');
  });
});

describe('what no retry cures', () => {
  it.each([
    ['another host', 'https://login.example/path?token=t', 'https://login.example'],
    ['the same host', '/login?token=t', 'http://127.0.0.1'],
    ['nowhere', 'http://[', 'an address that cannot be read'],
  ])('a redirect to %s is not followed, and only its origin is shown', async (_, location, shown) => {
    const { problem, asked } = await run([{ status: 302, headers: { location } }]);
    expect(problem?.code).toBe('redirect');
    expect(problem?.message).toContain(`${SAMPLE} answered 302, a redirect to ${shown}`);
    expect(problem?.message).not.toMatch(/token|path\?/);
    expect(asked).toHaveLength(1);
  });

  it('a redirect without end does not hold the run', async () => {
    const url = await serveRaw((socket) => {
      socket.write('HTTP/1.1 302 Found\r\nlocation: https://a.example\r\ncontent-length: 9\r\n\r\n');
    });
    const client = makeClient(url);
    await expect(ask(client)).rejects.toMatchObject({ code: 'redirect' });
    client.close();
  });

  it('an answer over 5 MB', async () => {
    const { problem, asked } = await run([{ body: 'x'.repeat(5_000_001) }]);
    expect(problem?.code).toBe('unreachable');
    expect(problem?.message).toContain('answered with more than 5 MB (1 attempt)');
    expect(asked).toHaveLength(1);
  });

  it('something that is not HTTP', async () => {
    const client = makeClient(await serveRaw((socket) => socket.end('SSH-2.0-OpenSSH\r\n')));
    await expect(ask(client)).rejects.toMatchObject({
      code: 'unrecognised',
      message: expect.stringMatching(/does not speak HTTP: .* failed with HPE_\w+; check harness-url/),
    });
    expect(client.log).toHaveLength(1);
    client.close();
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
      message: `no time was left to ask Harness: ${SAMPLE} was not sent`,
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

describe('an error', () => {
  it.each<[string, Scripted]>([
    ['an outage', { status: 503, body: { message: KEY } }],
    ['a permission', { status: 403, body: { message: KEY } }],
    ['a redirect', { status: 302, headers: { location: `https://u:${KEY}@a.example/${KEY}` } }],
    ['a form that does not fit', { body: { ok: KEY } }],
    ['an oversized body', { body: KEY.repeat(300_000) }],
  ])('for %s holds no key, query value or server text', async (_, answer) => {
    const { ended, log } = await run([answer], { maxAttempts: 2 });
    const shown = ended instanceof Error ? `${ended.stack} ${String(ended.cause)}` : '';
    expect(shown).toContain('GateError');
    expect(`${shown} ${JSON.stringify(log)}`).not.toMatch(/secret|query-value/);
    expect(ended).not.toHaveProperty('cause');
  });
});
