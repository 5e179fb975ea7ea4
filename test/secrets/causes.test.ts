import { inspect } from 'node:util';
import * as v from 'valibot';
import { afterEach, expect, test } from 'vitest';
import { fakeClock } from '../../src/http/client.fixture.ts';
import { createHttpClient } from '../../src/http/client.ts';
import { closeServers, listen, serveRaw } from '../../src/http/loopback.fixture.ts';
import { findForms } from './forms.ts';
import { KEY, SECRETS } from './secrets.ts';

afterEach(closeServers);

/** Everything that anybody could print of the error of one request, and of the client's own records. */
async function describeFailure(baseUrl: URL, keyHeader = KEY): Promise<string> {
  const client = createHttpClient({
    service: 'Harness',
    baseUrl,
    headers: { 'x-api-key': keyHeader },
    keyInput: 'harness-api-key',
    urlInput: 'harness-url',
    permission: 'registry view',
    clock: fakeClock(),
    requestsPerMinute: undefined,
    maxConcurrent: 16,
    retryDelay: 1_000,
    maxRetryDelay: 60_000,
  });
  const ended = await client
    .request({
      method: 'GET',
      path: '/thing',
      template: '/thing',
      query: { key: KEY },
      schema: v.object({ ok: v.boolean() }),
      until: 20_000,
      maxAttempts: 2,
    })
    .catch((error: unknown) => error);
  client.close();
  expect(ended).toBeInstanceOf(Error);
  return describeAll(ended) + JSON.stringify(client.log);
}

/** The whole chain of causes, hidden properties and stacks included. */
function describeAll(error: unknown): string {
  const texts: string[] = [];
  for (let one = error; one instanceof Error; one = one.cause) {
    texts.push(String(one), one.stack ?? '', inspect(one, { depth: 12, showHidden: true }));
  }
  return texts.join('\n');
}

test('neither the error nor any of its causes holds the key when the server echoes it', async () => {
  const url = await listen((request, response) => {
    const key = String(request.headers['x-api-key']);
    response
      .writeHead(401, { 'x-echo': encodeURIComponent(key) })
      .end(JSON.stringify({ message: key }));
  });
  expect(findForms(await describeFailure(url), SECRETS)).toEqual([]);
});

test('neither the error nor any of its causes holds the key when the answer is no HTTP', async () => {
  const url = await serveRaw((socket) => socket.end(`HTTP/1.1 ${KEY}\r\n${KEY}\r\n\r\n`));
  expect(findForms(await describeFailure(url), SECRETS)).toEqual([]);
});

test('neither the error nor any of its causes holds the key when nobody listens', async () => {
  const url = await serveRaw((socket) => socket.destroy());
  closeServers();
  expect(findForms(await describeFailure(url), SECRETS)).toEqual([]);
});

test('neither the error nor any of its causes holds a key that is no header', async () => {
  const url = await serveRaw((socket) => socket.end());
  expect(findForms(await describeFailure(url, `${KEY}\n`), SECRETS)).toEqual([]);
});
