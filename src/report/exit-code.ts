import type { GateResult, ImageResult } from '../gate/result.ts';
import type { FindingCause } from '../policy/finding.ts';
import { isObjection } from './check-groups.ts';

/** Troubles that pass by themselves or were judged. What somebody must mend stays red in every mode. */
const TOLERATED: ReadonlySet<FindingCause> = new Set([
  'judged',
  'absent',
  'unrecognised',
  'outage',
  'timed-out',
  'gone',
  'ended',
]);

/**
 * 0 only where every image passed, or where `mode: warn` covers all that was found. A problem of the whole run
 * (inputs, keys, a signal, a bug, a file that cannot be written) is red in every mode.
 */
export function exitCodeOf(result: GateResult): 0 | 1 {
  const { verdict, images, mode, problem } = result;
  if (problem !== undefined || images.length === 0) return 1;
  if (verdict === 'passed') return images.every((image) => image.verdict === 'passed') ? 0 : 1;
  return mode === 'warn' && verdict !== 'cancelled' && images.every(isTolerated) ? 0 : 1;
}

/** An image without a finding that explains its verdict was not judged. */
function isTolerated({ verdict, findings }: ImageResult): boolean {
  if (verdict === 'passed') return true;
  const objections = findings.filter(isObjection);
  return (
    verdict !== 'cancelled' &&
    objections.length > 0 &&
    objections.every(({ cause }) => TOLERATED.has(cause))
  );
}
