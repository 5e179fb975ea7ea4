import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { constants, createBrotliCompress, createDeflate, createGzip } from 'node:zlib';
import type { Exchange, Fault } from './exchange.ts';

/** Faults of proper HTTP answers: what they hold is not what was asked for. */

/** An answer that the service never gave. */
export interface Reply {
  readonly status: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

const PAGE = '<!DOCTYPE html><html><head><title>Sign in</title></head><body>Sign in</body></html>';

/** The same answer each time. */
export function answers(reply: Reply): Fault {
  return ({ response }) => send(response, reply);
}

/** One answer after the other; the last one stays. */
export function answersInTurn(first: Reply, ...rest: readonly Reply[]): Fault {
  const replies = [first, ...rest];
  return ({ response, call }) =>
    send(response, replies[Math.min(call.nth, replies.length) - 1] ?? first);
}

function send(response: Exchange['response'], reply: Reply): void {
  const { status, type = 'application/json', headers = {}, body = '' } = reply;
  response.writeHead(status, { ...(type === '' ? {} : { 'Content-Type': type }), ...headers });
  response.end(body);
}

/** The service's own answer with something changed in its JSON. */
export function withChange(change: (json: Record<string, unknown>) => unknown): Fault {
  return async ({ forward, response }) => {
    const { status, contentType, body } = await forward();
    const changed = change(JSON.parse(body.toString('utf8')));
    response.writeHead(status, { 'Content-Type': contentType });
    response.end(JSON.stringify(changed));
  };
}

/** The service's own answer with something changed in its text. */
export function withText(change: (text: string) => string): Fault {
  return async ({ forward, response }) => {
    const { status, contentType, body } = await forward();
    response.writeHead(status, { 'Content-Type': contentType });
    response.end(change(body.toString('utf8')));
  };
}

export function json(status: number, body: unknown, headers = {}): Fault {
  return answers({ status, headers, body: JSON.stringify(body) });
}

/** A page of a login or of a proxy. */
export function page(status: number): Fault {
  return answers({ status, type: 'text/html; charset=utf-8', body: PAGE });
}

export function redirect(status: number, location: string): Fault {
  return answers({ status, type: 'text/plain', headers: { Location: location }, body: 'moved' });
}

/** What the router says of a call that this installation does not have. */
export const routeGone: Fault = answers({
  status: 404,
  type: 'text/plain',
  body: '404 page not found\n',
});

export const notJson: Fault = withText((text) => text.slice(0, -1));

/** Good JSON behind six megabytes of blanks. */
export const overSize: Fault = withText((text) => `${' '.repeat(6_000_000)}${text}`);

type Encoding = 'gzip' | 'br' | 'deflate';

/** An answer that unfolds to so many megabytes. */
export function bomb(encoding: Encoding, megabytes: number): Fault {
  let packed: Promise<Buffer> | undefined;
  return async ({ response }) => {
    packed ??= packBlanks(encoding, megabytes);
    const body = await packed;
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Content-Encoding': encoding,
      'Content-Length': body.length,
    });
    response.end(body);
  };
}

async function packBlanks(encoding: Encoding, megabytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const packer = {
    gzip: () => createGzip({ level: 9 }),
    br: () => createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
    deflate: () => createDeflate({ level: 9 }),
  }[encoding]();
  packer.on('data', (chunk: Buffer) => chunks.push(chunk));
  const blanks = Buffer.alloc(1 << 20, ' ');
  await pipeline(Readable.from(repeat(blanks, megabytes)), packer);
  return Buffer.concat(chunks);
}

function* repeat(chunk: Buffer, times: number): Generator<Buffer> {
  for (let time = 0; time < times; time += 1) yield chunk;
}
