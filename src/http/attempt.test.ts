import { getEventListeners } from 'node:events';
import { Agent } from 'node:http';
import { Socket } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Exchange } from './attempt.ts';
import { attempt } from './attempt.ts';
import { closeServers, listen, serve, serveRaw } from './loopback.fixture.ts';

let agent = new Agent();
beforeEach(() => {
  agent = new Agent({ keepAlive: true });
});
afterEach(() => {
  agent.destroy();
  closeServers();
});

function get(url: URL, limitMs = 5_000, signal = new AbortController().signal): Promise<Exchange> {
  return attempt({ url, method: 'GET', headers: {}, body: undefined, agent }, limitMs, signal);
}

function serveBytes(encoding: string, bytes: Buffer): Promise<URL> {
  return listen((_, response) => {
    response.writeHead(200, { 'content-encoding': encoding });
    response.end(bytes);
  });
}

describe('an attempt', () => {
  it('brings status, body and the headers that matter', async () => {
    const url = await listen((_, response) => {
      response.writeHead(503, { 'content-type': 'text/HTML; charset=utf-8', 'retry-after': '3' });
      response.end('<p>');
    });
    expect(await get(url)).toEqual({
      kind: 'response',
      status: 503,
      html: true,
      body: '<p>',
      retryAfter: '3',
      targetOrigin: undefined,
    });
  });

  it('reads a compressed body', async () => {
    const url = await serveBytes('gzip', gzipSync('{"ok":true}'));
    expect(await get(url)).toMatchObject({ body: '{"ok":true}' });
  });

  it('stops at 5 MB of what a small body unfolds into', async () => {
    const url = await serveBytes('br', brotliCompressSync(Buffer.alloc(50_000_000)));
    expect(await get(url)).toEqual({ kind: 'failure', code: 'OVERSIZED' });
  });

  it.each([
    ['before any answer', ''],
    ['in the headers', 'HTTP/1.1 200 OK\r\ncontent-'],
    ['in the body', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n{'],
  ])('gives up on a server that falls silent %s', async (_, bytes) => {
    const url = await serveRaw((socket) => socket.write(bytes));
    expect(await get(url, 20)).toEqual({ kind: 'failure', code: 'TIMEOUT' });
  });

  it.each([
    ['a body shorter than its length', 'content-length: 10\r\n\r\n{', 'ECONNRESET'],
    ['chunks without an end', 'transfer-encoding: chunked\r\n\r\n1\r\n{\r\n', 'ECONNRESET'],
    ['broken compression', 'content-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}', 'Z_DATA_ERROR'],
  ])('fails with a code on %s', async (_, rest, code) => {
    const url = await serveRaw((socket) => socket.end(`HTTP/1.1 200 OK\r\n${rest}`));
    const exchange = await get(url);
    expect(exchange).toMatchObject({ kind: 'failure' });
    expect([code, 'ERR_STREAM_PREMATURE_CLOSE']).toContain(
      exchange.kind === 'failure' ? exchange.code : '',
    );
  });

  it('ends at once when the caller says so', async () => {
    const controller = new AbortController();
    const url = await listen(() => controller.abort());
    expect(await get(url, 5_000, controller.signal)).toEqual({ kind: 'failure', code: 'ABORTED' });
  });

  it('is not sent at all when the caller has said so before', async () => {
    let asked = 0;
    const url = await listen(() => {
      asked += 1;
    });
    expect(await get(url, 5_000, AbortSignal.abort())).toEqual({
      kind: 'failure',
      code: 'ABORTED',
    });
    expect(asked).toBe(0);
  });

  it('leaves no socket behind that nobody reads', async () => {
    const url = await serveRaw((socket) => {
      socket.write('HTTP/1.1 302 Found\r\nlocation: /x\r\ncontent-length: 10\r\n\r\n{');
    });
    expect(await get(url)).toMatchObject({ status: 302, body: '', targetOrigin: url.origin });
    await expect.poll(() => Object.keys(agent.sockets)).toEqual([]);
  });
});

describe('what an attempt leaves behind', () => {
  it('is neither a timer nor a listener', async () => {
    const { url } = await serve({});
    const { signal } = new AbortController();
    const set = vi.spyOn(globalThis, 'setTimeout');
    const clear = vi.spyOn(globalThis, 'clearTimeout');
    await get(url, 54_321, signal);
    const timer = set.mock.results[set.mock.calls.findIndex(([, ms]) => ms === 54_321)]?.value;
    expect(timer).toBeDefined();
    expect(clear).toHaveBeenCalledWith(timer);
    expect(getEventListeners(signal, 'abort')).toEqual([]);
  });
});

describe('a redirect', () => {
  it.each([300, 302, 399])('%i leads to an origin, and its body is not read', async (status) => {
    const headers = { location: 'https://user:password@login.example/path?token=t' };
    const { url } = await serve({ status, headers, body: 'elsewhere' });
    expect(await get(url)).toMatchObject({
      status,
      body: '',
      targetOrigin: 'https://login.example',
    });
  });

  it.each([200, 400])('is none with status %i, whatever the headers say', async (status) => {
    const { url } = await serve({ status, headers: { location: '/x' }, body: 'here' });
    expect(await get(url)).toMatchObject({ status, body: 'here', targetOrigin: undefined });
  });

  it.each([
    ['without an address', {}],
    ['to an address that cannot be read', { location: 'http://[' }],
    ['to an address without an origin', { location: 'mailto:somebody@login.example' }],
  ])('%s leads nowhere', async (_, headers) => {
    const { url } = await serve({ status: 302, headers: { ...headers } });
    expect(await get(url)).toMatchObject({ status: 302, targetOrigin: undefined });
  });
});

describe('the content type', () => {
  it.each([
    ['text/html', true],
    ['application/xhtml+xml; profile=html', true],
    ['text/htmlish', false],
    ['application/json', false],
  ])('%s is told from others', async (type, html) => {
    const { url } = await serve({ type });
    expect(await get(url)).toMatchObject({ html });
  });

  it('may be missing', async () => {
    const url = await listen((_, response) => response.end('{}'));
    expect(await get(url)).toMatchObject({ html: false, body: '{}', retryAfter: undefined });
  });
});

describe('the code of a failure', () => {
  /** What becomes of an attempt whose connection fails with this. */
  function failWith(error: Error): Promise<Exchange> {
    agent.createConnection = (_options, callback) => {
      callback?.(error, new Socket());
      return undefined;
    };
    return get(new URL('http://127.0.0.1:1'));
  }

  const coded = (code: unknown, message = 'failed') => Object.assign(new Error(message), { code });

  it.each(['ECONNRESET', 'EPIPE', 'ERR_SSL_WRONG_VERSION_NUMBER', 'E2', `E${'X'.repeat(60)}`])(
    'is kept: %s',
    async (code) => {
      expect(await failWith(coded(code))).toEqual({ kind: 'failure', code });
    },
  );

  it.each([
    ['in lower case', 'econnreset'],
    ['with something before it', 'at ECONNRESET'],
    ['with something behind it', 'ECONNRESET at https://a.example'],
    ['of one letter', 'E'],
    ['of too many letters', `E${'X'.repeat(61)}`],
    ['that is a number', 104],
    ['that is missing', undefined],
  ])('is not taken for one of ours %s', async (_, code) => {
    const exchange = await failWith(coded(code));
    expect(exchange).toEqual({ kind: 'failure', code: 'ERR_STREAM_PREMATURE_CLOSE' });
  });

  it.each([
    ['HTTP/1.1 407 Proxy Authentication Required', 'PROXY_407'],
    ['HTTP/1.0 403 Forbidden', 'PROXY_403'],
    ['HTTP/1.1 403', 'PROXY_403'],
    ['HTTP/1.1 502 Bad Gateway', 'ERR_PROXY_TUNNEL'],
    ['HTTP/1.1 4031', 'ERR_PROXY_TUNNEL'],
    ['answer 407', 'ERR_PROXY_TUNNEL'],
  ])('of a proxy is read from its words: %s', async (answer, code) => {
    const error = coded('ERR_PROXY_TUNNEL', `Failed to establish tunnel: ${answer}`);
    expect(await failWith(error)).toEqual({ kind: 'failure', code });
  });

  it.each([
    ['an error without a code', new Error('no connection')],
    ['an error with a code in words', coded('no connection')],
    ['something that is no error', null],
  ])('is unknown where the transport itself throws %s', async (_, thrown) => {
    agent.createConnection = () => {
      throw thrown;
    };
    const exchange = await get(new URL('http://127.0.0.1:1'));
    expect(exchange).toEqual({ kind: 'failure', code: 'UNKNOWN' });
  });

  it('is kept where the transport itself throws one', async () => {
    agent.createConnection = () => {
      throw coded('ERR_INVALID_CHAR');
    };
    const exchange = await get(new URL('http://127.0.0.1:1'));
    expect(exchange).toEqual({ kind: 'failure', code: 'ERR_INVALID_CHAR' });
  });
});
