import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Served, ServeOrder, ServerOrder, Traffic } from './server.ts';

const SERVER = fileURLToPath(new URL('server.ts', import.meta.url));

/** Both services in a process of their own. */
export class Services {
  readonly #child: ChildProcess;

  constructor() {
    this.#child = fork(SERVER, { stdio: 'inherit' });
  }

  /** Fresh services for one run of `use`; returns what it brought and what was asked meanwhile. */
  async during<T>(
    order: ServeOrder,
    use: (served: Served) => Promise<T>,
  ): Promise<{ readonly result: T; readonly traffic: Traffic }> {
    const served = (await this.#ask({ kind: 'start', order })) as Served;
    const result = await use(served);
    const traffic = (await this.#ask({ kind: 'stop' })) as Traffic;
    return { result, traffic };
  }

  close(): void {
    this.#child.disconnect();
  }

  async #ask(order: ServerOrder): Promise<unknown> {
    this.#child.send(order);
    const answered = new AbortController();
    const { signal } = answered;
    const ended = once(this.#child, 'exit', { signal }).then(() => {
      throw new Error('The server of the bench ended too early.');
    });
    try {
      const [answer] = (await Promise.race([once(this.#child, 'message', { signal }), ended])) as [
        unknown,
      ];
      return answer;
    } finally {
      ended.catch(() => undefined);
      answered.abort();
    }
  }
}
