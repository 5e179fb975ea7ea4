import { getEventListeners } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { Clock } from '../scan/clock.ts';
import type { Leave, Limits } from './throttle.ts';
import { Throttle } from './throttle.ts';

const QUIET = new AbortController().signal;
const NEVER = Number.POSITIVE_INFINITY;

interface HandClock extends Clock {
  advance(ms: number): Promise<void>;
  /** Every sleep that was asked for, in milliseconds. */
  readonly asked: readonly number[];
  /** How many sleep now. */
  asleep(): number;
}

/** A clock that moves only by `advance`, and wakes who should be awake by then. */
function handClock(): HandClock {
  let now = 0;
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  const asked: number[] = [];
  return {
    asked,
    asleep: () => sleepers.length,
    now: () => now,
    wall: () => now,
    random: () => 0.5,
    sleep: (ms, signal) =>
      new Promise((wake, reject) => {
        const sleeper = { at: now + ms, wake };
        sleepers.push(sleeper);
        asked.push(ms);
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(new Error('aborted'));
        });
      }),
    advance: async (ms) => {
      now += ms;
      const due = sleepers.filter(({ at }) => at <= now);
      sleepers = sleepers.filter(({ at }) => at > now);
      for (const { wake } of due) wake();
      await settle();
    },
  };
}

