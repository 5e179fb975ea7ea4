import type { Agent } from 'node:http';
import https from 'node:https';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { attempt } from './attempt.ts';
import { CERTIFICATE, CERTIFICATE_KEY } from './certificate.fixture.ts';
import { ask, makeClient } from './client.fixture.ts';
import { connectionWarnings, createAgent } from './connections.ts';
import { closeServers, listen, open, serve, serveRaw } from './loopback.fixture.ts';

beforeEach(() => {
  for (const name of ['https_proxy', 'HTTPS_PROXY', 'no_proxy', 'NO_PROXY']) vi.stubEnv(name, '');
});
afterEach(closeServers);

describe('a connection', () => {
  it('is used again within a burst', async () => {
    const sockets = new Set<unknown>();
    const url = await listen((request, response) => {
      sockets.add(request.socket);
      response.end('{"ok":true}');
    });
    const client = makeClient(url);
    await ask(client);
    await ask(client);
    client.close();
    expect(sockets.size).toBe(1);
  });

  it.each([
    ['four seconds', {}, 4_000],
    ['four seconds, whatever the server allows beyond', { 'keep-alive': 'timeout=60' }, 4_000],
    ['what the server allows, when that is less', { 'keep-alive': 'timeout=2' }, 2_000],
  ])('is kept idle for %s at most', async (_, headers, most) => {
    const { url } = await serve({ headers });
    const agent = createAgent(url, {});
    const call = { url, method: 'GET', headers: {}, body: undefined, agent } as const;
    await attempt(call, 1_000, new AbortController().signal);
    await expect.poll(() => idleSockets(agent).length).toBe(1);
    const limit = idleSockets(agent)[0]?.timeout ?? 0;
    expect(limit).toBeGreaterThan(0);
    expect(limit).toBeLessThanOrEqual(most);
    agent.destroy();
  });
});

function idleSockets(agent: Agent): Socket[] {
  return Object.values(agent.freeSockets).flatMap((sockets) => sockets ?? []);
}

async function serveTls(): Promise<URL> {
  const options = { cert: CERTIFICATE, key: CERTIFICATE_KEY };
  const url = await open(https.createServer(options, (_, response) => response.end('{}')));
  return new URL(`https://127.0.0.1:${url.port}`);
}

describe('TLS', () => {
  it.each(['', '0'])(
    'refuses an unknown certificate at once (NODE_TLS_REJECT_UNAUTHORIZED=%s)',
    async (reject) => {
      vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', reject);
      const client = makeClient(await serveTls());
      await expect(ask(client)).rejects.toMatchObject({
        code: 'configuration',
        message: expect.stringMatching(
          /failed with DEPTH_ZERO_SELF_SIGNED_CERT; check harness-url,.* NODE_EXTRA_CA_CERTS$/,
        ),
      });
      expect(client.log).toHaveLength(1);
      client.close();
    },
  );

  it('refuses a server without it at once', async () => {
    const { url } = await serve({});
    const client = makeClient(new URL(`https://127.0.0.1:${url.port}`));
    await expect(ask(client)).rejects.toMatchObject({ code: 'configuration' });
    expect(client.log).toHaveLength(1);
    client.close();
  });
});

