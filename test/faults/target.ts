import { createServer } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';

/** A server that must never be asked anything. */
export interface Target {
  readonly port: number;
  /** Everything that it was sent, as text. */
  received(): string;
  close(): Promise<void>;
}

/** Listens on a port of its own and keeps what it gets. */
export async function startTarget(): Promise<Target> {
  const chunks: string[] = [];
  const server = createTcpServer((socket) => {
    chunks.push(`connected\n`);
    socket.on('data', (chunk) => {
      chunks.push(chunk.toString('latin1'));
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}');
    });
    socket.on('error', () => undefined);
  });
  return {
    port: await listen(server),
    received: () => chunks.join(''),
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** A port on which nobody listens. */
export async function findClosedPort(): Promise<number> {
  const server = createServer();
  const port = await listen(server);
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve) => {
    server.listen(0, () => resolve((server.address() as AddressInfo).port));
  });
}
