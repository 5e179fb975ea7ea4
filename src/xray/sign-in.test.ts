import { afterEach, describe, expect, it } from 'vitest';
import { GateError } from '../errors.ts';
import { fakeClock, makeClient } from '../http/client.fixture.ts';
import { closeServers, type Scripted, serve } from '../http/loopback.fixture.ts';
import { createOidcSignIn, type OidcOptions } from './sign-in.ts';

afterEach(closeServers);

const token = (name: string, more: object = {}): Scripted => ({
  body: { access_token: name, expires_in: 3_600, token_type: 'Bearer', ...more },
});

/** Signing in at a scripted platform; `now` may be set. */
async function open(answers: readonly Scripted[], overrides: Partial<OidcOptions> = {}) {
  const server = await serve(...answers);
  const client = makeClient(server.url, { service: 'JFrog', headers: {}, clock: fakeClock() });
  const time = { now: 0 };
  const masked: string[] = [];
  let idTokens = 0;
  const signIn = createOidcSignIn(client, {
    provider: 'github-oidc',
    audience: 'jfrog-github',
    project: undefined,
    fetchIdToken: async (audience) => {
      idTokens += 1;
      return `id-token-${idTokens}-${audience}`;
    },
    mask: (secret) => masked.push(secret),
    now: () => time.now,
    ...overrides,
  });
  return { signIn, client, time, masked, asked: server.asked };
}

const granted = (name: string) => ({
  kind: 'granted',
  headers: { Authorization: `Bearer ${name}` },
});

async function refusalOf(answer: Scripted): Promise<GateError> {
  const { signIn } = await open([answer]);
  const error = await signIn.obtain().catch((thrown: unknown) => thrown);
  if (error instanceof GateError) return error;
  throw new Error('nothing was refused');
}

describe('signing in by OIDC', () => {
  it("exchanges the job's id token, without any key and without an audience", async () => {
    const { signIn, asked } = await open([token('first')]);
    expect(await signIn.obtain()).toEqual(granted('first'));
    const [question] = asked;
    expect(question?.request).toMatchObject({
      method: 'POST',
      url: '/access/api/v1/oidc/token',
    });
    expect(question?.request.headers).not.toHaveProperty('authorization');
    expect(JSON.parse(question?.body ?? '')).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
      subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
      subject_token: 'id-token-1-jfrog-github',
      provider_name: 'github-oidc',
    });
  });

  it('names the project', async () => {
    const { signIn, asked } = await open([token('first')], { project: 'shop' });
    await signIn.obtain();
    expect(JSON.parse(asked[0]?.body ?? '')).toMatchObject({ project_key: 'shop' });
  });

  it('masks the id token before it is sent and the access token before it is granted', async () => {
    const { signIn, masked } = await open([token('first')]);
    await signIn.obtain();
    expect(masked).toEqual(['id-token-1-jfrog-github', 'first']);
  });

  it('exchanges once for all who need a token, however many', async () => {
    const { signIn, asked } = await open([token('first'), token('second')]);
    const all = await Promise.all([signIn.obtain(), signIn.obtain(), signIn.obtain()]);
    expect(all).toEqual([granted('first'), granted('first'), granted('first')]);
    expect(await signIn.obtain()).toEqual(granted('first'));
    expect(asked).toHaveLength(1);
  });

  it.each([
    [3_600, 3_539_000, 3_540_000],
    [100, 49_000, 50_000],
  ])('exchanges again before the end of %i seconds', async (seconds, before, after) => {
    const { signIn, time } = await open([token('first', { expires_in: seconds }), token('second')]);
    await signIn.obtain();
    time.now = before;
    expect(await signIn.obtain()).toEqual(granted('first'));
    time.now = after;
    expect(await signIn.obtain()).toEqual(granted('second'));
  });

  it.each([0, null, undefined])('keeps a token that lasts %s seconds', async (seconds) => {
    const { signIn, time } = await open([token('first', { expires_in: seconds }), token('second')]);
    await signIn.obtain();
    time.now = Number.MAX_SAFE_INTEGER;
    expect(await signIn.obtain()).toEqual(granted('first'));
  });

  it('exchanges again after a rejection, once for all who were rejected', async () => {
    const { signIn, asked } = await open([token('first'), token('second'), token('third')]);
    const first = await signIn.obtain();
    if (first.kind !== 'granted') throw new Error('not granted');
    signIn.reject(first);
    expect(await signIn.obtain()).toEqual(granted('second'));
    signIn.reject(first);
    expect(await signIn.obtain()).toEqual(granted('second'));
    expect(asked).toHaveLength(2);
  });
});

