import { toDelay } from '../scan/backoff.ts';
import type { Clock } from '../scan/clock.ts';

const WINDOW_MS = 60_000;
const REST = 'at rest';

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
  #alarm: AbortController | undefined;
  #alarmAt = 0;
  /** The first deadline, or an earlier one of a waiter that has left. */
  #firstUntil = Number.POSITIVE_INFINITY;

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
      this.#firstUntil = Math.min(this.#firstUntil, until);
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
    const now = this.#clock.now();
    if (now >= this.#firstUntil) this.#dismissLate(now);
    for (const waiter of this.#waiters) {
      if (!this.#hasRoom(now)) break;
      this.#waiters.delete(waiter);
      waiter.admit(this.#start(now));
    }
    if (this.#waiters.size > 0) this.#setAlarm(now);
    else this.#rest();
  }

  #dismissLate(now: number): void {
    this.#firstUntil = Number.POSITIVE_INFINITY;
    for (const waiter of this.#waiters) {
      if (waiter.until > now) {
        this.#firstUntil = Math.min(this.#firstUntil, waiter.until);
        continue;
      }
      this.#waiters.delete(waiter);
      waiter.admit(undefined);
    }
  }

  #rest(): void {
    this.#alarm?.abort(REST);
    this.#alarm = undefined;
    this.#firstUntil = Number.POSITIVE_INFINITY;
    for (const resolve of this.#onCalm.splice(0)) resolve();
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
  #setAlarm(now: number): void {
    const full = this.#active >= this.#limits.maxConcurrent;
    const opening = full ? Number.POSITIVE_INFINITY : (this.#starts[0] ?? now) + WINDOW_MS;
    const next = Math.min(opening, this.#firstUntil);
    if (this.#alarm !== undefined && this.#alarmAt === next) return;
    this.#alarm?.abort(REST);
    const alarm = new AbortController();
    this.#alarm = alarm;
    this.#alarmAt = next;
    this.#clock.sleep(toDelay(next - now), alarm.signal).then(
      () => {
        if (this.#alarm === alarm) this.#alarm = undefined;
        this.#serve();
      },
      () => undefined,
    );
  }
}
