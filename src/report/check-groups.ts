import { SEVERITIES, type Severity } from '../image/severity.ts';
import type { Check, Finding } from '../policy/finding.ts';

/** Whether the check counts issues. */
export function isSeverity(check: Check): check is Severity {
  return SEVERITIES.some((severity) => severity === check);
}

/** Whether the check can only be judged by what STO says. */
export function restsOnSto(check: Check): boolean {
  return check === 'sto' || check === 'scan-age' || isSeverity(check);
}

/** Whether the user has switched the check off. */
export function isOff(finding: Finding | undefined): boolean {
  return finding?.result === 'not-checked';
}

/** Whether the finding speaks against a pass. */
export function isObjection({ result }: Finding): boolean {
  return result === 'failed' || result === 'inconclusive';
}

/** Whether nobody asked any more, because another finding had decided: it objects to nothing by itself. */
export function isGivenUp({ result, cause }: Finding): boolean {
  return result === 'inconclusive' && cause === 'ended';
}

/**
 * Whether the finding only repeats what another one says of the same image: that numbers are unknown where STO is
 * inconclusive, and that no scan is known where STO or Xray is. The details show the numbers that there are.
 */
export function isEcho({ check, result, cause }: Finding, findings: readonly Finding[]): boolean {
  const isOpen = (of: Check) =>
    findings.some((one) => one.check === of && one.result === 'inconclusive');
  if (check === 'evidence') return result === 'inconclusive' && (isOpen('sto') || isOpen('xray'));
  const isUnknown = result === 'noted' && cause !== 'judged';
  return isUnknown && check !== 'sto' && restsOnSto(check) && isOpen('sto');
}
