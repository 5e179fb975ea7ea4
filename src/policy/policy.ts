import type { Severity } from '../image/severity.ts';

/** `required`: absent means inconclusive; `if-present`: absent is noted; `off`: not asked, listed as not checked. */
export type Requirement = 'required' | 'if-present' | 'off';

/** The most that is allowed; `unlimited` lifts the limit, so that the number may even be unknown. */
export type Limit = number | 'unlimited';

/** What an image must satisfy to ship. */
export interface Policy {
  readonly xray: Requirement;
  readonly sto: Requirement;
  readonly slsa: Requirement;
  readonly sbom: Requirement;
  readonly firewall: Requirement;
  /** `off` only reports a quarantine. */
  readonly quarantine: 'required' | 'off';
  readonly max: Readonly<Record<Severity, Limit>>;
  readonly maxSbomDenyListViolations: Limit;
  /** Lower case. */
  readonly slsaAccepted: readonly string[];
  /** Milliseconds. */
  readonly maxScanAge: Limit;
}
