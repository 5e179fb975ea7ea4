import type { Reply } from './answers.ts';
import { json, resourceNotFound, success } from './answers.ts';
import type { Scripted } from './progress.ts';

const MINUTE_MS = 60_000;

/** Everything one scan result can say; what is left out is left out of the answer. */
export interface Integration {
  readonly sto?: unknown;
  readonly slsa?: { readonly provenanceId?: string; readonly status?: string };
  readonly sbom?: Readonly<Record<string, unknown>>;
}

/** Counts of a scan; everything else is filled in. Fields set to undefined are left out. */
export type StoFields = Readonly<Record<string, unknown>>;

/** The time `minutes` ago as epoch **seconds** in a string: what `stoDetails.lastScanned` is. */
export function secondsAgo(minutes: number): string {
  return String(Math.floor((Date.now() - minutes * MINUTE_MS) / 1000));
}

/** The time `minutes` ago as epoch milliseconds. */
export function millisAgo(minutes: number): number {
  return Date.now() - minutes * MINUTE_MS;
}

/** The time `minutes` ago in RFC 3339, as Xray and Artifactory write it. */
export function rfc3339Ago(minutes: number): string {
  return new Date(millisAgo(minutes)).toISOString();
}

/** STO's result for one digest: nothing critical or high, some medium and low, 25 minutes old. `ignored` is not in the total. */
export function stoResult(fields: StoFields = {}): Record<string, unknown> {
  const counts = { critical: 0, high: 0, medium: 3, low: 5, info: 2, ignored: 0, ...fields };
  const total = [counts.critical, counts.high, counts.medium, counts.low, counts.info]
    .filter((count) => typeof count === 'number')
    .reduce((sum, count) => sum + count, 0);
  return {
    executionId: 'eXsimulated0000000001',
    lastScanned: secondsAgo(25),
    pipelineId: 'HARNESS_ARTIFACT_SCAN_PIPELINE',
    total,
    ...counts,
  };
}

export const SLSA_PASSED = { provenanceId: 'pRsimulated0000000001', status: 'PASSED' };
/** How the service says that there was no SLSA run: present and empty. */
export const SLSA_EMPTY = { provenanceId: '', status: '' };

/** The answer of integrationdetails. */
export function integration({ sto, slsa = SLSA_PASSED, sbom }: Integration): Reply {
  return success({
    buildDetails: {
      orgIdentifier: 'default',
      pipelineDisplayName: 'build',
      pipelineExecutionId: 'bLsimulated0000000001',
      pipelineIdentifier: 'build',
      projectIdentifier: 'shop',
    },
    deploymentsDetails: { nonProdDeployment: 0, prodDeployment: 0, totalDeployment: 0 },
    ...(sbom === undefined ? {} : { sbomDetails: sbom }),
    slsaDetails: slsa,
    ...(sto === undefined ? {} : { stoDetails: sto }),
  });
}

/** A scanned platform with nothing wrong. */
export function goodIntegration(fields: StoFields = {}): Reply {
  return integration({ sto: stoResult(fields), sbom: sbomResult() });
}

/** Where no pipeline ran: no STO, an empty SLSA status. */
export function emptyIntegration(): Reply {
  return integration({ slsa: SLSA_EMPTY });
}

/** The other way of saying that a digest has no results. */
export function missingIntegration(): Reply {
  return resourceNotFound('Failed to get artifact metadata');
}

export function sbomResult(
  fields: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    allowListViolations: 0,
    artifactId: 'sBsimulated0000000001',
    avgScore: '7.31',
    componentsCount: 143,
    denyListViolations: 0,
    maxScore: '10',
    orchestrationId: 'oRsimulated0000000001',
    orgId: 'default',
    projectId: 'shop',
    ...fields,
  };
}

/** The parts of a status that differ from the overall one. */
export interface XrayParts {
  readonly sca?: string;
  readonly contextual?: string;
  readonly exposures?: string;
  readonly violations?: string;
}

/** Xray's status answer; each part has a time of its own. */
export function xrayStatus(
  overall: string,
  parts: XrayParts = {},
  time: string = new Date().toISOString(),
): Reply {
  const part = (status: string = overall) => ({ status, time });
  const category = { time, status: parts.exposures ?? overall };
  return json(200, {
    overall: part(),
    details: {
      sca: part(parts.sca),
      contextual_analysis: part(parts.contextual),
      exposures: {
        ...part(parts.exposures),
        categories: {
          iac: { time, status: 'NOT_SUPPORTED' },
          secrets: category,
          services: category,
          applications: category,
        },
      },
      violations: part(parts.violations),
    },
  });
}

/** Before Xray has started there are no details, and not always a time. */
export function xrayNotStarted(status: 'NOT_SCANNED' | 'PENDING' | '' = 'NOT_SCANNED'): Reply {
  return json(200, { overall: { status, time: '' } });
}

/** Scanning, then done at the moment it is asked. `polls` is the number of unfinished answers. */
export function scanningThenDone(polls: number): Scripted<Reply> {
  return ({ nth }) =>
    nth <= polls ? xrayStatus('SCANNING', { violations: 'NOT_SCANNED' }) : xrayStatus('DONE');
}
