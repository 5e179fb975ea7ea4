import { channel } from 'node:diagnostics_channel';
import type { ClientRequest } from 'node:http';
import type { Socket } from 'node:net';
import type { VirtualClock } from '../model/virtual-clock.ts';

/** No timer but that of an attempt is as long as this. */
const LONG_MS = 5_000;
const CREATED = 'http.client.request.created';

/** The time-out of one attempt, and the request that it would end. */
interface Pending {
  readonly ms: number;
  readonly end: () => void;
  request?: ClientRequest;
}

/**
 * The time-outs of a client's attempts, moved to the simulated clock. Only that of a request which nobody answers ever
 * comes: a machine that is slow makes no others.
 */
export class AttemptTimers {
  readonly #clock: VirtualClock;
  readonly #setTimeout = globalThis.setTimeout;
  readonly #clearTimeout = globalThis.clearTimeout;
  readonly #pending = new Map<unknown, Pending>();
  #latest: Pending | undefined;

  constructor(clock: VirtualClock) {
    this.#clock = clock;
    globalThis.setTimeout = Object.assign(this.#set, this.#setTimeout);
    globalThis.clearTimeout = this.#clear;
    channel(CREATED).subscribe(this.#pair);
  }

  /** Nobody will answer what came in over this connection of the server. Returns the request, as its client knows it. */
  giveUpOn(socket: Socket): ClientRequest {
    const pending = [...this.#pending.values()].find(
      ({ request }) => request?.socket?.localPort === socket.remotePort,
    );
    if (pending?.request === undefined) throw new Error('no attempt waits for an answer here');
    this.#clock.sleep(pending.ms).then(pending.end, () => undefined);
    return pending.request;
  }

  restore(): void {
    globalThis.setTimeout = this.#setTimeout;
    globalThis.clearTimeout = this.#clearTimeout;
    channel(CREATED).unsubscribe(this.#pair);
  }

  readonly #set = (
    act: (...args: readonly unknown[]) => void,
    ms = 0,
    ...args: readonly unknown[]
  ) => {
    if (ms < LONG_MS) return this.#setTimeout(() => act(...args), ms);
    const timer = this.#setTimeout(() => undefined, 0);
    this.#latest = { ms, end: act };
    this.#pending.set(timer, this.#latest);
    return timer;
  };

  readonly #clear = (timer: Parameters<typeof clearTimeout>[0]): void => {
    this.#pending.delete(timer);
    this.#clearTimeout(timer);
  };

  /** A client sets its time-out and makes its request in one go. */
  readonly #pair = (message: unknown): void => {
    const { request } = message as { readonly request: ClientRequest };
    if (this.#latest !== undefined) this.#latest.request = request;
    this.#latest = undefined;
  };
}