describe('a proxy', () => {
  const service = new URL('https://harness.example');

  it.each([
    ['407 Proxy Authentication Required', 'configuration', /by the proxy, which answered 407/],
    ['403 Forbidden', 'configuration', /by the proxy, which answered 403: check HTTPS_PROXY/],
    ['502 Bad Gateway', 'unreachable', /failed with ERR_PROXY_TUNNEL \(2 attempts\)/],
  ])('that answers %s is told from the service', async (status, code, message) => {
    const proxy = await serveRaw((socket) => socket.end(`HTTP/1.1 ${status}\r\n\r\n`));
    vi.stubEnv('HTTPS_PROXY', proxy.href);
    const client = makeClient(service);
    await expect(ask(client, { maxAttempts: 2 })).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
    client.close();
  });

  /** Whether the proxy hears of the service. */
  async function isProxied(
    noProxy: string,
    { scheme = 'http', toCase = (name: string) => name } = {},
  ): Promise<boolean> {
    const heard = vi.fn();
    const proxy = await serveRaw((socket) => {
      heard();
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
    });
    const agent = createAgent(service, {
      [toCase('HTTPS_PROXY')]: proxy.href.replace('http', scheme),
      [toCase('NO_PROXY')]: noProxy,
    });
    const call = { url: service, method: 'GET', headers: {}, body: undefined, agent } as const;
    expect(await attempt(call, 5_000, new AbortController().signal)).toMatchObject({
      kind: 'failure',
    });
    agent.destroy();
    return heard.mock.calls.length > 0;
  }

  it.each([
    'harness.example',
    'example',
    'EXAMPLE',
    '.example',
    '*.example',
    'other.test, example',
    ' example ,, ',
    '*',
    'other.test example',
  ])('is not asked for what NO_PROXY covers: %s', async (noProxy) => {
    expect(await isProxied(noProxy)).toBe(false);
  });

  it.each([
    '',
    ',',
    'arness.example',
    'ness.example',
    'app.harness.example',
    '127.0.0.1',
    'example:80',
  ])('is asked for what NO_PROXY does not cover: %s', async (noProxy) => {
    expect(await isProxied(noProxy)).toBe(true);
  });

  it('may be written in capitals, and its variables in small letters', async () => {
    const toCase = (name: string) => name.toLowerCase();
    expect(await isProxied('', { scheme: 'HTTP' })).toBe(true);
    expect(await isProxied('', { scheme: 'HTTP', toCase })).toBe(true);
    expect(await isProxied('example', { toCase })).toBe(false);
  });

  it('is not asked for this machine', async () => {
    vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:1');
    vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:1');
    const client = makeClient((await serve({ body: { ok: true } })).url);
    expect(await ask(client)).toMatchObject({ kind: 'data' });
    client.close();
  });

  it('is not asked for this machine with TLS either', async () => {
    vi.stubEnv('HTTPS_PROXY', 'http://127.0.0.1:1');
    const client = makeClient(await serveTls());
    await expect(ask(client)).rejects.toThrow('DEPTH_ZERO_SELF_SIGNED_CERT');
    client.close();
  });

  it('whose URL cannot be read is an error that does not show it', () => {
    const make = () => createAgent(service, { HTTPS_PROXY: 'http://user:secret@:::' });
    expect(make).toThrow(/^HTTPS_PROXY does not hold a URL/);
    expect(make).toThrow(expect.objectContaining({ code: 'configuration' }));
  });
});

describe('connectionWarnings', () => {
  it.each([
    ['nothing', {}, 'v24.21.0'],
    ['a proxy that works', { HTTPS_PROXY: 'http://proxy:3128' }, 'v24.5.0'],
    ['a proxy with TLS, in capitals', { HTTPS_PROXY: 'HTTPS://proxy:3128' }, 'v24.10.1'],
    ['a proxy of a later Node', { HTTPS_PROXY: 'http://proxy:3128' }, 'v25.0.0'],
    [
      'an empty variable beside one that works',
      { https_proxy: '', HTTPS_PROXY: 'http://p' },
      'v26.1.0',
    ],
    ['checks that are not switched off', { NODE_TLS_REJECT_UNAUTHORIZED: '1' }, 'v24.21.0'],
    ['an empty variable', { HTTPS_PROXY: '' }, 'v20.20.2'],
  ])('has nothing to say about %s', (_, env, version) => {
    expect(connectionWarnings(env, version)).toEqual([]);
  });

  it.each([
    [
      'a proxy without a scheme',
      { https_proxy: 'u:secret@proxy:3128' },
      /^https_proxy is ignored: it must begin/,
    ],
    [
      'a scheme that Node does not know',
      { HTTPS_PROXY: 'socks5://proxy' },
      /^HTTPS_PROXY is ignored/,
    ],
    [
      'a scheme that only ends like one',
      { HTTPS_PROXY: 'xhttp://proxy' },
      /^HTTPS_PROXY is ignored: it must begin with http:\/\/ or https:\/\/$/,
    ],
  ])('names %s, never the value', (_, env, warning) => {
    const warnings = connectionWarnings(env, 'v24.21.0');
    expect(warnings).toEqual([expect.stringMatching(warning)]);
    expect(warnings[0]).not.toContain('secret');
  });

  it.each(['v24.4.1', 'v22.19.0'])('says that Node %s uses no proxy', (version) => {
    expect(connectionWarnings({ HTTPS_PROXY: 'http://proxy' }, version)).toEqual([
      `HTTPS_PROXY is ignored: Node ${version} cannot use it, Node 24.5 can`,
    ]);
  });
});
