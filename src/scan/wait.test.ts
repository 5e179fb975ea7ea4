import { describe, expect, it } from 'vitest';
import { GateError, type ProblemCode } from '../errors.ts';
import { fakeClock } from '../gate/clock.fixture.ts';
import { type Step, type Wait, waitFor } from './wait.ts';

const PAUSE_MS = 10_000;

/** Waits for something that settles after so many polls; says when it was polled. */
function waiting(overrides: Partial<Wait<string>> = {}, settlesAfter = Number.POSITIVE_INFINITY) {
  const clock = fakeClock();
  const polls: number[] = [];
  const states: string[] = [];
  const start = clock.now();
  const wait: Wait<string> = {
    poll: async (): Promise<Step<string>> => {
      polls.push(clock.elapsed());
      return polls.length > settlesAfter
        ? { settled: true, value: 'there' }
        : { settled: false, state: `poll ${polls.length}` };
    },
    until: () => start + 60_000,
    pause: () => PAUSE_MS,
    onState: (state) => states.push(state),
    clock,
    signal: new AbortController().signal,
    ...overrides,
  };
  return { clock, start, wait, polls, states };
}

describe('waitFor', () => {
  it('polls at once', async () => {
    const { wait, polls } = waiting({}, 0);
    expect(await waitFor(wait)).toEqual({ kind: 'settled', value: 'there' });
    expect(polls).toEqual([0]);
  });

  it('polls again after a pause, and tells each state', async () => {
    const { wait, polls, states } = waiting({}, 2);
    await waitFor(wait);
    expect(polls).toEqual([0, 10_000, 20_000]);
    expect(states).toEqual(['poll 1', 'poll 2']);
  });

  it('asks how long to pause by how long it has waited', async () => {
    const asked: number[] = [];
    const { wait } = waiting({ pause: (elapsed) => asked.push(elapsed) * 10_000 }, 3);
    await waitFor(wait);
    expect(asked).toEqual([0, 10_000, 30_000]);
  });

  it('polls a last time just before the deadline, and ends with the last state', async () => {
    const { wait, polls } = waiting({ pause: () => 25_000 });
    expect(await waitFor(wait)).toEqual({ kind: 'timed-out', state: 'poll 4' });
    expect(polls).toEqual([0, 25_000, 50_000, 58_000]);
  });

  it('settles on the last poll like on any other', async () => {
    const { wait } = waiting({ pause: () => 100_000 }, 1);
    expect(await waitFor(wait)).toEqual({ kind: 'settled', value: 'there' });
  });

  it('leaves a short wait the last twentieth of its time', async () => {
    const { wait, polls, start } = waiting();
    await waitFor({ ...wait, until: () => start + 1_000 });
    expect(polls).toEqual([0, 950]);
  });

  it('polls twice and ends at once when the deadline has passed', async () => {
    const { wait, polls, start } = waiting();
    expect(await waitFor({ ...wait, until: () => start - 1 })).toMatchObject({ kind: 'timed-out' });
    expect(polls).toEqual([0, 0]);
  });

  it('never starts a poll after the deadline', async () => {
    for (const pause of [1_000, 7_000, 57_999, 58_000, 59_999, 60_001]) {
      const { wait, polls } = waiting({ pause: () => pause });
      await waitFor(wait);
      expect(Math.max(...polls)).toBeLessThanOrEqual(60_000);
    }
  });

  it('sees a deadline that starts later', async () => {
    const { wait, polls, clock, start } = waiting();
    const until = () => (clock.elapsed() < 15_000 ? start + 60_000 : start + 90_000);
    await waitFor({ ...wait, until });
    expect(polls.at(-1)).toBe(88_000);
  });

  it('sees a deadline that was cut short', async () => {
    const { wait, polls, clock, start } = waiting();
    const until = () => (clock.elapsed() < 15_000 ? start + 60_000 : start + 30_000);
    await waitFor({ ...wait, until });
    expect(polls.at(-1)).toBe(28_500);
  });

  it('wakes from a pause when the deadline has moved to now', async () => {
    const wake = new AbortController();
    const { wait, polls, clock, start } = waiting({ wake: wake.signal });
    clock.at(3_000, () => wake.abort());
    const until = () => (wake.signal.aborted ? clock.now() : start + 60_000);
    expect(await waitFor({ ...wait, until })).toMatchObject({ kind: 'timed-out' });
    expect(polls).toEqual([0, 3_000]);
  });

  it('rejects with the reason of the signal, in the middle of a pause', async () => {
    const cancel = new AbortController();
    const { wait, clock } = waiting({ signal: cancel.signal });
    const reason = new Error('cancelled');
    clock.at(3_000, () => cancel.abort(reason));
    await expect(waitFor(wait)).rejects.toBe(reason);
    expect(clock.elapsed()).toBe(3_000);
  });

  it('rejects with the reason of the signal, whatever a sleep that it ends throws', async () => {
    const cancel = new AbortController();
    const { wait, clock, polls } = waiting({ signal: cancel.signal });
    const reason = new Error('cancelled');
    const sleep = async () => {
      cancel.abort(reason);
      throw new Error('The operation was aborted');
    };
    const abrupt = { now: clock.now, wall: clock.wall, random: clock.random, sleep };
    await expect(waitFor({ ...wait, clock: abrupt })).rejects.toBe(reason);
    expect(polls).toEqual([0]);
  });

  it('does not even poll when the signal was aborted before', async () => {
    const { wait, polls } = waiting({ signal: AbortSignal.abort(new Error('cancelled')) });
    await expect(waitFor(wait)).rejects.toThrow('cancelled');
    expect(polls).toEqual([]);
  });

  it('rejects with what the poll throws', async () => {
    const { wait } = waiting({ poll: () => Promise.reject(new Error('broken')) });
    await expect(waitFor(wait)).rejects.toThrow('broken');
  });

  it.each(['timed-out', 'unreachable'] as const)(
    'keeps the state seen before when the last poll is %s',
    async (code) => {
      const { wait } = waiting({ pause: () => 25_000 });
      const poll = async (isLast: boolean) => {
        if (isLast) throw new GateError(code, 'cut short');
        return await wait.poll(isLast);
      };
      expect(await waitFor({ ...wait, poll })).toEqual({ kind: 'timed-out', state: 'poll 3' });
    },
  );

  it('rejects with what else the last poll throws', async () => {
    const { wait } = waiting({ pause: () => 25_000 });
    const poll = async (isLast: boolean) => {
      if (isLast) throw new GateError('permission', 'not allowed');
      return await wait.poll(isLast);
    };
    await expect(waitFor({ ...wait, poll })).rejects.toThrow('not allowed');
  });

  it('rejects with a time-out of a poll that is not the last', async () => {
    const { wait, polls } = waiting();
    const poll = async (isLast: boolean) => {
      if (polls.length === 2) throw new GateError('timed-out', 'too late');
      return await wait.poll(isLast);
    };
    await expect(waitFor({ ...wait, poll })).rejects.toThrow('too late');
  });

  it('polls no more when a deadline that was cut short has come to that very moment', async () => {
    const { wait, polls, clock, start } = waiting({ pause: () => 50_000 });
    const until = () => start + (clock.elapsed() === 0 ? 120_000 : 52_000);
    await waitFor({ ...wait, until });
    expect(polls).toEqual([0, 50_000]);
  });

  it('does not sleep when there is no time to, or when it has been woken before', async () => {
    const { wait, clock, start } = waiting({}, 2);
    const sleep = async () => {
      throw new Error('slept');
    };
    const awake = { now: clock.now, wall: clock.wall, random: clock.random, sleep };
    const late = waitFor({ ...wait, clock: awake, until: () => start - 1 });
    expect(await late).toMatchObject({ kind: 'timed-out' });
    const woken = waitFor({ ...wait, clock: awake, wake: AbortSignal.abort() });
    expect(await woken).toMatchObject({ kind: 'settled' });
  });

  it('rejects with what a sleep throws', async () => {
    const { wait, clock } = waiting();
    const sleep = async () => {
      throw new Error('the timer is broken');
    };
    const broken = { now: clock.now, wall: clock.wall, random: clock.random, sleep };
    await expect(waitFor({ ...wait, clock: broken })).rejects.toThrow('the timer is broken');
  });
});

