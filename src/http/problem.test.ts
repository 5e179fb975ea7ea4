import { describe, expect, it } from 'vitest';
import { fakeClock } from './client.fixture.ts';
import { readFailure } from './failure.ts';
import { toProblem } from './problem.ts';
import type { HttpClientOptions } from './request.ts';
import { mayRetry } from './trouble.ts';

const OPTIONS: HttpClientOptions = {
  service: 'JFrog',
  baseUrl: new URL('https://acme.jfrog.invalid/base'),
  headers: {},
  keyInput: 'jfrog-access-token',
  urlInput: 'jfrog-url',
  permission: 'Read on the repository',
  clock: fakeClock(),
  requestsPerMinute: undefined,
  maxConcurrent: 16,
  retryDelay: 1,
  maxRetryDelay: 1,
};

describe('a host that is not found', () => {
  const troubles = (times: number) =>
    Array.from({ length: times }, () => readFailure('ENOTFOUND', false));
  const end = (times: number) =>
    toProblem({ options: OPTIONS, call: 'GET /x/{y}' }, troubles(times));

  it('three times is an error of the input', () => {
    expect(mayRetry(troubles(3), undefined)).toBe(false);
    expect(end(3)).toMatchObject({
      code: 'configuration',
      message: 'the host acme.jfrog.invalid is not found (ENOTFOUND): check jfrog-url',
    });
  });

  it('less often than that may be the resolver', () => {
    expect(mayRetry(troubles(2), undefined)).toBe(true);
    expect(end(2)).toMatchObject({
      code: 'unreachable',
      message: 'JFrog could not be reached: GET /x/{y} failed with ENOTFOUND (2 attempts)',
    });
  });
});
