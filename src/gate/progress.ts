import type { Clock } from '../scan/clock.ts';
import type { Log } from './ports.ts';

const QUIET_MS = 60_000;

/** Says what is awaited: at every change of state, else once a minute, never more than once a poll. */
export class Progress {
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #prefix: string;
  readonly #startedAt: number;
  readonly #last = new Map<string, { readonly state: string; readonly at: number }>();

  constructor(clock: Clock, log: Log, prefix: string) {
    this.#clock = clock;
    this.#log = log;
    this.#prefix = prefix;
    this.#startedAt = clock.now();
  }

  /** `state` is a clause such as `Xray is SCANNING`. */
  report(system: string, state: string): void {
    const now = this.#clock.now();
    const last = this.#last.get(system);
    if (last !== undefined && last.state === state && now - last.at < QUIET_MS) return;
    this.#last.set(system, { state, at: now });
    const seconds = Math.round((now - this.#startedAt) / 1000);
    this.#log.info(`${this.#prefix}waiting (${seconds} s): ${state}`);
  }
}
