import type { GateResult } from '../../gate/result.ts';
import type { Check, Finding, FindingCause } from '../../policy/finding.ts';
import { type Html, html } from '../markdown.ts';
import { lastStateOf } from './xray-cell.ts';

type ProblemCode = NonNullable<GateResult['problem']>['code'];
type Steps<Key extends string> = Partial<Readonly<Record<Key, Html>>>;

const AGAIN = html`then run this job again.`;
const REPORT = html`Please report this with the sentence above: it is a mistake in Image Gate.`;
const SEE_ABOVE = html`See the sentence above, then run this job again.`;

/** After a plain judgement. */
const JUDGED: Readonly<Record<Check, Html>> = {
  tag: html`Somebody has pushed another image under this tag. Run the build again, and deploy by digest (output <code>approved</code>), never by tag.`,
  quarantine: html`Ask whoever quarantined the image in Harness. Once it is released there, run this job again.`,
  firewall: html`See on the version's page in Harness why the Dependency Firewall blocks it, then mend the image or the firewall's policy.`,
  critical: fixIssues(html`<code>max-critical</code>`),
  high: fixIssues(html`<code>max-high</code>`),
  medium: fixIssues(html`<code>max-medium</code>`),
  low: fixIssues(html`<code>max-low</code>`),
  info: fixIssues(html`<code>max-info</code>`),
  sbom: html`Remove the denied components from the image and push again. The limit is <code>max-sbom-deny-list-violations</code>.`,
  slsa: html`See in the Harness pipeline why the provenance was not verified. Accepted statuses are set by <code>slsa-accepted</code>.`,
  'scan-age': html`Scan the image again in Harness, ${AGAIN} The limit is <code>max-scan-age</code>.`,
  platforms: html`Compare the input <code>platforms</code> with the platforms that were pushed.`,
  xray: html`Look at the scan in Xray and start it again there, ${AGAIN}`,
  sto: SEE_ABOVE,
  evidence: SEE_ABOVE,
};

/** Xray ends such a scan the same way however often it is started. */
const NOT_SUPPORTED = html`Xray cannot scan this image, so starting the scan again cannot help. Set <code>xray: off</code>, or push an image that Xray can scan.`;

const NO_PLATFORM = html`The image is there, but not every platform that it needs. Build and push the platform, or correct the input <code>platforms</code>, ${AGAIN}`;

const STILL_SCANNING = html`See in Xray whether the repository is indexed and the scan is running. If scans just take longer, raise <code>scan-timeout</code>.`;

/** After something awaited did not come. */
const AWAITED: Steps<Check> = {
  xray: html`See in Xray whether the repository is indexed and the scan is running. If scans just take longer, raise <code>scan-timeout</code>; if the image was not there, <code>appear-timeout</code>.`,
  sto: html`See whether the Harness pipeline scans this image, and every platform that ships. If scans just take longer, raise <code>scan-timeout</code>; if STO is not used, set <code>sto: off</code>.`,
  slsa: html`See whether the Harness pipeline verifies the provenance of this image. If nothing does, set <code>slsa: off</code>.`,
  sbom: html`See whether the Harness pipeline makes an SBOM of this image. If none does, set <code>sbom: if-present</code> or <code>off</code>.`,
  tag: html`See whether the image was pushed to this registry under this tag. If that takes longer, raise <code>appear-timeout</code>.`,
  platforms: html`See whether the image was pushed to this registry, and whether all its tags name it. If it arrives later, raise <code>appear-timeout</code>.`,
  evidence: html`See whether the image was pushed to this registry, and whether anything scans it. If that takes longer, raise <code>appear-timeout</code> or <code>scan-timeout</code>.`,
};

/** After an answer that has words of its own. */
const UNRECOGNISED: Steps<Check> = {
  slsa: html`The status was not understood, so it was not trusted. If it is a good one, name it in <code>slsa-accepted</code>; otherwise see in the Harness pipeline why the provenance was not verified.`,
  firewall: html`The gate does not know this status of the Dependency Firewall, so it was not trusted. See it on the version's page in Harness; where it need not decide, set <code>firewall: off</code>.`,
};

/** Both come with one call; an SBOM, which comes with it too, is then simply not there. */
const WITHOUT_INTEGRATION = html`<code>sto: off</code> and <code>slsa: off</code>`;

/** What can be switched off where a call is missing; never Xray, whose sentences name a better way. */
const SWITCHES: Steps<Check> = {
  sto: WITHOUT_INTEGRATION,
  slsa: WITHOUT_INTEGRATION,
  sbom: html`<code>sbom: off</code>`,
  firewall: html`<code>firewall: off</code>`,
  quarantine: html`<code>quarantine: off</code>`,
};

const BY_CAUSE: Steps<FindingCause> = {
  outage: html`The service gave no complete answer in time. Run this job again when it is back.`,
  unrecognised: html`Run this job again; if the answer is right, report it as a fault of Image Gate.`,
  gone: html`See whether something deletes or replaces the image, ${AGAIN}`,
  permission: html`Do what the sentence above names, ${AGAIN}`,
  configuration: html`Correct the inputs or variables that the sentence above names, ${AGAIN}`,
  bug: REPORT,
};

const BY_PROBLEM: Steps<ProblemCode> = {
  input: html`Change the inputs named above in the workflow, ${AGAIN}`,
  configuration: html`Change what is named above, ${AGAIN}`,
  permission: html`Do what is named above, ${AGAIN}`,
  redirect: html`Set the URL to the service itself. Redirects are never followed, for they would carry the key along.`,
  'login-page': html`Set the URL to the service itself, or let this runner past the login or proxy page.`,
  cancelled: html`Run this job again. Nothing is approved until a run has ended.`,
  'output-file': html`See why the runner's file cannot be written (disk, permissions), ${AGAIN}`,
  bug: REPORT,
};

/** What to do about the finding that decided. Constant text: what is special to the case stands in the reason. */
export function nextStepOf(finding: Finding): Html {
  return stepOfCheck(finding) ?? BY_CAUSE[finding.cause] ?? SEE_ABOVE;
}

/** What to do about a problem that ended the whole run. */
export function nextStepAfter(code: ProblemCode): Html {
  return BY_PROBLEM[code] ?? SEE_ABOVE;
}

function stepOfCheck(finding: Finding): Html | undefined {
  const { check, cause } = finding;
  switch (cause) {
    case 'judged':
      return isNotSupported(finding) ? NOT_SUPPORTED : JUDGED[check];
    case 'absent':
      return check === 'platforms' ? NO_PLATFORM : AWAITED[check];
    case 'timed-out':
      return lastStateOf(finding) === undefined ? AWAITED[check] : STILL_SCANNING;
    case 'unrecognised':
      return UNRECOGNISED[check];
    case 'missing-call':
      return withoutCall(SWITCHES[check]);
    default:
      return undefined;
  }
}

/** The whole scan, or the part of it that must be DONE; other parts may end so without harm. */
function isNotSupported({ check, found, sentence }: Finding): boolean {
  if (check !== 'xray') return false;
  return found.startsWith('NOT_SUPPORTED') || sentence.endsWith(' as NOT_SUPPORTED');
}

function withoutCall(switches: Html | undefined): Html {
  if (switches === undefined) return html`Do what the sentence above names, ${AGAIN}`;
  return html`Use a version of the service that has the call, or set ${switches}, ${AGAIN}`;
}

function fixIssues(limit: Html): Html {
  return html`Fix the issues and push again, or have them exempted in STO and run this job again: an exemption counts without a rebuild. The limit is ${limit}.`;
}
