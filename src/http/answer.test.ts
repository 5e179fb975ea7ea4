import { afterEach, describe, expect, it } from 'vitest';
import { ask, DATA, GOOD, KEY, makeClient, run } from './client.fixture.ts';
import type { Scripted } from './loopback.fixture.ts';
import { closeServers, serveRaw } from './loopback.fixture.ts';

afterEach(closeServers);

const PAGE: Scripted = { type: 'text/html', body: '<!doctype html><title>Sign in</title>' };
const SAMPLE = 'GET /har/api/v1/{thing}';

describe('an answer', () => {
  it('that fits is data at the first attempt', async () => {
    const { ended, asked } = await run([GOOD]);
    expect(ended).toEqual(DATA);
    expect(asked).toHaveLength(1);
  });

  it('500 is a value where the request takes its words for an answer, and an outage elsewhere', async () => {
    const answer = { status: 500, body: { code: '500', message: 'failed: resource not found' } };
    const isRefusal = (message: string) => message.includes('not found');
    const value = {
      kind: 'refused',
      status: 500,
      json: true,
      message: 'failed: resource not found',
    };
    expect((await run([answer, GOOD], { isRefusal })).ended).toEqual(value);
    expect((await run([answer, GOOD])).ended).toEqual(DATA);
  });

  it('looks for a refusal only in as much of the words as anybody would read', async () => {
    const heard: number[] = [];
    const isRefusal = ({ length }: string) => heard.push(length) < 0;
    await run([{ status: 500, body: { message: 'invalid '.repeat(10_000) } }, GOOD], { isRefusal });
    expect(heard).toEqual([200]);
  });

  it.each([
    [400, { message: 'registry not found: x' }, 'registry not found: x'],
    [404, { errors: [{ message: 'no path' }] }, 'no path'],
    [409, { info: 'busy' }, 'busy'],
    [404, { message: `${'x'.repeat(300)} not found` }, `${'x'.repeat(199)}…`],
  ])('%i with the service’s own words is a value, not retried', async (status, body, message) => {
    const { ended, asked } = await run([{ status, body }]);
    expect(ended).toEqual({ kind: 'refused', status, json: true, message });
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['text', { status: 404, type: 'text/plain', body: '404 page not found' }],
    ['HTML', { ...PAGE, status: 404 }],
    ['a number', { status: 404, body: 404 }],
    ['JSON without a word', { status: 404, body: {} }],
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
      message: `Harness gave no usable answer: ${SAMPLE} ${what} (${asked.length} attempts)`,
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
      `Harness does not allow this call: ${SAMPLE} answered 403; harness-api-key needs the permission registry view`,
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
  ])(
    'a redirect to %s is not followed, and only its origin is shown',
    async (_, location, shown) => {
      const { problem, asked } = await run([{ status: 302, headers: { location } }]);
      expect(problem?.code).toBe('redirect');
      expect(problem?.message).toContain(`${SAMPLE} answered 302, a redirect to ${shown}`);
      expect(problem?.message).not.toMatch(/token|path\?/);
      expect(asked).toHaveLength(1);
    },
  );

  it('a redirect without end does not hold the run', async () => {
    const url = await serveRaw((socket) => {
      socket.write(
        'HTTP/1.1 302 Found\r\nlocation: https://a.example\r\ncontent-length: 9\r\n\r\n',
      );
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
      message: expect.stringMatching(
        /does not speak HTTP: .* failed with HPE_\w+; check harness-url/,
      ),
    });
    expect(client.log).toHaveLength(1);
    client.close();
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
