import type { GateResult } from '../../gate/result.ts';
import type { Check, Finding, FindingCause } from '../../policy/finding.ts';
import { type Html, html } from '../markdown.ts';

type ProblemCode = NonNullable<GateResult['problem']>['code'];

const FIX_ISSUES = html`Fix the issues and push again, or have them exempted in STO and run this job again: an exemption counts without a rebuild. The limits are <code>max-critical</code>, <code>max-high</code> and so on.`;
const MEND = html`Change what the sentence above names, then run this job again.`;
const REPORT = html`Please report this with the sentence above: it is a mistake in Image Gate.`;
const SEE_ABOVE = html`See the sentence above, then run this job again.`;

/** After a plain judgement. */
const JUDGED: Readonly<Record<Check, Html>> = {
  tag: html`Somebody has pushed another image under this tag. Run the build again, and deploy by digest (output <code>approved</code>), never by tag.`,
  quarantine: html`Ask whoever quarantined the image in Harness. Once it is released there, run this job again.`,
  firewall: html`See on the version's page in Harness why the Dependency Firewall blocks it, then mend the image or the firewall's policy.`,
  critical: FIX_ISSUES,
  high: FIX_ISSUES,
  medium: FIX_ISSUES,
  low: FIX_ISSUES,
  info: FIX_ISSUES,
  sbom: html`Remove the denied components from the image and push again. The limit is <code>max-sbom-deny-list-violations</code>.`,
  slsa: html`See in the Harness pipeline why the provenance was not verified. Statuses that count are named by <code>slsa-accepted</code>.`,
  'scan-age': html`Scan the image again in Harness, then run this job again. The limit is <code>max-scan-age</code>.`,
  platforms: html`Compare the input <code>platforms</code> with the platforms that were pushed.`,
  xray: html`Look at the scan in Xray and start it again there, then run this job again.`,
  sto: SEE_ABOVE,
  evidence: SEE_ABOVE,
};

/** After something awaited did not come. */
const AWAITED: Partial<Readonly<Record<Check, Html>>> = {
  xray: html`See in Xray whether the repository is indexed and the scan is running. If scans just take longer, raise <code>scan-timeout</code>; if the image was not there, <code>appear-timeout</code>.`,
  sto: html`See whether the Harness pipeline scans this image, and every platform that ships. If scans just take longer, raise <code>scan-timeout</code>; if STO is not used, set <code>sto: off</code>.`,
  slsa: html`See whether the Harness pipeline verifies the provenance of this image. If nothing does, set <code>slsa: off</code>.`,
  sbom: html`See whether the Harness pipeline makes an SBOM of this image. If none does, set <code>sbom: if-present</code> or <code>off</code>.`,
  tag: html`See whether the image was pushed to this registry under this tag. If that takes longer, raise <code>appear-timeout</code>.`,
  platforms: html`See whether the image was pushed to this registry, and compare the input <code>platforms</code> with what was pushed. If the image arrives later, raise <code>appear-timeout</code>.`,
  evidence: html`See whether the image was pushed to this registry, and whether anything scans it. If that takes longer, raise <code>appear-timeout</code> or <code>scan-timeout</code>.`,
};

/** After an answer that has words of its own. */
const UNRECOGNISED: Partial<Readonly<Record<Check, Html>>> = {
  slsa: html`The status was not understood, so it was not trusted. If it is a good one, name it in <code>slsa-accepted</code>; otherwise see in the Harness pipeline why the provenance was not verified.`,
  firewall: html`The verdict was not understood, or may be among those that the gate does not read, so it was not trusted. See it on the version's page in Harness; where it need not decide, set <code>firewall: off</code>.`,
};

const BY_CAUSE: Partial<Readonly<Record<FindingCause, Html>>> = {
  outage: html`The service gave no complete answer in time. Run this job again when it is back.`,
  unrecognised: html`The answer was not understood, so it was not trusted. If it is right, please report it; otherwise run this job again.`,
  gone: html`It was there and then it was not. See whether something deletes or replaces the image, then run this job again.`,
  ended: SEE_ABOVE,
  permission: MEND,
  configuration: MEND,
  'missing-call': MEND,
  bug: REPORT,
};

const BY_PROBLEM: Partial<Readonly<Record<ProblemCode, Html>>> = {
  input: html`Change the inputs named above in the workflow, then run this job again.`,
  configuration: html`Change what is named above, then run this job again.`,
  permission: html`Give the key or token what is named above, then run this job again.`,
  redirect: html`Set the URL to the service itself. Redirects are never followed, for they would carry the key along.`,
  'login-page': html`Set the URL to the service itself, or let this runner past the login or proxy page.`,
  cancelled: html`Run this job again. Nothing is approved until a run has ended.`,
  'output-file': html`See why the runner's file cannot be written (disk, permissions), then run this job again.`,
  bug: REPORT,
};

/** What to do about the finding that decided. Constant text: what is special to the case stands in the reason. */
export function nextStepOf({ check, cause }: Finding): Html {
  if (cause === 'judged') return JUDGED[check];
  const special = cause === 'unrecognised' ? UNRECOGNISED[check] : undefined;
  const awaited = cause === 'absent' || cause === 'timed-out' ? AWAITED[check] : undefined;
  return special ?? awaited ?? BY_CAUSE[cause] ?? SEE_ABOVE;
}

/** What to do about a problem that ended the whole run. */
export function nextStepAfter(code: ProblemCode): Html {
  return BY_PROBLEM[code] ?? SEE_ABOVE;
}
