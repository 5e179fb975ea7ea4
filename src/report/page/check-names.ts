import type { Check } from '../../policy/finding.ts';
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
