import { cellsThatDiffer, type PlatformCell } from './finding.ts';
import type { Limit } from './policy.ts';

/** A number of one platform; `undefined` when it is not known, which is never 0. */
export interface PlatformNumber {
  readonly name: string;
  readonly value: number | undefined;
}

/** Whether a number exceeds its limit; written so that no number at all (NaN) exceeds it, too. */
export function isOver(value: number, limit: Limit): boolean {
  return limit !== 'unlimited' && !(value <= limit);
}

/** The platform with the highest number that is known. */
export function findHighest(
  numbers: readonly PlatformNumber[],
): { readonly name: string; readonly value: number } | undefined {
  let highest: { name: string; value: number } | undefined;
  for (const { name, value } of numbers) {
    if (value !== undefined && (highest === undefined || value > highest.value)) {
      highest = { name, value };
    }
  }
  return highest;
}

/** One cell for each platform where platforms differ, and none where one number says it all. */
export function cellsOf(numbers: readonly PlatformNumber[]): readonly PlatformCell[] {
  return cellsThatDiffer(
    numbers.map(({ name, value }) => ({ label: name, found: String(value ?? 'unknown') })),
  );
}
