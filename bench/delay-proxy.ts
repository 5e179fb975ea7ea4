import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** A port that forwards to another one as if it were far away. */
export interface DelayProxy {
  readonly port: number;
  /** Connections accepted so far. */
  readonly connections: number;
  close(): void;
}

/**
 * Forwards bytes with half a round trip of delay each way. Connecting on loopback takes no time, so the first bytes of
 * a connection wait one round trip more: TCP's handshake. That of TLS is delayed as it passes.
 */
export async function startDelayProxy(target: number, roundTripMs: number): Promise<DelayProxy> {
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer({ noDelay: true }, (near) => {
    connections += 1;
    const far = connect({ port: target, host: '127.0.0.1', noDelay: true });
    const end = () => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', end);
      socket.on('close', () => sockets.delete(socket));
    }
    relay(near, far, roundTripMs / 2, performance.now() + roundTripMs);
    relay(far, near, roundTripMs / 2, 0);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, 'localhost', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    get connections() {
      return connections;
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

/** Whatever the timers do, what came first leaves first. */
function relay(from: Socket, to: Socket, delayMs: number, notBefore: number): void {
  const queue: (() => unknown)[] = [];
  const later = (act: () => unknown) => {
    if (delayMs === 0) {
      act();
      return;
    }
    const now = performance.now();
    queue.push(act);
    setTimeout(() => queue.shift()?.(), Math.max(now, notBefore) - now + delayMs);
  };
  from.on('data', (chunk: Buffer) => later(() => to.writable && to.write(chunk)));
  from.on('end', () => later(() => to.end()));
  from.on('close', () => later(() => to.destroy()));
}
