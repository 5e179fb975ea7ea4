import { channel } from 'node:diagnostics_channel';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { VirtualClock } from '../model/virtual-clock.ts';

/** Turns of the event loop without a request under way, after which everybody can only be asleep. */
const QUIET_TURNS = 12;

const STARTED = 'http.client.request.start';
const ENDED = ['http.client.response.finish', 'http.client.request.error'] as const;

/**
 * Lets the clock's time pass as long as the work goes on: only while no request of this process is under way, so that
 * a slow machine makes the test slow and nothing else.
 */
export async function passTime(clock: VirtualClock, work: Promise<unknown>): Promise<void> {
  let isOver = false;
  const finish = () => {
    isOver = true;
  };
  work.then(finish, finish);
  const traffic = new Traffic();
  try {
    while (!isOver) {
      await traffic.quiet();
      if (!isOver && !clock.advance()) throw new Error('nobody sleeps, and nothing is under way');
    }
  } finally {
    traffic.stop();
  }
}

/** The HTTP requests of this process that have no answer yet. */
class Traffic {
  readonly #underWay = new Set<unknown>();
  #isNew = false;

  constructor() {
    channel(STARTED).subscribe(this.#start);
    for (const name of ENDED) channel(name).subscribe(this.#end);
  }

  async quiet(): Promise<void> {
    for (let turns = 0; turns < QUIET_TURNS; turns += 1) {
      this.#isNew = false;
      await nextTurn();
      if (this.#underWay.size > 0 || this.#isNew) turns = 0;
    }
  }

  stop(): void {
    channel(STARTED).unsubscribe(this.#start);
    for (const name of ENDED) channel(name).unsubscribe(this.#end);
  }

  readonly #start = (message: unknown): void => {
    this.#isNew = true;
    this.#underWay.add(requestOf(message));
  };

  readonly #end = (message: unknown): void => {
    this.#underWay.delete(requestOf(message));
  };
}

function requestOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'request' in message
    ? message.request
    : undefined;
}
