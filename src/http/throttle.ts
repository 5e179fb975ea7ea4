import { toDelay } from '../scan/backoff.ts';
import type { Clock } from '../scan/clock.ts';

const WINDOW_MS = 60_000;

/** How much may happen at once and within a minute. */
export interface Limits {
  /** Starts within any 60 s; a burst may use them up at once. `undefined` is no limit. */
  readonly requestsPerMinute: number | undefined;
  readonly maxConcurrent: number;
}

/** Called when what was let in has ended. */
export type Leave = () => void;

interface Waiter {
  readonly until: number;
  readonly admit: (leave: Leave | undefined) => void;
}

/** First come, first served, for everything that uses one key; to be held around an attempt, never around a wait. */
export class Throttle {
  readonly #clock: Clock;
  readonly #limits: Limits;
  readonly #waiters = new Set<Waiter>();
  /** Monotonic milliseconds of the starts that still count, oldest first. */
  readonly #starts: number[] = [];
  readonly #onCalm: (() => void)[] = [];
  #active = 0;
  #alarm = new AbortController();

  constructor(clock: Clock, limits: Limits) {
    this.#clock = clock;
    this.#limits = limits;
  }

  /** Waits for its turn; `undefined` when `until` (monotonic ms) comes first. Rejects with the signal's reason. */
  async enter(until: number, signal: AbortSignal): Promise<Leave | undefined> {
    signal.throwIfAborted();
    return new Promise((resolve, reject) => {
      const abort = () => {
        this.#waiters.delete(waiter);
        reject(signal.reason);
        this.#serve();
      };
      const admit = (leave: Leave | undefined) => {
        signal.removeEventListener('abort', abort);
        resolve(leave);
      };
      const waiter: Waiter = { until, admit };
      signal.addEventListener('abort', abort, { once: true });
      this.#waiters.add(waiter);
      this.#serve();
    });
  }

  /** Resolves as soon as nothing waits for its turn. Rejects with the signal's reason. */
  async calm(signal: AbortSignal): Promise<void> {
    // Whoever was just told to start has asked for its turn only after the present turn of the event loop.
    await this.#clock.sleep(0, signal);
    while (this.#waiters.size > 0) {
      await new Promise<void>((resolve) => {
        this.#onCalm.push(resolve);
      });
      signal.throwIfAborted();
    }
  }

  #serve(): void {
    this.#alarm.abort();
    for (const waiter of this.#waiters) {
      const now = this.#clock.now();
      const late = waiter.until <= now;
      if (!late && !this.#hasRoom(now)) continue;
      this.#waiters.delete(waiter);
      waiter.admit(late ? undefined : this.#start(now));
    }
    if (this.#waiters.size > 0) this.#setAlarm();
    else for (const resolve of this.#onCalm.splice(0)) resolve();
  }

  #hasRoom(now: number): boolean {
    const { requestsPerMinute = Number.POSITIVE_INFINITY, maxConcurrent } = this.#limits;
    while ((this.#starts[0] ?? now) <= now - WINDOW_MS) this.#starts.shift();
    return this.#active < maxConcurrent && this.#starts.length < requestsPerMinute;
  }

  #start(now: number): Leave {
    this.#active += 1;
    if (this.#limits.requestsPerMinute !== undefined) this.#starts.push(now);
    return () => {
      this.#active -= 1;
      this.#serve();
    };
  }

  /** One timer for all: the next start that the window forgets, or the first deadline. A free place needs none. */
  #setAlarm(): void {
    const now = this.#clock.now();
    const full = this.#active >= this.#limits.maxConcurrent;
    const opening = full ? Number.POSITIVE_INFINITY : (this.#starts[0] ?? now) + WINDOW_MS;
    const next = Math.min(opening, ...[...this.#waiters].map((waiter) => waiter.until));
    this.#alarm = new AbortController();
    this.#clock.sleep(toDelay(next - now), this.#alarm.signal).then(
      () => this.#serve(),
      () => undefined,
    );
  }
}
