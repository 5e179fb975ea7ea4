import { pollInterval } from '../src/scan/backoff.ts';
import type { Clock } from '../src/scan/clock.ts';
import { waitFor } from '../src/scan/wait.ts';
import { createRandom, quantile } from './stats.ts';

/** What waiting for scans costs. */
export interface Polling {
  readonly scans: number;
  /** Mean per scan. */
  readonly requests: number;
  readonly meanDelayMs: number;
  readonly p95DelayMs: number;
  /** The 95th percentile of the delay as a share of its scan. */
  readonly p95Share: number;
}

const SCANS = 20_000;
const MEDIAN_MS = 90_000;
const SIGMA = 0.9;
/** The defaults of `poll-min-interval` and `poll-max-interval`. */
const BOUNDS = { min: 5_000, max: 60_000 };
/** So late that no scan of these is cut off. */
const UNTIL_MS = 100 * 3_600_000;

/** Plays the action's own waiting against scans of lognormal length, on a clock that jumps. */
export async function simulatePolling(): Promise<Polling> {
  const random = createRandom(20_260);
  const delays: number[] = [];
  const shares: number[] = [];
  let requests = 0;
  for (let scan = 0; scan < SCANS; scan += 1) {
    const length = MEDIAN_MS * Math.exp(SIGMA * drawNormal(random));
    const played = await playScan(length, random);
    requests += played.polls;
    delays.push(played.endedAt - length);
    shares.push((played.endedAt - length) / length);
  }
  return {
    scans: SCANS,
    requests: requests / SCANS,
    meanDelayMs: delays.reduce((sum, delay) => sum + delay, 0) / SCANS,
    p95DelayMs: quantile(delays, 0.95),
    p95Share: quantile(shares, 0.95),
  };
}

async function playScan(length: number, random: () => number) {
  let polls = 0;
  const clock = createClock(random);
  await waitFor({
    poll: async () => {
      polls += 1;
      return clock.now() >= length
        ? { settled: true, value: undefined }
        : { settled: false, state: 'SCANNING' };
    },
    until: () => UNTIL_MS,
    pause: (elapsed) => pollInterval(elapsed, BOUNDS, random()),
    onState: () => undefined,
    clock,
    signal: NEVER,
  });
  return { polls, endedAt: clock.now() };
}

const NEVER = new AbortController().signal;

/** Sleeping takes no time. */
function createClock(random: () => number): Clock {
  let now = 0;
  return {
    now: () => now,
    wall: () => now,
    random,
    sleep: async (ms) => {
      now += ms;
    },
  };
}

/** Box and Muller. */
function drawNormal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
