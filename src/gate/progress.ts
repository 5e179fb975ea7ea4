import type { Clock } from '../scan/clock.ts';

const QUIET_MS = 60_000;

/** Says what is awaited: at every change of state, else once a minute, never more than once a poll. */
export class Progress {
  readonly #clock: Clock;
  readonly #say: (line: string) => void;
  readonly #startedAt: number;
  readonly #last = new Map<string, { readonly state: string; readonly at: number }>();

  constructor(clock: Clock, say: (line: string) => void) {
    this.#clock = clock;
    this.#say = say;
    this.#startedAt = clock.now();
  }

  /** `state` is a clause such as `Xray is SCANNING`. */
  report(system: string, state: string): void {
    const now = this.#clock.now();
    const last = this.#last.get(system);
    if (last !== undefined && last.state === state && now - last.at < QUIET_MS) return;
    this.#last.set(system, { state, at: now });
    const seconds = Math.round((now - this.#startedAt) / 1000);
    this.#say(`waiting (${seconds} s): ${state}`);
  }
}