describe('a poll near the deadline', () => {
  /** Polls that the deadline cuts short from a moment on; whether each was told that it may be. */
  function cutFrom(ms: number, overrides: Partial<Wait<string>>, code: ProblemCode = 'timed-out') {
    const { wait, clock, polls, states } = waiting(overrides);
    const told: boolean[] = [];
    const poll = async (isLast: boolean) => {
      told.push(isLast);
      const step = await wait.poll(isLast);
      if (clock.elapsed() >= ms) throw new GateError(code, 'cut short');
      return step;
    };
    return { wait: { ...wait, poll }, clock, told, polls, states };
  }

  it.each(['timed-out', 'unreachable'] as const)(
    'leaves the state seen before when it is %s, though there is time for another',
    async (code) => {
      const { wait, polls, told } = cutFrom(57_000, { pause: () => 57_000 }, code);
      expect(await waitFor(wait)).toEqual({ kind: 'timed-out', state: 'poll 1' });
      expect(polls).toEqual([0, 57_000, 58_000]);
      expect(told).toEqual([false, true, true]);
    },
  );

  it.each([
    [55_999, false],
    [56_000, true],
  ])('is one within twice the time of the last poll: at %i ms of 60 s, %s', async (ms, isNear) => {
    const { wait, told } = cutFrom(60_000, { pause: () => ms });
    await waitFor(wait);
    expect(told).toEqual([false, isNear, true]);
  });

  it('is one within a tenth of a short wait', async () => {
    const { wait, told, clock } = cutFrom(60_000, { pause: () => 100 });
    const until = clock.now() + 1_000;
    await waitFor({ ...wait, until: () => until });
    expect(told).toEqual([...Array.from({ length: 9 }, () => false), true, true]);
  });

  it('throws what cut it short where no state was seen before', async () => {
    const { wait, clock } = cutFrom(0, {});
    const until = clock.now();
    await expect(waitFor({ ...wait, until: () => until })).rejects.toThrow('cut short');
  });

  it('throws whatever else is wrong', async () => {
    const { wait } = cutFrom(57_000, { pause: () => 57_000 }, 'permission');
    await expect(waitFor(wait)).rejects.toThrow('cut short');
  });
});

