import { Agent } from 'node:http';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Exchange } from './attempt.ts';
import { attempt } from './attempt.ts';
import { closeServers, listen, serveRaw } from './loopback.fixture.ts';

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
