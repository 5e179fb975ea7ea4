import { CLOCK_SKEW_MS } from '../image/duration.ts';
import type { Timing } from '../inputs/inputs.ts';
import type { Clock } from '../scan/clock.ts';

/** A question that may still be asked once when its clock has ended gets as long as one attempt. */
export const GRACE_MS = 30_000;

/**
 * The clocks of one image, all in monotonic milliseconds. `appear-timeout` runs from the first request to a
 * system, `scan-timeout` from the first appearance in either.
 */
export class Clocks {
  readonly #clock: Clock;
  readonly #timing: Timing;
  #appearedAt: number | undefined;
  #pushedAt: number | undefined;

  constructor(clock: Clock, timing: Timing) {
    this.#clock = clock;
    this.#timing = timing;
  }

  /** The image was seen in one of the systems; only the first time counts. */
  markAppeared(): void {
    this.#appearedAt ??= this.#clock.now();
  }

  /** When the image was pushed, in epoch milliseconds; only what clocks that differ cannot explain shortens a wait. */
  markPushed(at: number | undefined): void {
    if (at !== undefined && at <= this.#clock.wall() - CLOCK_SKEW_MS) this.#pushedAt = at;
  }

  /** The wait for the image in a system begins: this is its first request. */
  startAppearing(): AppearClock {
    return new AppearClock(this.#clock, this.#timing);
  }

  /** End of the wait for scans. */
  scanUntil(): number {
    return (this.#appearedAt ?? this.#clock.now()) + this.#timing.scanTimeout;
  }

  /** Until when something may still arrive that is only judged if present. */
  ifPresentUntil(): number {
    const { now, wall } = { now: this.#clock.now(), wall: this.#clock.wall() };
    const pushed = this.#pushedAt === undefined ? this.#appearedAt : now - (wall - this.#pushedAt);
    const until = (pushed ?? now) + this.#timing.appearTimeout;
    return Math.min(until, this.scanUntil());
  }

  /** For a question whose "no" is only awaited until then: never less than one attempt. */
  onceIfPresentUntil(): number {
    return Math.max(this.ifPresentUntil(), this.#clock.now() + GRACE_MS);
  }

  /** For questions asked once, at the end: never less than one attempt. */
  onceUntil(): number {
    return Math.max(this.scanUntil(), this.#clock.now() + GRACE_MS);
  }
}

/**
 * `appear-timeout` in one system. It stands still while that system answers 429: who may not look cannot say that
 * nothing is there. It never stands still for longer than scans may take.
 */
export class AppearClock {
  readonly #clock: Clock;
  readonly #latest: number;
  #until: number;
  #restsUntil = 0;

  constructor(clock: Clock, { appearTimeout, scanTimeout }: Timing) {
    this.#clock = clock;
    this.#until = clock.now() + appearTimeout;
    this.#latest = this.#until + scanTimeout;
  }

  /** The end of the wait, as it is now. */
  get until(): number {
    return this.#until;
  }

  /** Stands still for so many milliseconds from now; what several questions wait at the same time counts once. */
  rest(ms: number): number {
    const now = this.#clock.now();
    const restsUntil = Math.max(this.#restsUntil, now + ms);
    const added = restsUntil - Math.max(this.#restsUntil, now);
    this.#restsUntil = restsUntil;
    this.#until = Math.min(this.#until + added, this.#latest);
    return this.#until;
  }
}
