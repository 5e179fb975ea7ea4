/** Shortest and longest wait in milliseconds. */
export interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** First and longest wait between two attempts in milliseconds. */
export interface RetryPace {
  readonly base: number;
  readonly max: number;
}

/** What a timer can hold; anything beyond it, negative or not a number fires after 1 ms, which makes a hot loop. */
export const MAX_DELAY_MS = 2 ** 31 - 1;

const MAX_RETRY_AFTER_MS = 300_000;
const MAX_SLOWED_MS = 180_000;
const MAX_SLOWNESS = 8;
const EASING = 0.75;

/** A wait that a timer keeps: finite, in [0, 2^31-1]; not a number becomes the longest, which every deadline cuts. */
export function toDelay(ms: number): number {
  return Number.isNaN(ms) ? MAX_DELAY_MS : Math.min(Math.max(ms, 0), MAX_DELAY_MS);
}

/**
 * Milliseconds until the next poll: the square root of the seconds waited so far, within the bounds, ± 10 %. It is
 * as quick as a fixed short interval on ordinary scans and asks half as often on long ones.
 */
export function pollInterval(elapsedMs: number, bounds: Bounds, random: number): number {
  const root = Math.sqrt(Math.max(elapsedMs, 0) / 1000) * 1000;
  return toDelay(Math.min(Math.max(root, bounds.min), bounds.max) * (0.9 + 0.2 * random));
}

/** Milliseconds before the retry that follows the given attempt (from 1): doubling up to the longest, ± 25 %. */
export function retryDelay(attempt: number, pace: RetryPace, random: number): number {
  const doubled = pace.base * 2 ** Math.min(attempt - 1, 30);
  return toDelay(Math.min(doubled, pace.max) * (0.75 + 0.5 * random));
}

/**
 * Milliseconds that a `Retry-After` header asks for, at most 300 s: whole seconds or an HTTP date in the future
 * (RFC 9110, 10.2.3). Anything else is no header.
 */
export function parseRetryAfter(header: string | undefined, wallNow: number): number | undefined {
  const asked = askedMs(header?.trim() ?? '', wallNow);
  return asked === undefined || asked < 0 ? undefined : Math.min(asked, MAX_RETRY_AFTER_MS);
}

function askedMs(text: string, wallNow: number): number | undefined {
  if (/^\d{1,12}$/.test(text)) return Number(text) * 1000;
  const date = new Date(text);
  // Printing it again tells the one valid form from everything else that `Date` reads, such as 31 Feb or `-5`.
  return date.toUTCString() === text ? date.getTime() - wallNow : undefined;
}

/** How much slower than usual to go, from 1 to 8, after one more answer: doubles when the service is pressed, eases else. */
export function nextSlowness(slowness: number, pressed: boolean): number {
  return pressed ? Math.min(slowness * 2, MAX_SLOWNESS) : Math.max(slowness * EASING, 1);
}

/** A retry wait made slower, at most 180 s, and never shorter than the server asked for. */
export function slowedDelay(
  delayMs: number,
  slowness: number,
  retryAfterMs: number | undefined,
): number {
  return toDelay(Math.max(Math.min(delayMs * slowness, MAX_SLOWED_MS), retryAfterMs ?? 0));
}
