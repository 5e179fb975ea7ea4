const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** How far the clocks of a service and of the runner may be apart. */
export const CLOCK_SKEW_MS = 10 * MINUTE_MS;

/** A duration as people write it: `0s`, `45s`, `1m 30s`, `30m`, `1h 5m`; whole days from two days on: `2 days`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return 'unknown';
  if (ms >= 2 * DAY_MS) return `${Math.floor(ms / DAY_MS)} days`;
  const whole = Math.max(0, Math.round(ms / SECOND_MS)) * SECOND_MS;
  const parts = [
    { count: Math.floor(whole / DAY_MS), unit: 'd' },
    { count: Math.floor((whole % DAY_MS) / HOUR_MS), unit: 'h' },
    { count: Math.floor((whole % HOUR_MS) / MINUTE_MS), unit: 'm' },
    { count: (whole % MINUTE_MS) / SECOND_MS, unit: 's' },
  ];
  return firstTwo(parts) || '0s';
}

/** How long ago something was: `2 days ago`, `just now`; a time to come is said so. */
export function formatAge(at: number, now: number): string {
  if (at > now + MINUTE_MS) return `${formatDuration(at - now)} in the future`;
  return now - at < MINUTE_MS ? 'just now' : `${formatDuration(now - at)} ago`;
}

/** A time to the minute, in the one zone that all readers share: `2025-11-21 07:50 UTC`. */
export function formatTime(at: number): string {
  const iso = formatRfc3339(at);
  return iso === '' ? 'unknown' : `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** RFC 3339 to the second, in UTC; empty where the number is no time. */
export function formatRfc3339(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Seconds beside days only distract: the largest unit that counts and the one below it. */
function firstTwo(parts: readonly { readonly count: number; readonly unit: string }[]): string {
  const first = parts.findIndex((part) => part.count > 0);
  if (first === -1) return '';
  return parts
    .slice(first, first + 2)
    .filter((part) => part.count > 0)
    .map((part) => `${part.count}${part.unit}`)
    .join(' ');
}
