import type { ImageEvidence } from '../image/evidence.ts';
import type { Finding } from './finding.ts';
import type { Policy } from './policy.ts';

/**
 * Judges one check: always at least one finding, for the findings are also the rows of the summary.
 * `now` is epoch milliseconds. A rule neither waits nor knows what the other rules say.
 */
export type Rule = (policy: Policy, evidence: ImageEvidence, now: number) => readonly Finding[];
