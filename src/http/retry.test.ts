import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fakeClock } from './client.fixture.ts';
import type { HttpClientOptions } from './request.ts';
import { delayAfter, planWait } from './retry.ts';
import type { Trouble } from './trouble.ts';

describe('planWait', () => {
  it.each([
    ['that fits is kept', 5_000, 60_000, { ms: 5_000, last: false }],
    ['that does not fit ends 2 s before the time does', 50_000, 30_000, { ms: 28_000, last: true }],
    ['that leaves no time for an answer is shortened', 29_000, 30_000, { ms: 28_000, last: true }],
    ['that just does not fit is the last', 28_000, 30_000, { ms: 28_000, last: true }],
    ['in the last seconds leaves half of them', 5_000, 1_000, { ms: 500, last: true }],
    [
      'with all the time of the world is kept',
      5_000,
      Number.POSITIVE_INFINITY,
      { ms: 5_000, last: false },
    ],
  ])('a delay %s', (_, delay, remaining, wait) => {
    expect(planWait(delay, remaining)).toEqual(wait);
  });

  it.each([0, -1])('there is none with %i ms left', (remaining) => {
    expect(planWait(0, remaining)).toBeUndefined();
  });

  it('never outlives the time that is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0 }), fc.integer({ min: 1 }), (delay, remaining) => {
        expect(planWait(delay, remaining)?.ms).toBeLessThan(remaining);
      }),
    );
  });
});

describe('delayAfter', () => {
  const options: HttpClientOptions = {
    service: 'JFrog',
    baseUrl: new URL('https://acme.jfrog.invalid'),
    headers: {},
    keyInput: 'jfrog-access-token',
    urlInput: 'jfrog-url',
    permission: 'Read on the repository',
    clock: fakeClock(),
    requestsPerMinute: undefined,
    maxConcurrent: 16,
    retryDelay: 1_000,
    maxRetryDelay: 5_000,
  };

  const outage = (retryAfter?: string): Trouble => ({
    kind: 'trouble',
    class: 'outage',
    what: 'answered 503',
    retryAfter,
  });

  it.each([
    ['the first wait after one', [outage()], 1, 1_000],
    ['twice as long after two', [outage(), outage()], 1, 2_000],
    ['no longer than the longest after many', Array.from({ length: 9 }, () => outage()), 1, 5_000],
    ['slowed while the service is pressed', [outage()], 4, 4_000],
    ['what the service asks for, when that is more', [outage('17')], 1, 17_000],
    ['not shortened by what the service asks for', [outage('0')], 1, 1_000],
    ['what the last answer asks for, not an earlier one', [outage('17'), outage()], 1, 2_000],
  ])('is %s', (_, troubles, slowness, ms) => {
    expect(delayAfter(troubles, options, slowness)).toBe(ms);
  });
});
