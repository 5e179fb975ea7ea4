import { describe, expect, it } from 'vitest';
import type { Clock } from '../scan/clock.ts';
import type { Leave, Limits } from './throttle.ts';
import { Throttle } from './throttle.ts';

const QUIET = new AbortController().signal;
const NEVER = Number.POSITIVE_INFINITY;

/** A clock that moves only by `advance`, and wakes who should be awake by then. */
function handClock(): Clock & { advance(ms: number): Promise<void> } {
  let now = 0;
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    wall: () => now,
    random: () => 0.5,
    sleep: (ms, signal) =>
      new Promise((wake, reject) => {
        const sleeper = { at: now + ms, wake };
        sleepers.push(sleeper);
        signal?.addEventListener('abort', () => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          reject(new Error('aborted'));
        });
      }),
    advance: async (ms) => {
      now += ms;
      for (const { at, wake } of sleepers) if (at <= now) wake();
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
    leaves.get(name)?.();
    await settle();
  };
  return { clock, enter, leave, inside };
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
