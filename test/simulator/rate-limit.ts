/** Says of each request whether it is one too many. */
export interface RateLimit {
  isExceeded(): boolean;
}

/** At most `requests` in any window of `windowMs`; without a limit nothing is ever too many. */
export function createRateLimit(
  limit: { requests: number; windowMs: number } | undefined,
): RateLimit {
  let accepted: number[] = [];
  return {
    isExceeded(): boolean {
      if (limit === undefined) return false;
      const now = performance.now();
      accepted = accepted.filter((at) => now - at < limit.windowMs);
      if (accepted.length >= limit.requests) return true;
      accepted.push(now);
      return false;
    },
  };
}
