import { parseRetryAfter, retryDelay, slowedDelay } from '../scan/backoff.ts';
import type { HttpClientOptions } from './request.ts';
import type { Trouble } from './trouble.ts';

/** A last attempt leaves itself this much time to be answered. */
const LAST_ATTEMPT_MS = 2_000;

/** A wait before another attempt; after a `last` one there is no more. */
export interface Wait {
  readonly ms: number;
  readonly last: boolean;
}

/** Milliseconds to wait after the troubles so far: growing, slowed, and not less than the server asked for. */
export function delayAfter(
  troubles: readonly Trouble[],
  options: HttpClientOptions,
  slowness: number,
): number {
  const { clock } = options;
  const pace = { base: options.retryDelay, max: options.maxRetryDelay };
  const asked = parseRetryAfter(troubles.at(-1)?.retryAfter, clock.wall());
  return slowedDelay(retryDelay(troubles.length, pace, clock.random()), slowness, asked);
}

/**
 * The wait that still fits into the remaining milliseconds. Where the delay does not fit, one last attempt is made
 * just before the end, early enough to be answered; with no time left there is none.
 */
export function planWait(delayMs: number, remainingMs: number): Wait | undefined {
  if (remainingMs <= 0) return undefined;
  const latest = remainingMs - Math.min(LAST_ATTEMPT_MS, remainingMs / 2);
  return delayMs < latest ? { ms: delayMs, last: false } : { ms: latest, last: true };
}
