import type { Clock } from '../../src/scan/clock.ts';

/** Epoch milliseconds at which every run of the model starts. */
export const MODEL_START = Date.UTC(2025, 2, 1, 10);

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock of its own for one run or one test: time passes only when somebody moves it on to the next sleeper. */
export class VirtualClock implements Clock {
  #now = 0;
  readonly #start: number;
  readonly #random: () => number;
  readonly #sleepers = new Set<Sleeper>();

  /** `start` in epoch milliseconds. */
  constructor(start: number = MODEL_START, random: () => number = () => 0.5) {
    this.#start = start;
    this.#random = random;
  }

  now(): number {
    return this.#now;
  }

  wall(): number {
    return this.#start + this.#now;
  }

  random(): number {
    return this.#random();
  }

  sleep(ms: number, signal?: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      const giveUp = () => {
        this.#sleepers.delete(sleeper);
        reject(signal?.reason);
      };
      const wake = () => {
        signal?.removeEventListener('abort', giveUp);
        resolve();
      };
      const sleeper = { at: this.#now + ms, wake };
      this.#sleepers.add(sleeper);
      signal?.addEventListener('abort', giveUp, { once: true });
    });
  }

  /** Goes on to the next sleeper; `false` when nobody sleeps. */
  advance(): boolean {
    let next: Sleeper | undefined;
    for (const sleeper of this.#sleepers) {
      if (next === undefined || sleeper.at < next.at) next = sleeper;
    }
    if (next === undefined) return false;
    this.#sleepers.delete(next);
    this.#now = Math.max(this.#now, next.at);
    next.wake();
    return true;
  }
}
