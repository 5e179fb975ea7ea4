import { toGateError } from '../errors.ts';
import type { Clock } from './clock.ts';

/** One look at something awaited: settled, or the state it was seen in, in words for the log. */
export type Step<T> =
  | { readonly settled: true; readonly value: T }
  | { readonly settled: false; readonly state: string };

/** How to wait for something. */
export interface Wait<T> {
  /** `isLast`: its deadline is so near that being cut short by it says nothing about the service. */
  poll(isLast: boolean): Promise<Step<T>>;
  /** Monotonic milliseconds; asked before every pause, because clocks may start or be cut short meanwhile. */
  until(): number;
  /** Pause after having waited so long, in milliseconds. */
  pause(elapsed: number): number;
  /** Called with the state after every poll that did not settle. */
  onState(state: string): void;
  readonly clock: Clock;
  /** Ends the waiting: rejects with the signal's reason. */
  readonly signal: AbortSignal;
  /** Wakes a pause, so that a deadline that moved is seen at once. */
  readonly wake?: AbortSignal | undefined;
}

/** How a wait ended; `state` is the last one seen. */
export type Waited<T> =
  | { readonly kind: 'settled'; readonly value: T }
  | { readonly kind: 'timed-out'; readonly state: string };

/** The last poll starts a little before the deadline, so that its answer can still arrive. */
const LAST_POLL_MS = 2_000;
const LAST_POLL_SHARE = 0.05;

/**
 * Polls until settled or until the deadline. The first poll is immediate; a pause that would cross the
 * deadline is shortened to one last poll just before it.
 */
export async function waitFor<T>(wait: Wait<T>): Promise<Waited<T>> {
  const start = wait.clock.now();
  let state: string | undefined;
  for (let isLast = false; ; ) {
    wait.signal.throwIfAborted();
    const step = await pollOnce(wait, isLast || isNearEnd(wait, start), state);
    if (step.settled) return { kind: 'settled', value: step.value };
    state = step.state;
    wait.onState(state);
    // What was seen may have moved the deadline: then it was not the last poll after all.
    if (isLast && isOver(wait, start)) return { kind: 'timed-out', state };
    isLast = await pauseOrFinish(wait, start);
  }
}

/** A poll so near its deadline that a slow answer misses it, whether or not there was time for another. */
function isNearEnd<T>(wait: Wait<T>, start: number): boolean {
  const until = wait.until();
  const margin = until - lastPollAt(until, start);
  return wait.clock.now() >= until - 2 * margin;
}

/** A last poll that the deadline cuts short leaves the state seen before as the last one. */
async function pollOnce<T>(
  wait: Wait<T>,
  isLast: boolean,
  state: string | undefined,
): Promise<Step<T>> {
  try {
    return await wait.poll(isLast);
  } catch (error) {
    const { code } = toGateError(error);
    const isCut = code === 'timed-out' || code === 'unreachable';
    if (isLast && isCut && state !== undefined) return { settled: false, state };
    throw error;
  }
}

/** Sleeps until the next poll; whether that one is the last. */
async function pauseOrFinish<T>(wait: Wait<T>, start: number): Promise<boolean> {
  const { clock } = wait;
  const next = clock.now() + wait.pause(clock.now() - start);
  if (next >= lastPollAt(wait.until(), start)) {
    await sleepUntil(wait, Math.max(clock.now(), lastPollAt(wait.until(), start)));
    return true;
  }
  await sleepUntil(wait, next);
  return isOver(wait, start);
}

function isOver<T>(wait: Wait<T>, start: number): boolean {
  return wait.clock.now() >= lastPollAt(wait.until(), start);
}

function lastPollAt(until: number, start: number): number {
  return until - Math.min(LAST_POLL_MS, Math.max(0, until - start) * LAST_POLL_SHARE);
}

async function sleepUntil<T>(wait: Wait<T>, at: number): Promise<void> {
  const delay = at - wait.clock.now();
  if (delay <= 0 || isAwake(wait)) return;
  const signal = wait.wake === undefined ? wait.signal : AbortSignal.any([wait.signal, wait.wake]);
  try {
    await wait.clock.sleep(delay, signal);
  } catch (reason) {
    wait.signal.throwIfAborted();
    if (!isAwake(wait)) throw reason;
  }
}

function isAwake<T>({ wake }: Wait<T>): boolean {
  return wake?.aborted ?? false;
}