describe('a deadline that the last poll moves', () => {
  const later = (settlesAfter?: number) => {
    const { wait, clock, start, ...rest } = waiting({}, settlesAfter);
    const until = () => start + (rest.polls.length < 7 ? 60_000 : 90_000);
    return { wait: { ...wait, until }, clock, ...rest };
  };

  it('is waited for', async () => {
    const { wait, polls } = later();
    expect(await waitFor(wait)).toEqual({ kind: 'timed-out', state: 'poll 10' });
    expect(polls.slice(5)).toEqual([50_000, 58_000, 68_000, 78_000, 88_000]);
  });

  it('leaves time to settle', async () => {
    const { wait, clock } = later(7);
    expect(await waitFor(wait)).toEqual({ kind: 'settled', value: 'there' });
    expect(clock.elapsed()).toBe(68_000);
  });

  it('is waited for when that poll itself was cut short', async () => {
    const { wait, polls } = later(7);
    const poll = async (isLast: boolean) => {
      const step = await wait.poll(isLast);
      if (polls.length === 7) throw new GateError('timed-out', 'cut short');
      return step;
    };
    expect(await waitFor({ ...wait, poll })).toEqual({ kind: 'settled', value: 'there' });
  });

  it('is over at once when it moves to before now', async () => {
    const { wait, start, polls } = waiting();
    const until = () => start + (polls.length < 7 ? 60_000 : 10_000);
    expect(await waitFor({ ...wait, until })).toEqual({ kind: 'timed-out', state: 'poll 7' });
    expect(polls.at(-1)).toBe(58_000);
  });
});
