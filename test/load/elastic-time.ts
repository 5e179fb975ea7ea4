import { channel } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { VirtualClock } from '../model/virtual-clock.ts';

/** Turns of the event loop without a request under way, after which everybody can only be asleep. */
const QUIET_TURNS = 12;

const STARTED = 'http.client.request.start';
/** With the head of the answer; its body may take longer. */
const ANSWERED = 'http.client.response.finish';
const FAILED = 'http.client.request.error';

/**
 * Lets the clock's time pass as long as the work goes on: only while no request of this process is under way, so that
 * a slow machine makes the test slow and nothing else. Requests that nobody will ever answer keep nothing waiting.
 */
export async function passTime(
  clock: VirtualClock,
  work: Promise<unknown>,
  unanswered: ReadonlySet<unknown> = new Set(),
): Promise<void> {
  let isOver = false;
  const finish = () => {
    isOver = true;
  };
  work.then(finish, finish);
  const traffic = new Traffic(unanswered);
  try {
    while (!isOver) {
      await traffic.quiet();
      if (!isOver && !clock.advance()) throw new Error('nobody sleeps, and nothing is under way');
    }
  } finally {
    traffic.stop();
  }
}

/** The HTTP requests of this process that have no whole answer yet. */
class Traffic {
  readonly #underWay = new Set<unknown>();
  readonly #unanswered: ReadonlySet<unknown>;
  #isNew = false;

  constructor(unanswered: ReadonlySet<unknown>) {
    this.#unanswered = unanswered;
    channel(STARTED).subscribe(this.#start);
    channel(ANSWERED).subscribe(this.#read);
    channel(FAILED).subscribe(this.#end);
  }

  async quiet(): Promise<void> {
    for (let turns = 0; turns < QUIET_TURNS; turns += 1) {
      this.#isNew = false;
      await nextTurn();
      if (this.#isBusy() || this.#isNew) turns = 0;
    }
  }

  #isBusy(): boolean {
    return this.#underWay.difference(this.#unanswered).size > 0;
  }

  stop(): void {
    channel(STARTED).unsubscribe(this.#start);
    channel(ANSWERED).unsubscribe(this.#read);
    channel(FAILED).unsubscribe(this.#end);
  }

  readonly #start = (message: unknown): void => {
    this.#isNew = true;
    this.#underWay.add(requestOf(message));
  };

  readonly #read = (message: unknown): void => {
    const { response } = message as { readonly response: IncomingMessage };
    response.once('close', () => this.#end(message));
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
