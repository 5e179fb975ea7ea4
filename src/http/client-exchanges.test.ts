import { getEventListeners } from 'node:events';
import * as v from 'valibot';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Exchange } from './attempt.ts';
import { attempt } from './attempt.ts';
import { ask, DATA, fakeClock, makeClient } from './client.fixture.ts';

vi.mock('./attempt.ts');

const send = vi.mocked(attempt);
const BASE = new URL('https://harness.example');
const NOT_FOUND: Exchange = { kind: 'failure', code: 'ENOTFOUND' };

function response(status: number, body = '{"ok":true}', targetOrigin?: string): Exchange {
  return { kind: 'response', status, html: false, body, retryAfter: undefined, targetOrigin };
}

/** Gives these exchanges one after another, the last one for ever. */
function script(...exchanges: readonly [Exchange, ...Exchange[]]): void {
  const rest = [...exchanges];
  send.mockImplementation(async () => (rest.length > 1 ? rest.shift() : rest[0]) ?? exchanges[0]);
}

beforeEach(() => {
  send.mockReset();
});

describe('a host that is not found', () => {
  it('is an error of the input while the service has never answered', async () => {
    script(NOT_FOUND);
    const client = makeClient(BASE);
    await expect(ask(client)).rejects.toMatchObject({ code: 'configuration' });
    expect(client.log.map(({ outcome }) => outcome)).toEqual([
      'ENOTFOUND',
      'ENOTFOUND',
      'ENOTFOUND',
    ]);
  });

  it('is an outage once the service has answered anything, even to another request', async () => {
    script(response(404), NOT_FOUND, NOT_FOUND, NOT_FOUND, NOT_FOUND, response(200));
    const client = makeClient(BASE);
    await ask(client);
    expect(await ask(client)).toEqual(DATA);
  });
});

describe('the time of an attempt', () => {
  it.each([
    ['30 s where the request has more', 1_000_000, 30_000],
    ['what is left of the request where that is less', 8_000, 7_000],
  ])('is %s', async (_, until, limit) => {
    script(response(200));
    await ask(makeClient(BASE), { until });
    expect(send.mock.calls.map(([, limitMs]) => limitMs)).toEqual([limit]);
  });

  it('may use up all that is left: then there is no other attempt', async () => {
    const clock = fakeClock();
    send.mockImplementation(async () => {
      await clock.sleep(100_000);
      return response(503);
    });
    await expect(ask(makeClient(BASE, { clock }))).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('answered 503 (1 attempt)'),
    });
  });

  it('stands in the log, with the moment of its start', async () => {
    const clock = fakeClock();
    const at = clock.wall();
    send.mockImplementation(async () => {
      await clock.sleep(250);
      return response(200);
    });
    const client = makeClient(BASE, { clock });
    await ask(client);
    expect(client.log).toEqual([
      { method: 'GET', template: '/har/api/v1/{thing}', outcome: 200, ms: 250, attempt: 1, at },
    ]);
  });
});