it('that keeps being refused with 429 is no outage, but asks for patience', async () => {
  const { signIn } = await open([{ status: 429 }]);
  expect(await signIn.obtain()).toMatchObject({ kind: 'trouble', class: 'throttled', status: 429 });
});

describe('an outage of the exchange', () => {
  it('is tried again, and passes', async () => {
    const { signIn } = await open([{ status: 502 }, { status: 503 }, token('first')]);
    expect(await signIn.obtain()).toEqual(granted('first'));
  });

  it('is left to the request that needs the token, which may ask again', async () => {
    const outage = { status: 503, body: { errors: [{ message: 'id-token-1' }] } };
    const { signIn, asked } = await open([outage, outage, outage, token('first')]);
    expect(await signIn.obtain()).toEqual({
      kind: 'trouble',
      class: 'outage',
      what: 'was not sent, because POST /access/api/v1/oidc/token answered 503',
    });
    expect(asked).toHaveLength(3);
    expect(await signIn.obtain()).toEqual(granted('first'));
  });

  it('may be one of GitHub', async () => {
    const fetchIdToken = () => Promise.reject(new GateError('unreachable', 'GitHub answered 503'));
    const { signIn, asked } = await open([token('first')], { fetchIdToken });
    expect(await signIn.obtain()).toMatchObject({
      class: 'outage',
      what: 'was not sent, because GitHub answered 503',
    });
    expect(asked).toHaveLength(0);
  });
});

describe('a refusal of the exchange', () => {
  const MEND = 'check jfrog-oidc-provider and jfrog-oidc-audience';

  it.each([
    [400, 'configuration', 'answered 400 (something about the audience)', 'Invalid audience'],
    [404, 'configuration', 'answered 404 (something about the provider)', 'Provider not found'],
    [401, 'permission', 'answered 401', 'Bad id token'],
    [403, 'permission', 'answered 403', 'No identity mapping fits'],
  ])('with %i says what to check, and quotes nobody', async (status, code, what, message) => {
    const { code: told, message: said } = await refusalOf({
      status,
      body: { errors: [{ code: 'X', message: `${message} SECRET` }] },
    });
    expect(told).toBe(code);
    expect(said).toContain(what);
    expect(said).toContain(MEND);
    expect(said).toContain('identity mapping');
    expect(said).not.toContain('SECRET');
  });

  it('may be that of a platform without OIDC', async () => {
    const error = await refusalOf({ status: 404, type: 'text/plain', body: '404 page not found' });
    expect(error).toMatchObject({
      code: 'missing-call',
      message: expect.stringContaining('needs Artifactory 7.77.3 or newer'),
    });
  });

  it.each([
    ['without a token', { expires_in: 1 }],
    ['with a token that fits into no header', { access_token: 'a\r\nb' }],
    ['with an empty token', { access_token: '' }],
    ['with a lifetime below zero', { access_token: 'first', expires_in: -1 }],
  ])('is an answer %s', async (_, body) => {
    expect(await refusalOf({ body })).toMatchObject({ code: 'unrecognised' });
  });

  it('is remembered: every image would be refused alike', async () => {
    const { signIn, asked } = await open([{ status: 400 }, token('first')]);
    await expect(signIn.obtain()).rejects.toMatchObject({ code: 'configuration' });
    await expect(signIn.obtain()).rejects.toMatchObject({ code: 'configuration' });
    expect(asked).toHaveLength(1);
  });
});
