import type { ImageEvidence } from '../image/evidence.ts';
import { judgeCounts } from './counts.ts';
import type { Finding } from './finding.ts';
import { judgeFirewall } from './firewall.ts';
import { judgePlatforms } from './platforms.ts';
import type { Policy } from './policy.ts';
import { judgeQuarantine } from './quarantine.ts';
import type { Rule } from './rule.ts';
import { judgeSbom } from './sbom.ts';
import { judgeScanAge } from './scan-age.ts';
import { judgeSlsa } from './slsa.ts';
import { judgeSomethingKnown } from './something-known.ts';
import { judgeSto } from './sto.ts';
import { judgeTag } from './tag.ts';
import { judgeXray } from './xray.ts';

/** Every rule, in the order of the summary's rows; the verdict does not depend on it. */
export const RULES: readonly Rule[] = [
  judgeTag,
  judgePlatforms,
  judgeQuarantine,
  judgeFirewall,
  judgeXray,
  judgeSto,
  judgeCounts,
  judgeScanAge,
  judgeSlsa,
  judgeSbom,
  judgeSomethingKnown,
];

/** The findings of all rules on one image; no rule is skipped because another failed. `now` is epoch milliseconds. */
export function evaluate(policy: Policy, evidence: ImageEvidence, now: number): readonly Finding[] {
  return RULES.flatMap((judge) => judge(policy, evidence, now));
}