describe('a request', () => {
  it('without a body says nothing of its type', async () => {
    script(response(200));
    await ask(makeClient(BASE, { headers: {} }));
    expect(send.mock.calls[0]?.[0]).toMatchObject({
      method: 'GET',
      body: undefined,
      headers: {
        Accept: 'application/json',
        'Cache-Control': 'no-cache',
        'User-Agent': 'image-gate',
      },
    });
    expect(send.mock.calls[0]?.[0].headers).not.toHaveProperty('Content-Type');
  });

  it('that was cancelled has no answer, even when one came at the same moment', async () => {
    const controller = new AbortController();
    send.mockImplementation(async () => {
      controller.abort();
      return response(200);
    });
    await expect(ask(makeClient(BASE), { signal: controller.signal })).rejects.toMatchObject({
      code: 'cancelled',
      message: 'the run was cancelled',
    });
  });

  it('is not sent when it was cancelled before, or the client was closed', async () => {
    script(response(200));
    const client = makeClient(BASE);
    const cancelled = { code: 'cancelled' };
    await expect(ask(client, { signal: AbortSignal.abort() })).rejects.toMatchObject(cancelled);
    client.close();
    await expect(ask(client)).rejects.toMatchObject(cancelled);
    expect(send).not.toHaveBeenCalled();
  });

  it('that has ended is no longer ended by its signal', async () => {
    script(response(200));
    const { signal } = new AbortController();
    await ask(makeClient(BASE), { signal });
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });

  it('is asked no more often than its limits allow', async () => {
    script(response(200));
    const clock = fakeClock();
    const client = makeClient(BASE, { clock, requestsPerMinute: 1 });
    await ask(client);
    await ask(client);
    expect(clock.sleeps).toEqual([60_000]);
    await expect(client.calm(AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
    await client.calm(new AbortController().signal);
  });
});

describe('the pace', () => {
  it.each([
    [502, 4_000],
    [403, 4_000],
    [503, 8_000],
    [429, 8_000],
  ])('is neither eased nor slowed by what is no answer: %i', async (status, second) => {
    const clock = fakeClock();
    script(response(429), response(status, ''), response(200));
    await ask(makeClient(BASE, { clock }));
    expect(clock.sleeps).toEqual([2_000, second]);
  });
});

describe('the end of a request that meets a 429', () => {
  it('is moved by whoever set it, and told how long the wait will be', async () => {
    script(response(429), response(429), response(200));
    const onThrottled = vi.fn((ms: number) => 2_000 + 10 * ms);
    expect(await ask(makeClient(BASE), { until: 2_000, onThrottled })).toEqual(DATA);
    expect(onThrottled.mock.calls).toEqual([[2_000], [8_000]]);
  });

  it('never comes nearer', async () => {
    script(response(429), response(200));
    expect(await ask(makeClient(BASE), { onThrottled: () => 0 })).toEqual(DATA);
  });

  it('is left where it was by any other answer', async () => {
    script(response(503));
    const onThrottled = vi.fn(() => 100_000);
    await expect(ask(makeClient(BASE), { until: 2_000, onThrottled })).rejects.toMatchObject({
      code: 'unreachable',
    });
    expect(onThrottled).not.toHaveBeenCalled();
  });
});

describe('an answer that repeats the key', () => {
  const secret = 'q7zt2bwx9lmnvr4skd8yh1';
  const echo = response(404, JSON.stringify({ message: `no ${secret} here` }));

  it.each([
    ['x-api-key', `pat.account.token.${secret}`],
    ['Authorization', `Bearer ${secret}`],
  ])('in %s has it redacted, every time', async (name, value) => {
    script(echo);
    const client = makeClient(BASE, { headers: { [name]: value } });
    const refused = { kind: 'refused', status: 404, json: true, message: 'no [redacted] here' };
    expect(await ask(client)).toEqual(refused);
    expect(await ask(client)).toEqual(refused);
  });

  it('is read as it is where there is no key', async () => {
    script(echo);
    expect(await ask(makeClient(BASE, { headers: {} }))).toMatchObject({
      message: `no ${secret} here`,
    });
  });

  it('is the secret itself where that is what was asked for, but not when it is refused', async () => {
    const options = { headers: { Authorization: `Bearer ${secret}` }, isAnswerSecret: true };
    const schema = v.object({ value: v.string() });
    const value = `${secret}.begins-like-the-key`;
    script(response(200, JSON.stringify({ value })));
    const request = { schema: schema as never };
    expect(await ask(makeClient(BASE, options), request)).toEqual({
      kind: 'data',
      data: { value },
    });
    script(echo);
    expect(await ask(makeClient(BASE, options))).toMatchObject({ message: 'no [redacted] here' });
  });

  it('in the address of a redirect has it redacted too', async () => {
    script(response(302, '', `https://${secret}.example`));
    const client = makeClient(BASE, { headers: { Authorization: `Bearer ${secret}` } });
    await expect(ask(client)).rejects.toThrow('a redirect to https://[redacted].example');
  });
});
