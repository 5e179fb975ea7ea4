import type { Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { connect } from './fetch.ts';
import { closeServers, listen, serve } from './loopback.fixture.ts';

afterEach(closeServers);

describe('connect', () => {
  it('sends what it is given', async () => {
    const { url, asked } = await serve({ body: { ok: true } });
    const { fetch, close } = connect(url, 'GITHUB_API_URL', {});
    const response = await fetch(`${url.href}repos`, { headers: { authorization: 'token x' } });
    expect(await response.json()).toEqual({ ok: true });
    expect(asked[0]?.request.headers.authorization).toBe('token x');
    close();
  });

  it('ends its connections when it is closed', async () => {
    const sockets = new Set<Socket>();
    const url = await listen((request, response) => {
      sockets.add(request.socket);
      response.end('{}');
    });
    const { fetch, close } = connect(url, 'GITHUB_API_URL', {});
    await (await fetch(url.href, {})).text();
    await (await fetch(url.href, {})).text();
    expect(sockets.size).toBe(1);
    close();
    await expect.poll(() => [...sockets].every((socket) => socket.destroyed)).toBe(true);
  });

  it('follows no redirect', async () => {
    const { url, asked } = await serve({ status: 302, headers: { location: '/elsewhere' } });
    const { fetch, close } = connect(url, 'GITHUB_API_URL', {});
    expect((await fetch(url.href, {})).status).toBe(302);
    expect(asked).toHaveLength(1);
    close();
  });

  it('sends nothing once it is too late, and leaves nothing behind that fails', async () => {
    const { url, asked } = await serve();
    const { fetch, close } = connect(url, 'GITHUB_API_URL', {});
    const signal = AbortSignal.abort();
    await expect(fetch(url.href, { method: 'POST', body: '{}', signal })).rejects.toThrow(
      'aborted',
    );
    expect(asked).toEqual([]);
    close();
  });

  it('sends nothing to another origin', async () => {
    const { url } = await serve();
    const { url: other, asked } = await serve();
    const { fetch, close } = connect(url, 'GITHUB_API_URL', {});
    await expect(fetch(other.href, {})).rejects.toThrow('another origin');
    expect(asked).toEqual([]);
    close();
  });

  it.each(['http://github.example.com/api/v3', 'https://user:password@github.example.com/api/v3'])(
    'refuses a base URL that gives a token away: %s',
    (base) => {
      expect(() => connect(new URL(base), 'GITHUB_API_URL', {})).toThrow(/^GITHUB_API_URL must/);
    },
  );
});
