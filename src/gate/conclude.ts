import { toGateError } from '../errors.ts';
import type { ImageEvidence, PlatformEvidence } from '../image/evidence.ts';
import { evaluate } from '../policy/evaluate.ts';
import { verdictOf } from '../policy/verdict.ts';
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
    links: findLinks(road, evidence, shown),
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

function findLinks(road: Road, evidence: ImageEvidence, { version, spot }: Shown): Links {
  const { registry, scanner } = road.ports;
  const scan = findScan(evidence.perPlatform);
  return {
    version: version && registry.linkToVersion(version),
    scan: version && scan && registry.linkToScan(version, scan),
    xray: spot && scanner?.linkTo(spot),
  };
}

/** The scan of the platform with the most critical, then the most high issues. */
function findScan(perPlatform: readonly PlatformEvidence[]): ScanAddress | undefined {
  const scans = perPlatform.flatMap(({ platform, sto }) => {
    if (sto.kind !== 'known' || !sto.value.pipelineId || !sto.value.executionId) return [];
    const { pipelineId, executionId, counts } = sto.value;
    const of = (count: typeof counts.critical) => (count.kind === 'known' ? count.value : 0);
    const address = { digest: platform.digest, pipelineId, executionId };
    return [{ address, critical: of(counts.critical), high: of(counts.high) }];
  });
  const [worst] = scans.sort((a, b) => b.critical - a.critical || b.high - a.high);
  return worst?.address;
}
