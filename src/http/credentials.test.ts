import { getEventListeners } from 'node:events';
import { Agent } from 'node:http';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { GateError } from '../errors.ts';
import type { Call } from './attempt.ts';
import { ask, DATA, GOOD, makeClient, run } from './client.fixture.ts';
import type { Credentials, Granted } from './credentials.ts';
import { sendSigned } from './credentials.ts';
import { closeServers, listen, serve } from './loopback.fixture.ts';
import type { Trouble } from './trouble.ts';

afterEach(closeServers);

const OUTAGE: Trouble = { kind: 'trouble', class: 'outage', what: 'was not sent, because …' };

/** Grants `token-1`, `token-2` and so on, another one after each that was rejected. */
function numbered(): Credentials & { readonly rejected: readonly Granted[] } {
  const rejected: Granted[] = [];
  let granted: Granted | undefined;
  return {
    rejected,
    obtain: async () => {
      granted ??= {
        kind: 'granted',
        headers: { Authorization: `Bearer token-${rejected.length + 1}` },
      };
      return granted;
    },
    reject: (refused) => {
      rejected.push(refused);
      granted = undefined;
    },
  };
}

function keysOf({ asked }: Awaited<ReturnType<typeof run>>): readonly unknown[] {
  return asked.map(({ request }) => request.headers.authorization);
}

describe('credentials that change', () => {
  it('go with every attempt, beside the other headers', async () => {
    const done = await run([{ status: 503 }, GOOD], {}, { credentials: numbered() });
    expect(done.ended).toEqual(DATA);
    expect(keysOf(done)).toEqual(['Bearer token-1', 'Bearer token-1']);
    expect(done.asked[0]?.request.headers['x-api-key']).toBeDefined();
  });

  it('are replaced once when the service answers 401', async () => {
    const credentials = numbered();
    const done = await run([{ status: 401 }, GOOD], {}, { credentials });
    expect(done.ended).toEqual(DATA);
    expect(keysOf(done)).toEqual(['Bearer token-1', 'Bearer token-2']);
    expect(credentials.rejected).toHaveLength(1);
  });

  it('are given up when the new ones are answered 401 too', async () => {
    const done = await run([{ status: 401 }], {}, { credentials: numbered() });
    expect(done.problem?.code).toBe('permission');
    expect(keysOf(done)).toEqual(['Bearer token-1', 'Bearer token-2']);
  });

  it('are kept when the service answers 403: others would be allowed no more', async () => {
    const done = await run([{ status: 403 }], {}, { credentials: numbered() });
    expect(done.problem?.code).toBe('permission');
    expect(keysOf(done)).toEqual(['Bearer token-1', 'Bearer token-1']);
  });

  it('that cannot be had now count as an attempt in vain', async () => {
    const answers: (Granted | Trouble)[] = [OUTAGE, OUTAGE];
    const late = numbered();
    const credentials = { ...late, obtain: async () => answers.shift() ?? late.obtain() };
    const done = await run([GOOD], {}, { credentials });
    expect(done.ended).toEqual(DATA);
    expect(done.sleeps).toEqual([1_000, 2_000]);
    expect(done.asked).toHaveLength(1);
  });

  it('that cannot be had in time are named', async () => {
    const credentials = { ...numbered(), obtain: async () => OUTAGE };
    const done = await run([GOOD], {}, { credentials });
    expect(done.problem).toEqual({
      code: 'unreachable',
      message: expect.stringMatching(
        /^Harness could not be reached: GET .* was not sent, because …/,
      ),
    });
    expect(done.asked).toHaveLength(0);
  });

  it('that will never be had end the request at once', async () => {
    const refusal = new GateError('permission', 'the job needs it');
    const credentials = { ...numbered(), obtain: () => Promise.reject(refusal) };
    const done = await run([GOOD], {}, { credentials });
    expect(done.ended).toBe(refusal);
    expect(done.sleeps).toEqual([]);
  });

  it('are not waited for when the time or the run is over', async () => {
    const server = await serve(GOOD);
    const credentials = { ...numbered(), obtain: () => new Promise<never>(() => undefined) };
    const client = makeClient(server.url, { credentials });
    const began = performance.now();
    await expect(ask(client, { until: 1_020 })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('signing in was not done in time'),
    });
    expect(performance.now() - began).toBeLessThan(1_000);
    const waiting = ask(client);
    client.close();
    await expect(waiting).rejects.toMatchObject({ code: 'cancelled' });
    expect(server.asked).toHaveLength(0);
  });

  it('that failed before are told of by what came then', async () => {
    const answers = [Promise.resolve(OUTAGE), new Promise<never>(() => undefined)];
    const credentials = { ...numbered(), obtain: () => answers.shift() ?? Promise.resolve(OUTAGE) };
    const client = makeClient(await listen(() => undefined), { credentials });
    await expect(ask(client, { until: 1_200 })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(/was not sent, because … \(1 attempt\)$/),
    });
    expect(answers).toHaveLength(0);
    client.close();
  });

  it('may fail when nobody waits for them any more', async () => {
    const late = Promise.withResolvers<Granted>();
    const client = makeClient(await listen(() => undefined), {
      credentials: { ...numbered(), obtain: () => late.promise },
    });
    const controller = new AbortController();
    const waiting = ask(client, { signal: controller.signal });
    controller.abort(new GateError('ended', 'decided already'));
    await expect(waiting).rejects.toMatchObject({ code: 'ended' });
    late.reject(new Error('too late'));
    client.close();
  });
});

