import { expect, it } from 'vitest';
import { GateError } from '../errors.ts';
import { ASK, data } from './caller.fixture.ts';
import type { Caller } from './caller.ts';
import { createOwnHosts } from './own-hosts.ts';

const HOSTS = data({
  registryHost: 'pkg.example.com',
  registryUrl: 'https://harness.example:8443/x',
});

/** A caller that gives these answers one after another. */
function answering(...answers: readonly (() => Promise<unknown>)[]) {
  let asked = 0;
  const call = (async () => {
    asked += 1;
    return answers[Math.min(asked, answers.length) - 1]?.();
  }) as Caller;
  return { readOwnHosts: createOwnHosts(call, 'aBc'), times: () => asked };
}

const fails = (code: 'ended' | 'timed-out') => async () => {
  throw new GateError(code, code);
};

it('tells the hosts of both fields, asked once for all', async () => {
  const { readOwnHosts, times } = answering(async () => HOSTS);
  const all = await Promise.all([readOwnHosts(ASK), readOwnHosts(ASK)]);
  expect(all[1]).toEqual(['pkg.example.com', 'harness.example:8443']);
  expect(times()).toBe(1);
});

it('is asked again by whoever still waits when the image that had asked has ended', async () => {
  const { readOwnHosts, times } = answering(fails('ended'), async () => HOSTS);
  const over = { ...ASK, signal: AbortSignal.abort() };
  const [first, second] = await Promise.allSettled([readOwnHosts(over), readOwnHosts(ASK)]);
  expect(first.status).toBe('rejected');
  expect(second).toMatchObject({
    status: 'fulfilled',
    value: ['pkg.example.com', 'harness.example:8443'],
  });
  expect(times()).toBe(2);
});

it('does not let one image that ran out of time decide for the next', async () => {
  const { readOwnHosts } = answering(fails('timed-out'), async () => HOSTS);
  await expect(readOwnHosts(ASK)).rejects.toMatchObject({ code: 'timed-out' });
  expect(await readOwnHosts(ASK)).toContain('pkg.example.com');
});
