import { afterEach, describe, expect, it } from 'vitest';
import { fakeClock, makeClient } from '../http/client.fixture.ts';
import { closeServers, type Scripted, serve, serveRaw } from '../http/loopback.fixture.ts';
import { fetchIdToken, findIdTokenSource } from './id-token.ts';

afterEach(closeServers);

/** A client as the run makes it, of an endpoint as GitHub has them. */
function endpointAt(origin: URL) {
  const clock = fakeClock();
  const client = makeClient(origin, {
    clock,
    service: 'GitHub',
    headers: { Authorization: 'Bearer request-token' },
    urlInput: 'ACTIONS_ID_TOKEN_REQUEST_URL',
  });
  return { client, url: new URL(`${origin.href}id?api-version=2.0`) };
}

async function ask(...answers: readonly Scripted[]) {
  const server = await serve(...answers);
  const endpoint = endpointAt(server.url);
  const token = fetchIdToken(endpoint, 'jfrog github', 1_000);
  token.catch(() => undefined);
  await Promise.allSettled([token]);
  endpoint.client.close();
  return { token, asked: server.asked };
}

describe('fetchIdToken', () => {
  it('asks the runner’s endpoint for the audience', async () => {
    const { token, asked } = await ask({ body: { value: 'header.claims.signature' } });
    expect(await token).toBe('header.claims.signature');
    expect(asked[0]?.request.url).toBe('/id?api-version=2.0&audience=jfrog+github');
    expect(asked[0]?.request.headers.authorization).toBe('Bearer request-token');
  });

  it('leaves the audience to GitHub where none is given', async () => {
    const server = await serve({ body: { value: 'token' } });
    const endpoint = endpointAt(server.url);
    await fetchIdToken(endpoint, undefined, 1_000);
    endpoint.client.close();
    expect(server.asked[0]?.request.url).toBe('/id?api-version=2.0');
  });

  it.each([
    [400, 'permission'],
    [403, 'permission'],
    [404, 'permission'],
    [425, 'unreachable'],
    [429, 'timed-out'],
    [500, 'unreachable'],
  ])('does not repeat the words of an answer %i', async (status, code) => {
    const { token } = await ask({ status, body: { message: 'SECRET' } });
    await expect(token).rejects.toMatchObject({
      code,
      message: expect.stringContaining(`GitHub answered ${status} to the request for an id token`),
    });
    await expect(token).rejects.not.toMatchObject({ message: expect.stringContaining('SECRET') });
  });

  it('names the permission where the job may have none', async () => {
    await expect(fetchIdToken(undefined, 'a', 0)).rejects.toMatchObject({
      code: 'permission',
      message: expect.stringContaining('the job needs `permissions: id-token: write`'),
    });
  });

  it('gets over an outage that does not last', async () => {
    const { token } = await ask({ status: 502 }, { body: { value: 'token' } });
    expect(await token).toBe('token');
  });

  it('is an outage where nobody answers', async () => {
    const endpoint = endpointAt(await serveRaw((socket) => socket.destroy()));
    await expect(fetchIdToken(endpoint, 'a', 1_000)).rejects.toMatchObject({
      code: 'unreachable',
      message: 'GitHub gave no id token',
    });
    endpoint.client.close();
  });

  it('never follows a redirect, and takes no other answer for a token', async () => {
    const elsewhere = { status: 302, headers: { location: 'https://elsewhere.example/id' } };
    await expect((await ask(elsewhere)).token).rejects.toMatchObject({ code: 'redirect' });
    for (const body of [{}, { value: '' }, { value: 'two words' }, []]) {
      await expect((await ask({ body })).token).rejects.toMatchObject({ code: 'unrecognised' });
    }
  });
});

describe('findIdTokenSource', () => {
  const ENV = {
    ACTIONS_ID_TOKEN_REQUEST_URL: 'https://pipelines.example/id?api-version=2.0',
    ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token',
  };

  it('is what the runner says', () => {
    expect(findIdTokenSource(ENV)?.requestToken).toBe('request-token');
  });

  it.each(['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'])(
    'is none without %s',
    (name) => {
      expect(findIdTokenSource({ ...ENV, [name]: '' })).toBeUndefined();
      expect(findIdTokenSource({ ...ENV, [name]: undefined })).toBeUndefined();
    },
  );
});
