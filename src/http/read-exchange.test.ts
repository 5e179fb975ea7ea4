import { boolean, object } from 'valibot';
import { describe, expect, it } from 'vitest';
import { readExchange } from './answer.ts';
import type { Exchange } from './attempt.ts';

type Response = Extract<Exchange, { kind: 'response' }>;

const QUESTION = { schema: object({ ok: boolean() }) };

function response(changes: Partial<Response>): Response {
  return {
    kind: 'response',
    status: 200,
    html: false,
    body: '{"ok":true}',
    retryAfter: undefined,
    targetOrigin: undefined,
    ...changes,
  };
}

function read(
  changes: Partial<Response>,
  question: Partial<Parameters<typeof readExchange>[1]> = {},
) {
  return readExchange(response(changes), { ...QUESTION, ...question }, true);
}

describe('the status', () => {
  it.each([200, 299])('%i brings the data', (status) => {
    expect(read({ status })).toEqual({
      kind: 'answer',
      answer: { kind: 'data', data: { ok: true } },
    });
  });

  it.each([300, 399])('%i is a redirect', (status) => {
    expect(read({ status, targetOrigin: 'https://a.example' })).toEqual({
      kind: 'trouble',
      class: 'redirect',
      what: `answered ${status}, a redirect to https://a.example`,
      status,
      retryAfter: undefined,
    });
  });

  it.each([400, 404, 499])('%i is a refusal', (status) => {
    expect(read({ status, body: '{"message":"no"}' })).toEqual({
      kind: 'answer',
      answer: { kind: 'refused', status, json: true, message: 'no' },
    });
  });

  it.each([408, 425, 500, 599])('%i is an outage', (status) => {
    expect(read({ status })).toMatchObject({ class: 'outage', what: `answered ${status}`, status });
  });

  it.each([199, 600, 999])('%i is no HTTP answer', (status) => {
    expect(read({ status })).toMatchObject({
      kind: 'trouble',
      class: 'unrecognised',
      what: `answered ${status}, which is no HTTP answer`,
      status,
    });
  });

  it('429 keeps how long the service wants to be left alone', () => {
    expect(read({ status: 429, retryAfter: '17' })).toEqual({
      kind: 'trouble',
      class: 'throttled',
      what: 'answered 429',
      status: 429,
      retryAfter: '17',
    });
  });

  it('of a failed exchange is none: its code says what happened', () => {
    expect(readExchange({ kind: 'failure', code: 'ENOTFOUND' }, QUESTION, false)).toMatchObject({
      class: 'unknown-host',
      what: 'failed with ENOTFOUND',
    });
  });
});

describe('words that the request takes for an answer', () => {
  const isRefusal = (message: string) => message === 'not found';
  const body = '{"message":"not found"}';

  it('make a 500 an answer', () => {
    expect(read({ status: 500, body }, { isRefusal })).toMatchObject({ kind: 'answer' });
  });

  it.each([501, 502, 503, 408])('do not make a %i one', (status) => {
    expect(read({ status, body }, { isRefusal })).toMatchObject({ class: 'outage' });
  });

  it('must be those words', () => {
    const other = read({ status: 500, body: '{"message":"deadlock"}' }, { isRefusal });
    expect(other).toMatchObject({ class: 'outage', what: 'answered 500' });
  });
});

describe('a body that is not JSON', () => {
  it.each<[string, Partial<Response>, string, string]>([
    ['nothing', { body: '' }, 'outage', 'an empty body'],
    ['nothing but blanks', { body: ' \r\n' }, 'outage', 'an empty body'],
    ['nothing, said to be HTML', { body: ' \n', html: true }, 'outage', 'an empty body'],
    ['text', { body: 'gateway says hello' }, 'outage', 'a body that is not JSON'],
    ['text with a bracket in it', { body: 'a < b <' }, 'outage', 'a body that is not JSON'],
    ['text that is said to be HTML', { body: 'Sign in', html: true }, 'login-page', 'HTML'],
    ['HTML that is not said to be any', { body: '\n <p>Sign in' }, 'login-page', 'HTML'],
    ['HTML', { body: '<p>Sign in</p>', html: true }, 'login-page', 'HTML'],
  ])('with 200, %s, is told by what it looks like', (_, changes, expected, what) => {
    expect(read(changes)).toMatchObject({ class: expected, what: `answered 200 with ${what}` });
  });

  it.each<[string, Partial<Response>, string]>([
    ['JSON', { body: '{"message":"no"}' }, 'permission'],
    ['JSON that is said to be HTML', { body: '{"message":"no"}', html: true }, 'permission'],
    ['text', { body: 'Forbidden' }, 'permission'],
    ['nothing, said to be HTML', { body: '', html: true }, 'permission'],
    ['HTML', { body: '<p>Sign in' }, 'login-page'],
    ['text that is said to be HTML', { body: 'Sign in', html: true }, 'login-page'],
  ])('with 403 is a login page only when it is HTML: %s', (_, changes, expected) => {
    expect(read({ ...changes, status: 403 })).toMatchObject({ class: expected, status: 403 });
  });
});
