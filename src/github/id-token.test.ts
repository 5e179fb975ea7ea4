import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { closeServers, type Scripted, serve } from '../http/loopback.fixture.ts';
import { fetchIdToken } from './id-token.ts';

let written = '';

beforeEach(() => {
  written = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => {
    written += String(chunk);
    return true;
  });
});
afterEach(() => {
  vi.restoreAllMocks();
  closeServers();
});

async function standIn(answer: Scripted) {
  const server = await serve(answer);
  vi.stubEnv('ACTIONS_ID_TOKEN_REQUEST_URL', `${server.url.href}id?api-version=2.0`);
  vi.stubEnv('ACTIONS_ID_TOKEN_REQUEST_TOKEN', 'request-token');
  return server.asked;
}

describe('fetchIdToken', () => {
  it('asks the runner’s endpoint for the audience, and masks the token', async () => {
    const asked = await standIn({ body: { value: 'header.claims.signature' } });
    expect(await fetchIdToken('jfrog github')).toBe('header.claims.signature');
    expect(asked[0]?.request.url).toBe('/id?api-version=2.0&audience=jfrog%20github');
    expect(asked[0]?.request.headers.authorization).toBe('Bearer request-token');
    expect(written).toContain('::add-mask::header.claims.signature');
  });

  it('leaves the audience to GitHub where none is given', async () => {
    const asked = await standIn({ body: { value: 'token' } });
    await fetchIdToken(undefined);
    expect(asked[0]?.request.url).toBe('/id?api-version=2.0');
  });

  it.each([
    [400, 'permission'],
    [403, 'permission'],
    [500, 'unreachable'],
  ])('does not repeat the words of an answer %i', async (status, code) => {
    await standIn({ status, body: { message: 'SECRET' } });
    const error = fetchIdToken('a');
    await expect(error).rejects.toMatchObject({
      code,
      message: expect.stringContaining(`GitHub answered ${status} to the request for an id token`),
    });
    await expect(error).rejects.not.toMatchObject({ message: expect.stringContaining('SECRET') });
  });

  it.each(['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN'])(
    'names the permission where %s is missing',
    async (name) => {
      await standIn({});
      vi.stubEnv(name, '');
      await expect(fetchIdToken('a')).rejects.toMatchObject({
        code: 'permission',
        message: expect.stringContaining('the job needs `permissions: id-token: write`'),
      });
    },
  );

  it('is an outage where nobody listens, or where nothing is in the answer', async () => {
    await standIn({ body: {} });
    await expect(fetchIdToken('a')).rejects.toMatchObject({ code: 'unreachable' });
    closeServers();
    await expect(fetchIdToken('a')).rejects.toMatchObject({
      code: 'unreachable',
      message: 'GitHub gave no id token',
    });
  });
});
