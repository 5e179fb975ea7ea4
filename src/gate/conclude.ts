import { toGateError } from '../errors.ts';
import type { Count, ImageEvidence, PlatformEvidence, StoReading } from '../image/evidence.ts';
import { evaluate } from '../policy/evaluate.ts';
import type { Finding } from '../policy/finding.ts';
import { decidingFinding, verdictOf } from '../policy/verdict.ts';
import type { ScanAddress, Spot, Version, VersionReading } from './ports.ts';
import type { ImageResult, Links } from './result.ts';
import type { Road } from './road.ts';
import type { ScanReading } from './scan-target.ts';
import { ended, noEvidence, toUnreachable } from './unknowns.ts';

/** What else the result shows of the image, as far as it became known. */
export interface Shown {
  readonly version?: Version;
  readonly facts?: VersionReading;
  readonly spot?: Spot | undefined;
}

/** Judges the evidence: all rules, always. */
export function conclude(road: Road, evidence: ImageEvidence, shown: Shown): ImageResult {
  const { clock } = road.ports;
  const findings = evaluate(road.inputs.policy, evidence, clock.wall());
  const verdict = verdictOf(findings);
  return {
    image: road.image,
    digest: shown.version?.digest ?? road.image.digest,
    verdict,
    findings,
    evidence,
    version: {
      size: shown.facts?.size,
      pushedBy: shown.facts?.pushedBy,
      pushedAt: shown.facts?.pushedAt,
    },
    links: findLinks(road, evidence, findings, shown),
    timeline: [...road.timeline, road.entryOf(verdict)],
    startedAt: road.startedAtWall,
    waited: clock.now() - road.startedAt,
  };
}

/** An error that ended the image stands where its platforms should be: little else was asked to the end. */
export function concludeEarly(
  road: Road,
  error: unknown,
  scan: ScanReading | undefined,
): ImageResult {
  const problem = toGateError(error);
  if (problem.code === 'cancelled') {
    const result = conclude(road, noEvidence(ended(problem.message)), {});
    return { ...result, verdict: 'cancelled' };
  }
  const rest = ended('not asked to the end: the image could not be read');
  const evidence = { ...noEvidence(rest), platforms: toUnreachable(problem) };
  return conclude(road, { ...evidence, xray: scan?.evidence ?? rest }, { spot: scan?.spot });
}

function findLinks(
  road: Road,
  evidence: ImageEvidence,
  findings: readonly Finding[],
  { version, spot }: Shown,
): Links {
  const { registry, scanner } = road.ports;
  const isTooOld = decidingFinding(findings)?.check === 'scan-age';
  const scan = findScan(evidence.perPlatform, isTooOld ? byAge : byIssues);
  return {
    version: version && registry.linkToVersion(version),
    scan: version && scan && registry.linkToScan(version, scan),
    xray: spot && scanner?.linkTo(spot),
  };
}

/** The scan that a reader asks about first. */
function findScan(
  perPlatform: readonly PlatformEvidence[],
  order: (a: StoReading, b: StoReading) => number,
): ScanAddress | undefined {
  const scans = perPlatform.flatMap(({ platform, sto }) => {
    if (sto.kind !== 'known' || !sto.value.pipelineId || !sto.value.executionId) return [];
    const { pipelineId, executionId } = sto.value;
    return [{ address: { digest: platform.digest, pipelineId, executionId }, sto: sto.value }];
  });
  const [first] = scans.sort((a, b) => order(a.sto, b.sto));
  return first?.address;
}

/** The most critical, then the most high issues first. */
function byIssues({ counts: a }: StoReading, { counts: b }: StoReading): number {
  return numberOf(b.critical) - numberOf(a.critical) || numberOf(b.high) - numberOf(a.high);
}

/** The oldest first; a scan without a time comes last. */
function byAge({ scannedAt: a }: StoReading, { scannedAt: b }: StoReading): number {
  return numberOf(a, LATEST) - numberOf(b, LATEST);
}

const LATEST = Number.MAX_SAFE_INTEGER;

function numberOf(count: Count, otherwise = 0): number {
  return count.kind === 'known' ? count.value : otherwise;
}
