import { NOW } from '../policy/evidence.fixture.ts';
import type { Clock } from '../scan/clock.ts';

// For tests only: production code must not import this file.

/** A clock that jumps to the next sleeper as soon as nobody has anything left to do. */
export interface FakeClock extends Clock {
  /** Milliseconds since the clock was made. */
  elapsed(): number;
  /** Calls back in the middle of a test, that many milliseconds after the clock was made. */
  at(ms: number, callback: () => void): void;
}

/** Not 0, so that nobody takes a moment for a duration. */
const START_MS = 5_000;

interface Sleeper {
  readonly at: number;
  readonly wake: () => void;
}

/** A clock on which nothing takes time but sleeping; it starts at `NOW`. */
export function fakeClock(): FakeClock {
  const sleepers = new Set<Sleeper>();
  let now = START_MS;
  let isTurning = false;

  function turn(): void {
    if (isTurning || sleepers.size === 0) return;
    isTurning = true;
    // Every promise that can settle has settled before this is called.
    setImmediate(() => {
      isTurning = false;
      const [next] = [...sleepers].sort((a, b) => a.at - b.at);
      if (next === undefined) return;
      sleepers.delete(next);
      now = Math.max(now, next.at);
      next.wake();
      turn();
    });
  }

  function add(sleeper: Sleeper): void {
    sleepers.add(sleeper);
    turn();
  }

  return {
    now: () => now,
    wall: () => NOW + now - START_MS,
    random: () => 0.5,
    elapsed: () => now - START_MS,
    at: (ms, callback) => add({ at: START_MS + ms, wake: callback }),
    sleep: (ms, signal) =>
      new Promise<void>((resolve, reject) => {
        signal?.throwIfAborted();
        const sleeper = { at: now + ms, wake: resolve };
        const giveUp = () => {
          sleepers.delete(sleeper);
          reject(signal?.reason);
        };
        signal?.addEventListener('abort', giveUp, { once: true });
        add(sleeper);
      }),
  };
}
