import { setTimeout as sleep } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { Exchange, Fault, ServiceAnswer } from './exchange.ts';

/** Faults of the connection itself: nothing in them is a proper HTTP answer, or not a whole one. */

/** Head of an answer, written byte by byte as it stands here. The connection serves no other request. */
function head(...lines: readonly string[]): string {
  const usual = ['HTTP/1.1 200 OK', 'Content-Type: application/json', 'Connection: close'];
  return [...usual, ...lines, '', ''].join('\r\n');
}

/** Writes past the HTTP server, straight to the client. */
function write(exchange: Exchange, ...parts: readonly (string | Buffer)[]): void {
  for (const part of parts) exchange.socket.write(part);
}

function halfOf({ body }: ServiceAnswer): Buffer {
  return body.subarray(0, Math.floor(body.length / 2));
}

export const refused: Fault = ({ goAway }) => goAway();

/** Back again after a moment. */
export const refusedForAMoment: Fault = ({ goAway }) => goAway(60);

export const resetBeforeHeaders: Fault = ({ socket }) => {
  socket.resetAndDestroy();
};

export const closedBeforeHeaders: Fault = ({ socket }) => {
  socket.end();
};

export const resetInBody: Fault = async (exchange) => {
  const answer = await exchange.forward();
  write(exchange, head(`Content-Length: ${answer.body.length}`), halfOf(answer));
  await sleep(20);
  exchange.socket.resetAndDestroy();
};

export const silent: Fault = () => undefined;

export const silentInBody: Fault = async (exchange) => {
  const answer = await exchange.forward();
  write(exchange, head(`Content-Length: ${answer.body.length}`), halfOf(answer));
};

/** A good answer at one byte every 100 ms: hours. */
export const dripFed: Fault = async (exchange) => {
  const { body } = await exchange.forward();
  write(exchange, head(`Content-Length: ${body.length}`));
  for (const byte of body) {
    if (exchange.socket.destroyed) return;
    write(exchange, Buffer.of(byte));
    await sleep(100);
  }
};

/** Blanks without end, as fast as they are taken. */
export const endlessBody: Fault = async (exchange) => {
  const blanks = `10000\r\n${' '.repeat(0x10000)}\r\n`;
  write(exchange, head('Transfer-Encoding: chunked'));
  while (!exchange.socket.destroyed) {
    write(exchange, blanks);
    await sleep(1);
  }
};

/** Head lines without end: the answer never begins. */
export const endlessHead: Fault = async (exchange) => {
  write(exchange, 'HTTP/1.1 200 OK\r\n');
  for (let line = 0; !exchange.socket.destroyed; line += 1) {
    write(exchange, `X-Line-${line}: ${'x'.repeat(1000)}\r\n`);
    await sleep(1);
  }
};

export const lengthTooLong: Fault = async (exchange) => {
  const { body } = await exchange.forward();
  write(exchange, head(`Content-Length: ${body.length + 10}`), body);
  exchange.socket.end();
};

export const lengthTooShort: Fault = async (exchange) => {
  const { body } = await exchange.forward();
  write(exchange, head(`Content-Length: ${body.length - 10}`), body);
};

/** Cut where no length says that anything is missing. */
export const cutWithoutLength: Fault = async (exchange) => {
  write(exchange, head(), halfOf(await exchange.forward()));
  exchange.socket.end();
};

export const cutGzip: Fault = async (exchange) => {
  const { body } = await exchange.forward();
  const packed = gzipSync(body);
  const part = packed.subarray(0, packed.length - 30);
  write(exchange, head('Content-Encoding: gzip', `Content-Length: ${part.length}`), part);
};

/** Says gzip and is none. */
export const notGzip: Fault = async (exchange) => {
  const { body } = await exchange.forward();
  write(exchange, head('Content-Encoding: gzip', `Content-Length: ${body.length}`), body);
};

export const badChunking: Fault = async (exchange) => {
  const { body } = await exchange.forward();
  write(exchange, head('Transfer-Encoding: chunked'), 'one two\r\n', body, '\r\n0\r\n\r\n');
};

/** The last chunk is missing. */
export const cutChunking: Fault = async (exchange) => {
  const { body } = await exchange.forward();
  const size = body.length.toString(16);
  write(exchange, head('Transfer-Encoding: chunked'), `${size}\r\n`, body, '\r\n');
  exchange.socket.end();
};

export const notHttp: Fault = (exchange) => {
  write(exchange, 'SSH-2.0-OpenSSH_9.7\r\n');
};

/** A good answer in no hurry. */
export const slowButFine: Fault = async ({ forward, response }) => {
  const { status, body, contentType } = await forward();
  await sleep(150);
  response.writeHead(status, { 'Content-Type': contentType });
  for (let at = 0; at < body.length; at += 200) {
    response.write(body.subarray(at, at + 200));
    await sleep(10);
  }
  response.end();
};
