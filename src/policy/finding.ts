import type { Obstacle } from '../image/evidence.ts';
import type { Severity } from '../image/severity.ts';

/** What is checked, each a row of the summary. */
export type Check =
  | 'tag'
  | 'quarantine'
  | 'firewall'
  | Severity
  | 'sbom'
  | 'slsa'
  | 'scan-age'
  | 'platforms'
  | 'xray'
  | 'sto'
  /** Whether anything was known at all, and errors that ended the image. */
  | 'evidence';

/**
 * `failed`: judged, and bad. `inconclusive`: could not be judged. `noted`: nothing to object, but worth
 * saying (absent where that is allowed). `not-checked`: switched off. Only `passed` earns a green tick.
 */
export type FindingResult = 'passed' | 'failed' | 'inconclusive' | 'noted' | 'not-checked';

/** Why a finding is not a plain judgement; `judged` for those that are. */
export type FindingCause = 'judged' | 'absent' | 'unrecognised' | Obstacle;

/** A number or state of one platform, where platforms differ. */
export interface PlatformCell {
  readonly label: string;
  readonly found: string;
}

/**
 * What one rule says about one check. Texts may hold what servers or users wrote: they are escaped where
 * they are shown, never here.
 */
export interface Finding {
  readonly check: Check;
  readonly result: FindingResult;
  readonly cause: FindingCause;
  /** A clause that reads well after "Failed: ", names its check and ends without a full stop. */
  readonly sentence: string;
  /** What the sentence speaks of: a platform, a tag, a path. Added in brackets behind the image's name. */
  readonly where: string | undefined;
  readonly found: string;
  readonly allowed: string;
  readonly perPlatform: readonly PlatformCell[];
}

/** Builds a finding; what is not given is that of a plain judgement of the whole image. */
export function finding(
  check: Check,
  result: FindingResult,
  sentence: string,
  details: Partial<Omit<Finding, 'check' | 'result' | 'sentence'>> = {},
): Finding {
  return {
    check,
    result,
    sentence,
    cause: 'judged',
    where: undefined,
    found: '',
    allowed: '',
    perPlatform: [],
    ...details,
  };
}

/** A cell for each platform where platforms differ, and none where one word says it all. */
export function cellsThatDiffer(cells: readonly PlatformCell[]): readonly PlatformCell[] {
  return new Set(cells.map(({ found }) => found)).size > 1 ? cells : [];
}

/** The row of a check that the user has switched off: listed, so that nobody takes silence for a pass. */
export function notChecked(check: Check, name: string): Finding {
  return finding(check, 'not-checked', `the ${name} check is switched off`, {
    found: 'not checked',
  });
}
