import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallName } from '../simulator/calls.ts';
import { answers, redirect, routeGone } from './content-faults.ts';
import { onCall } from './exchange.ts';
import { judgeMany } from './judged-images.ts';
import { byImage } from './many-images.ts';
import { CALLS } from './matrix-endings.ts';
import { collectRows } from './record.ts';
import { meetAt } from './run-calls.ts';
import { startTarget, type Target } from './target.ts';
import { tryOut } from './trial.ts';

const record = collectRows('redirects');
let target: Target;

beforeAll(async () => {
  target = await startTarget();
});
afterAll(() => target.close());

/** Where a redirect may lead; every one of them listens. */
const TARGETS: readonly (readonly [string, (port: number) => string])[] = [
  ['another host', (port) => `http://localhost:${port}/sso?from=%2Fhar`],
  ['another port', (port) => `http://127.0.0.1:${port}/har`],
  ['another scheme', (port) => `https://127.0.0.1:${port}/har`],
  ['another host without a scheme', (port) => `//localhost:${port}/har`],
  ['a host with a user', (port) => `http://user:word@127.0.0.1:${port}/`],
];
const STATUSES = [301, 302, 303, 307, 308] as const;
/** Each meets a status of its own. */
const SOME_CALLS: readonly CallName[] = [
  'listRegistries',
  'tags',
  'integrationdetails',
  'storage',
  'status',
];

describe.concurrent('a redirect', () => {
  it.each(TARGETS)(
    'to %s is never followed, and the key never goes there',
    async (what, locate) => {
      for (const [index, status] of STATUSES.entries()) {
        const call = SOME_CALLS[index] ?? 'tags';
        const location = locate(target.port);
        const outcome = await tryOut({ plan: onCall(call, redirect(status, location)) });
        record({
          fault: `${status} at ${call} to ${what}`,
          ended: `${outcome.verdict}: configuration`,
          ms: outcome.ms,
        });
        expect(outcome.verdict).toBe('inconclusive');
        expect(outcome.reason).toContain(
          `answered ${status}, a redirect to ${new URL(location, 'http://x').origin}`,
        );
        expect(outcome.reason).not.toMatch(/sso|word/);
      }
      expect(target.received()).toBe('');
    },
  );

  it('at any call to any of them is never followed', async () => {
    const met = CALLS.flatMap((call) => TARGETS.map((to) => ({ call, to })));
    const { images } = await judgeMany(
      met.length,
      byImage((image, { name, url }) => {
        const { call, to } = met[image] ?? {};
        if (call === 'versions' && name === 'tags') return routeGone;
        const isProbe = url.endsWith('/1.4.2/manifest.json');
        return name === call && to && !isProbe ? redirect(307, to[1](target.port)) : undefined;
      }),
      {
        crowd: { registries: 'own', scanned: 'before' },
        inputs: { 'appear-timeout': '10m', 'scan-timeout': '10m' },
      },
    );
    for (const [index, { call }] of met.entries()) {
      expect(images[index]?.reason, call).toMatch(/redirects are not followed: .* answered 307/);
      expect(images[index]?.verdict).toBe('inconclusive');
    }
    for (const [what] of TARGETS) {
      const fault = `307 at each of ${CALLS.length} calls to ${what}`;
      record({ fault, ended: 'inconclusive: configuration' });
    }
    expect(target.received()).toBe('');
  });

  it.each(['systemInfo', 'oidcToken'] as const)(
    'at %s, which a run asks once, is never followed',
    async (call) => {
      for (const [what, locate] of TARGETS) {
        const fault = redirect(308, locate(target.port));
        const outcome = await meetAt(call, () => fault, {});
        expect(outcome.reason, what).toMatch(/redirects are not followed: .* answered 308/);
      }
      const fault = `308 at ${call} to each of ${TARGETS.length} targets`;
      record({ fault, ended: 'inconclusive: configuration' });
      expect(target.received()).toBe('');
    },
  );

  it.each([
    ['to a path of its own host', { Location: '/har/elsewhere' }],
    ['to nowhere', {}],
    ['to no address', { Location: 'http://[' }],
    ['to a script', { Location: 'javascript:alert(1)' }],
  ])('%s is not followed either', async (what, headers) => {
    const outcome = await tryOut({ plan: onCall('tags', answers({ status: 302, headers })) });
    record({
      fault: `302 at tags ${what}`,
      ended: `${outcome.verdict}: configuration`,
      ms: outcome.ms,
    });
    expect(outcome.reason).toMatch(/redirects are not followed: GET .*tags answered 302/);
    expect(outcome.calls.map(({ url }) => url).join()).not.toContain('elsewhere');
  });
});
