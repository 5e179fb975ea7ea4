import { describe, expect, it } from 'vitest';
import { fakeClock } from './client.fixture.ts';
import { readFailure } from './failure.ts';
import { toProblem } from './problem.ts';
import type { HttpClientOptions } from './request.ts';
import type { Trouble, TroubleClass } from './trouble.ts';
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

  it('is not counted together with other trouble', () => {
    const mixed: Trouble[] = [
      { kind: 'trouble', class: 'throttled', what: 'answered 429', status: 429 },
      ...troubles(2),
    ];
    expect(toProblem({ options: OPTIONS, call: 'GET /x/{y}' }, mixed)).toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('failed with ENOTFOUND (3 attempts)'),
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

describe('every end of a request', () => {
  const end = (trouble: Omit<Trouble, 'kind'>) =>
    toProblem({ options: OPTIONS, call: 'GET /x/{y}' }, [{ kind: 'trouble', ...trouble }]);

  it('tells who has answered, if only with an error, from who was not reached', () => {
    const answered = end({ class: 'outage', what: 'answered 503', status: 503 });
    expect(answered.message).toBe(
      'JFrog gave no usable answer: GET /x/{y} answered 503 (1 attempt)',
    );
  });

  it.each<[TroubleClass, string, string]>([
    ['outage', 'unreachable', 'JFrog could not be reached: GET /x/{y} WHAT (1 attempt)'],
    ['broken', 'unreachable', 'JFrog could not be reached: GET /x/{y} WHAT (1 attempt)'],
    [
      'throttled',
      'timed-out',
      'JFrog kept answering 429 (too many requests) to GET /x/{y} (1 attempt)',
    ],
    [
      'login-page',
      'login-page',
      'a login or proxy page answered instead of JFrog: check jfrog-url (GET /x/{y} WHAT)',
    ],
    ['unrecognised', 'unrecognised', 'the answer of JFrog is not understood: GET /x/{y} WHAT'],
    ['redirect', 'redirect', 'redirects are not followed: GET /x/{y} WHAT; check jfrog-url'],
    [
      'tls',
      'configuration',
      'no safe connection to JFrog: GET /x/{y} WHAT; check jfrog-url, or name the certificate authority ' +
        'of your service or proxy in the environment variable NODE_EXTRA_CA_CERTS',
    ],
    ['proxy', 'configuration', 'GET /x/{y} WHAT: check HTTPS_PROXY and NO_PROXY'],
    [
      'not-http',
      'unrecognised',
      'what answers in place of JFrog does not speak HTTP: GET /x/{y} WHAT; check jfrog-url',
    ],
  ])('by %s says what to change', (of, code, message) => {
    expect(end({ class: of, what: 'WHAT' })).toMatchObject({ code, message, status: undefined });
  });

  it.each([
    [401, 'does not know the token'],
    [403, 'does not allow this call'],
  ])('by a status keeps it: %i', (status, words) => {
    const problem = end({ class: 'permission', what: `answered ${status}`, status });
    expect(problem).toMatchObject({ code: 'permission', status });
    expect(problem.message).toContain(words);
  });

  it('without any attempt says that no time was left', () => {
    expect(toProblem({ options: OPTIONS, call: 'GET /x/{y}' }, [])).toMatchObject({
      code: 'timed-out',
      message: 'no time was left to ask JFrog: GET /x/{y} was not sent',
    });
  });
});
