import { SEVERITIES, type Severity } from '../image/severity.ts';
import type { Check } from '../policy/finding.ts';

/** Whether the check counts issues. */
export function isSeverity(check: Check): check is Severity {
  return SEVERITIES.some((severity) => severity === check);
}

/** Whether the check can only be judged by what STO says. */
export function restsOnSto(check: Check): boolean {
  return check === 'sto' || check === 'scan-age' || isSeverity(check);
}
