import { setTimeout as sleep } from 'node:timers/promises';
import { GateError } from '../errors.ts';
import { isThrottled, type RequestFailure, readFailure, toProblem } from './octokit-problem.ts';

/** How long all requests together may take. */
export interface Budget {
  /** Ends everything. */
  readonly signal: AbortSignal;
  /** Milliseconds on the clock of `performance.now`. */
  readonly deadline: number;
  /** Longest time of one attempt in milliseconds. */
  readonly attemptMs: number;
}

/** A request as the client hands it over, as far as it matters here. */
export interface ClientRequest {
  readonly method: string;
  /** The path with its placeholders. */
  readonly url: string;
}

interface Answer {
  readonly status: number;
}

type Send<O, A> = (options: O) => Promise<A> | A;

const ATTEMPTS = 3;
const PAUSE_MS = 500;

/** Sends a request, and again where that is safe, worth it and in time. */
export async function sendPolitely<O extends ClientRequest, A extends Answer>(
  send: Send<O, A>,
  options: O,
  budget: Budget,
): Promise<A> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await sendOnce(send, options);
    } catch (thrown) {
      if (thrown instanceof GateError) throw thrown;
      const failure = readFailure(thrown, options, budget.signal);
      const pause = attempt < ATTEMPTS ? pauseBefore(failure, attempt, budget) : undefined;
      if (pause === undefined) throw toProblem(failure);
      await rest(pause, failure, budget.signal);
    }
  }
}

async function sendOnce<O, A extends Answer>(send: Send<O, A>, options: O): Promise<A> {
  const answer = await send(options);
  if (answer.status < 300) return answer;
  const what = `GitHub answered ${answer.status}, a redirect; the repository may have a new name`;
  throw new GateError('redirect', what);
}

/** How long to wait before the next attempt; `undefined` where there is none to be made. */
function pauseBefore(failure: RequestFailure, attempt: number, budget: Budget): number | undefined {
  const pause = isThrottled(failure) ? failure.retryAfterMs : pauseAfterOutage(failure, attempt);
  const left = budget.deadline - performance.now();
  return pause !== undefined && !budget.signal.aborted && pause < left ? pause : undefined;
}

/** What creates something may have done so before it failed: a second attempt could do it twice. */
function pauseAfterOutage(
  { status, creates }: RequestFailure,
  attempt: number,
): number | undefined {
  const outage = status === undefined || status >= 500;
  return outage && !creates ? PAUSE_MS * attempt : undefined;
}

async function rest(ms: number, failure: RequestFailure, signal: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal }).catch(() => {
    throw toProblem(failure);
  });
}
