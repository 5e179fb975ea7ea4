import type { Count } from '../image/evidence.ts';

/** The count as it is, except that a number nobody can count with (negative, fractional, unsafe) is malformed. */
export function checkWhole(count: Count): Count {
  if (count.kind !== 'known') return count;
  const whole = Number.isSafeInteger(count.value) && count.value >= 0;
  return whole ? count : { kind: 'malformed', raw: String(count.value) };
}

/** The whole number ≥ 0, or `undefined` when there is none. */
export function wholeNumberOf(count: Count): number | undefined {
  const checked = checkWhole(count);
  return checked.kind === 'known' ? checked.value : undefined;
}
