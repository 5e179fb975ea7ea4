import type { Check, Finding } from '../../policy/finding.ts';
import { type Html, html } from '../markdown.ts';

/** What people call each check; no word is longer than a table on a telephone has room for. */
export const CHECK_NAMES: Readonly<Record<Check, Html>> = {
  tag: html`Tag`,
  quarantine: html`Quarantine`,
  firewall: html`Firewall`,
  critical: html`Critical issues`,
  high: html`High issues`,
  medium: html`Medium issues`,
  low: html`Low issues`,
  info: html`Info issues`,
  sbom: html`SBOM deny list`,
  slsa: html`SLSA provenance`,
  'scan-age': html`Age of the scan`,
  platforms: html`Platforms`,
  xray: html`Xray scan`,
  sto: html`STO scan`,
  evidence: html`Evidence`,
};

/** Whether the finding says why the image could not be read: it stands where its platforms should, and is not about them. */
export function isAboutReading({ check, cause }: Finding): boolean {
  return check === 'platforms' && cause !== 'judged' && cause !== 'absent';
}

/** What a row of the table is called. */
export function rowNameOf(finding: Finding): Html {
  return isAboutReading(finding) ? html`Image in Harness` : CHECK_NAMES[finding.check];
}