describe('sendSigned', () => {
  const granted: Granted = { kind: 'granted', headers: { Authorization: 'Bearer token' } };
  const call: Call = {
    url: new URL('https://a.example'),
    method: 'GET',
    headers: { Accept: 'application/json', Authorization: 'none' },
    body: undefined,
    agent: new Agent(),
  };
  const answer = { kind: 'answer' } as const;

  function scene(obtain: () => Promise<Granted | Trouble> = async () => granted) {
    const controller = new AbortController();
    const reject = vi.fn<Credentials['reject']>();
    const send = vi.fn<(signed: Call) => Promise<typeof answer | Trouble>>();
    send.mockResolvedValue(answer);
    const ask = (ms = 5_000) =>
      sendSigned({ obtain, reject }, call, { ms, signal: controller.signal }, send);
    return { ask, controller, reject, send };
  }

  it('sends the call with the granted headers over its own', async () => {
    const { ask, send, reject } = scene();
    expect(await ask()).toBe(answer);
    expect(send.mock.calls).toEqual([
      [{ ...call, headers: { Accept: 'application/json', Authorization: 'Bearer token' } }],
    ]);
    expect(reject).not.toHaveBeenCalled();
  });

  it('sends nothing where there are none, and says why', async () => {
    const { ask, send } = scene(async () => OUTAGE);
    expect(await ask()).toBe(OUTAGE);
    expect(send).not.toHaveBeenCalled();
  });

  it.each([
    [401, 1],
    [403, 0],
    [503, 0],
  ])('tells of %i %i times', async (status, times) => {
    const { ask, send, reject } = scene();
    const trouble: Trouble = { kind: 'trouble', class: 'permission', what: 'no', status };
    send.mockResolvedValue(trouble);
    expect(await ask()).toBe(trouble);
    expect(reject).toHaveBeenCalledTimes(times);
    if (times > 0) expect(reject).toHaveBeenCalledWith(granted);
  });

  it('waits no longer than it may', async () => {
    const { ask, send } = scene(() => new Promise<never>(() => undefined));
    expect(await ask(5)).toBeUndefined();
    expect(await ask(-1)).toBeUndefined();
    expect(send).not.toHaveBeenCalled();
  });

  it('ends when it is cancelled, before or meanwhile', async () => {
    const { ask, controller, send } = scene(() => new Promise<never>(() => undefined));
    const waiting = ask();
    controller.abort(new Error('stop'));
    await expect(waiting).rejects.toThrow('stop');
    await expect(ask()).rejects.toThrow('stop');
    expect(send).not.toHaveBeenCalled();
  });

  it('leaves neither a timer nor a listener behind', async () => {
    const { ask, controller } = scene();
    const set = vi.spyOn(globalThis, 'setTimeout');
    const clear = vi.spyOn(globalThis, 'clearTimeout');
    await ask(54_321);
    const timer = set.mock.results[set.mock.calls.findIndex(([, ms]) => ms === 54_321)]?.value;
    expect(timer).toBeDefined();
    expect(clear).toHaveBeenCalledWith(timer);
    expect(getEventListeners(controller.signal, 'abort')).toEqual([]);
  });
});
