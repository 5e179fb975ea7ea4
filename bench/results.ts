import type { Many } from './many.ts';
import type { Comparison } from './pairs.ts';
import type { Polling } from './polling.ts';
import type { Solo } from './solo.ts';
import type { Start } from './start.ts';

/** Everything that one run of the bench finds out. */
export interface Results {
  readonly machine: readonly string[];
  /** ISO date. */
  readonly date: string;
  readonly start: Start;
  readonly solo: Solo;
  /** `undefined` when a tool of the script is missing. */
  readonly comparisons: Comparisons | undefined;
  readonly missingTools: readonly string[];
  readonly polling: Polling;
  readonly many: readonly Many[];
  /** Names of the files in `dist/`. */
  readonly dist: readonly string[];
}

/** The action beside the script. */
export interface Comparisons {
  readonly near: Comparison;
  readonly far: Comparison;
  readonly farPolling: Comparison;
}