function settle(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

/** A throttle, and who got in, in order. */
function scene(limits: Partial<Limits>) {
  const clock = handClock();
  const all = { requestsPerMinute: undefined, maxConcurrent: 16, ...limits };
  const throttle = new Throttle(clock, all);
  const inside: string[] = [];
  const leaves = new Map<string, Leave>();
  const enter = async (name: string, until = NEVER, signal = QUIET) => {
    const leave = await throttle.enter(until, signal);
    inside.push(leave === undefined ? `${name} too late` : name);
    if (leave !== undefined) leaves.set(name, leave);
  };
  const leave = async (name: string) => {
    await settle();
    leaves.get(name)?.();
    await settle();
  };
  /** Waits for calm; what came of it so far is in the list. */
  const calm = (signal = QUIET) => {
    const ended: unknown[] = [];
    throttle.calm(signal).then(
      () => ended.push('calm'),
      (reason: unknown) => ended.push(reason),
    );
    return ended;
  };
  return { clock, enter, leave, inside, calm };
}

describe('the places', () => {
  it('are given in the order of asking', async () => {
    const { enter, leave, inside } = scene({ maxConcurrent: 2 });
    const all = ['a', 'b', 'c', 'd'].map((name) => enter(name));
    await settle();
    expect(inside).toEqual(['a', 'b']);
    await leave('b');
    expect(inside).toEqual(['a', 'b', 'c']);
    await leave('a');
    await Promise.all(all);
    expect(inside).toEqual(['a', 'b', 'c', 'd']);
  });

  it('are not waited for beyond the deadline', async () => {
    const { clock, enter, leave, inside } = scene({ maxConcurrent: 1 });
    const all = [enter('a'), enter('b', 500), enter('c')];
    await clock.advance(500);
    expect(inside).toEqual(['a', 'b too late']);
    await leave('a');
    await Promise.all(all);
    expect(inside).toEqual(['a', 'b too late', 'c']);
  });

  it('are not given after the deadline, even when free', async () => {
    const { enter, inside } = scene({});
    await enter('a', 0);
    expect(inside).toEqual(['a too late']);
  });

  it('pass over who has been cancelled while waiting', async () => {
    const { enter, leave, inside } = scene({ maxConcurrent: 1 });
    const controller = new AbortController();
    const first = enter('a');
    const cancelled = expect(enter('b', NEVER, controller.signal)).rejects.toThrow('stop');
    const third = enter('c');
    controller.abort(new Error('stop'));
    await cancelled;
    await leave('a');
    await Promise.all([first, third]);
    expect(inside).toEqual(['a', 'c']);
  });

  it('are not given to who has been cancelled before', async () => {
    const { enter } = scene({});
    await expect(enter('a', NEVER, AbortSignal.abort(new Error('stop')))).rejects.toThrow('stop');
  });
});

describe('the minute', () => {
  it('may be used up in one burst, and opens again one by one', async () => {
    const { clock, enter, inside } = scene({ requestsPerMinute: 2 });
    const first = enter('a');
    await clock.advance(10_000);
    const rest = ['b', 'c', 'd'].map((name) => enter(name));
    await settle();
    expect(inside).toEqual(['a', 'b']);
    await clock.advance(49_999);
    expect(inside).toEqual(['a', 'b']);
    await clock.advance(1);
    expect(inside).toEqual(['a', 'b', 'c']);
    await clock.advance(10_000);
    await Promise.all([first, ...rest]);
    expect(inside).toEqual(['a', 'b', 'c', 'd']);
  });

  it('counts what has started, not what is still under way', async () => {
    const { clock, enter, leave, inside } = scene({ requestsPerMinute: 1 });
    await enter('a');
    await leave('a');
    const second = enter('b');
    await settle();
    expect(inside).toEqual(['a']);
    await clock.advance(60_000);
    await second;
    expect(inside).toEqual(['a', 'b']);
  });
});

describe('deadlines', () => {
  it('are kept by the clock, the nearest first, whoever asked first', async () => {
    const { clock, enter, leave, inside } = scene({ maxConcurrent: 1 });
    const all = [enter('a'), enter('b', 900), enter('c', 300), enter('d', 600)];
    await clock.advance(299);
    expect(inside).toEqual(['a']);
    await clock.advance(1);
    expect(inside).toEqual(['a', 'c too late']);
    await clock.advance(300);
    expect(inside).toEqual(['a', 'c too late', 'd too late']);
    await leave('a');
    await Promise.all(all);
    expect(inside).toEqual(['a', 'c too late', 'd too late', 'b']);
  });

  it('end the wait for the minute too', async () => {
    const { clock, enter, inside } = scene({ requestsPerMinute: 1 });
    await enter('a');
    const all = [enter('b', 30_000), enter('c')];
    await clock.advance(30_000);
    expect(inside).toEqual(['a', 'b too late']);
    await clock.advance(30_000);
    await Promise.all(all);
    expect(inside).toEqual(['a', 'b too late', 'c']);
  });

  it('of a burst that is over mean nothing to the next one', async () => {
    const { clock, enter, leave, inside } = scene({ maxConcurrent: 1 });
    const first = [enter('a'), enter('b', 500)];
    await leave('a');
    await leave('b');
    const second = [enter('c'), enter('d', 2_000)];
    await clock.advance(1_000);
    expect(inside).toEqual(['a', 'b', 'c']);
    expect(clock.asked).toEqual([500, 2_000]);
    await leave('c');
    await Promise.all([...first, ...second]);
    expect(inside).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('the timer', () => {
  it('is not needed while nobody waits', async () => {
    const { clock, enter } = scene({ requestsPerMinute: 2 });
    await enter('a');
    await enter('b');
    expect(clock.asked).toEqual([]);
  });

  it('is one for all who wait, and ends with their waiting', async () => {
    const { clock, enter, leave } = scene({ maxConcurrent: 1 });
    const all = [enter('a'), enter('b', 500), enter('c', 700), enter('d')];
    expect(clock.asked).toEqual([500]);
    for (const name of ['a', 'b', 'c']) await leave(name);
    await Promise.all(all);
    expect(clock.asleep()).toBe(0);
  });

  it('ends when the next start leaves the minute, not before', async () => {
    const { clock, enter } = scene({ requestsPerMinute: 1 });
    await enter('a');
    await clock.advance(10_000);
    const second = enter('b');
    expect(clock.asked).toEqual([50_000]);
    await clock.advance(50_000);
    await second;
    expect(clock.asleep()).toBe(0);
  });

  it('is set anew for a nearer deadline', async () => {
    const { clock, enter, inside } = scene({ maxConcurrent: 1 });
    await enter('a');
    const all = [enter('b', 700), enter('c', 500)];
    expect(clock.asked).toEqual([700, 500]);
    expect(clock.asleep()).toBe(1);
    await clock.advance(500);
    expect(clock.asked).toEqual([700, 500, 200]);
    await clock.advance(200);
    await Promise.all(all);
    expect(inside).toEqual(['a', 'c too late', 'b too late']);
  });

  it('does not wait for the minute where only a place is missing', async () => {
    const { clock, enter, leave } = scene({ maxConcurrent: 1, requestsPerMinute: 5 });
    const all = [enter('a'), enter('b', 90_000)];
    expect(clock.asked).toEqual([90_000]);
    await leave('a');
    await Promise.all(all);
  });

  it('ends when the last who waited is cancelled', async () => {
    const { clock, enter } = scene({ maxConcurrent: 1 });
    const controller = new AbortController();
    await enter('a');
    const cancelled = expect(enter('b', 500, controller.signal)).rejects.toThrow('stop');
    expect(clock.asleep()).toBe(1);
    controller.abort(new Error('stop'));
    await cancelled;
    expect(clock.asleep()).toBe(0);
  });
});

it('nobody who got in is listened to any more', async () => {
  const { enter } = scene({});
  const { signal } = new AbortController();
  await enter('a', NEVER, signal);
  expect(getEventListeners(signal, 'abort')).toEqual([]);
});

describe('calm', () => {
  it('is when nobody waits', async () => {
    const { clock, enter, calm } = scene({ maxConcurrent: 1 });
    await enter('a');
    const ended = calm();
    await clock.advance(0);
    expect(ended).toEqual(['calm']);
  });

  it('leaves a moment to those who were just told to start', async () => {
    const { clock, enter, calm } = scene({ maxConcurrent: 1 });
    const ended = calm();
    const all = [enter('a'), enter('b')];
    await clock.advance(0);
    expect(ended).toEqual([]);
    expect(all).toHaveLength(2);
  });

  it('comes for all who wait for it when the last of the queue gets in', async () => {
    const { clock, enter, leave, calm } = scene({ maxConcurrent: 1 });
    const all = [enter('a'), enter('b'), enter('c')];
    const both = [calm(), calm()];
    await clock.advance(0);
    await leave('a');
    expect(both).toEqual([[], []]);
    await leave('b');
    await Promise.all(all);
    expect(both).toEqual([['calm'], ['calm']]);
  });

  it('comes when the last of the queue gives up', async () => {
    const { clock, enter, calm } = scene({ maxConcurrent: 1 });
    const controller = new AbortController();
    await enter('a');
    const waiting = enter('b', NEVER, controller.signal).catch(() => undefined);
    const ended = calm();
    await clock.advance(0);
    controller.abort(new Error('stop'));
    await waiting;
    await settle();
    expect(ended).toEqual(['calm']);
  });

  it('is not waited for any more when the caller is cancelled', async () => {
    const { clock, enter, leave, calm } = scene({ maxConcurrent: 1 });
    const controller = new AbortController();
    const all = [enter('a'), enter('b')];
    const ended = calm(controller.signal);
    await clock.advance(0);
    const reason = new Error('stop');
    controller.abort(reason);
    await leave('a');
    await Promise.all(all);
    expect(ended).toEqual([reason]);
  });
});
