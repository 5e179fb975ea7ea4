import { type GateError, toGateError } from './errors.ts';
import { type Appearance, appear } from './gate/appear.ts';
import { awaitIntegration } from './gate/await-integration.ts';
import { awaitScan } from './gate/await-scan.ts';
import { conclude, concludeEarly } from './gate/conclude.ts';
import { Crowd } from './gate/crowd.ts';
import { enter } from './gate/enter.ts';
import { addListing, takeListing } from './gate/listing.ts';
import { type Integration, readIntegration } from './gate/read-integration.ts';
import type { GateResult, ImageResult } from './gate/result.ts';
import { type Ports, Road } from './gate/road.ts';
import { confirmScan } from './gate/scan-again.ts';
import type { ScanReading } from './gate/scan-target.ts';
import { type Readings, readAgain } from './gate/second-reading.ts';
import type { Snapshot } from './gate/snapshot.ts';
import { ended, noEvidence, sameIntegration } from './gate/unknowns.ts';
import {
  type Evidence,
  type ImageEvidence,
  known,
  type PlatformList,
  valueOf,
} from './image/evidence.ts';
import type { Inputs } from './inputs/inputs.ts';
import { type Verdict, worstVerdict } from './policy/verdict.ts';
import { judgeXray } from './policy/xray.ts';

/**
 * Decides whether the images may ship: each walks its own road, the worst verdict is the run's. Everything that
 * can go wrong with an image is part of its result; only a cancelled run or a bug is a problem of the run.
 */
export async function gate(inputs: Inputs, ports: Ports): Promise<GateResult> {
  const start = { wall: ports.clock.wall(), now: ports.clock.now() };
  const images = await judgeAll(inputs, ports);
  const problem = ports.signal.aborted ? toGateError(ports.signal.reason) : undefined;
  return {
    verdict: verdictOfRun(images, problem),
    images,
    policy: inputs.policy,
    mode: inputs.mode,
    problem: problem && { code: problem.code, message: problem.message },
    startedAt: start.wall,
    waited: ports.clock.now() - start.now,
    requests: [],
  };
}

/** A run that was ended from outside is never the verdict of its images. */
function verdictOfRun(images: readonly ImageResult[], problem: GateError | undefined): Verdict {
  if (problem === undefined) return worstVerdict(images.map(({ verdict }) => verdict));
  return problem.code === 'cancelled' ? 'cancelled' : 'inconclusive';
}

/**
 * All images at once, as far as the pace allows: one begins, and with it its clocks, when its requests need not
 * queue behind those of the others.
 */
async function judgeAll(inputs: Inputs, ports: Ports): Promise<readonly ImageResult[]> {
  const crowd = new Crowd(inputs, ports);
  try {
    return await crowd.judgeAll((image, log) =>
      judgeImage(new Road(image, inputs, { ...ports, log })),
    );
  } finally {
    crowd.disperse();
  }
}

/** The road of one image, from its reference to its verdict. */
async function judgeImage(road: Road): Promise<ImageResult> {
  const scanning = awaitScan(road).then((scan) => hurryAfter(road, scan));
  // It is awaited below; until then its failure must not end the process as an unhandled rejection.
  scanning.catch(() => undefined);
  try {
    const appearance = await appear(road);
    if (appearance.snapshot === undefined) return concludeMoved(road, appearance);
    enter(road, appearance, appearance.snapshot);
    const scan = await scanning;
    const { snapshot } = appearance;
    const [integration, evidence] = await Promise.all([
      readNumbers(road, appearance, snapshot, scan),
      confirmScan(road, scan),
    ]);
    const rest = { appearance, snapshot, scan: { ...scan, evidence }, integration };
    const listing = await takeListing(road, snapshot.listing, (read) =>
      evidenceOf({ ...rest, listing: read }),
    );
    return await concludeTwice(road, { ...rest, listing });
  } catch (error) {
    return concludeEarly(road, error, await giveUp(road, scanning));
  } finally {
    road.close();
  }
}

/** A scan that did not end well rules out a pass: whatever else there is to say is said without waiting. */
function hurryAfter(road: Road, scan: ScanReading): ScanReading {
  const evidence = { ...noEvidence(ended('not asked')), xray: scan.evidence };
  const findings = judgeXray(road.inputs.policy, evidence, road.ports.clock.wall());
  if (findings.some(({ result }) => result === 'inconclusive')) road.hurry();
  return scan;
}

/** What the scan has come to so far, when the rest of the image has come to an end. */
async function giveUp(
  road: Road,
  scanning: Promise<ScanReading>,
): Promise<ScanReading | undefined> {
  road.stopWaiting('not awaited: the image could not be read');
  return scanning.catch(() => undefined);
}

/** STO, SLSA and SBOM, only after the scan: counts read beside it may be older than it. */
async function readNumbers(
  road: Road,
  { version }: Appearance,
  snapshot: Snapshot,
  { evidence }: ScanReading,
): Promise<Integration> {
  const platforms = valueOf(snapshot.structure.platforms);
  const { sto, slsa, sbom } = road.inputs.policy;
  const isAsked = sto !== 'off' || slsa !== 'off' || sbom !== 'off';
  if (platforms === undefined || !isAsked) return nothingAsked(road, platforms, isAsked);
  road.mark(
    evidence.kind === 'known'
      ? 'asking for STO and SLSA'
      : 'asking for STO and SLSA, without a scan',
  );
  const isWorthWaiting = !road.isHurried;
  return isWorthWaiting
    ? awaitIntegration(road, version, platforms)
    : readIntegration(road, version, platforms, road.clocks.onceUntil());
}

function nothingAsked(
  road: Road,
  platforms: PlatformList | undefined,
  isAsked: boolean,
): Integration {
  const nothing = isAsked ? ended('not asked: the platforms of the image are not known') : OFF;
  const perPlatform = (platforms?.judged ?? []).map((platform) => ({
    platform,
    ...sameIntegration(nothing),
  }));
  return { slsa: nothing, perPlatform, readAt: road.ports.clock.now() };
}

const OFF: Evidence<never> = { kind: 'off' };

/** A tag that points elsewhere decides alone: what it points to is not what was pushed. */
function concludeMoved(road: Road, appearance: Appearance): ImageResult {
  const evidence = {
    ...noEvidence(ended('not asked: the tag has moved')),
    tag: known(appearance.tag),
  };
  return conclude(road, evidence, { version: appearance.version });
}

/** Before a pass everything that can have changed is read once more, and the verdict rests on that. */
async function concludeTwice(road: Road, readings: Readings): Promise<ImageResult> {
  const { appearance, snapshot, scan } = readings;
  const facts = { version: appearance.version, facts: snapshot.facts, spot: scan.spot };
  const evidence = evidenceOf(readings);
  const first = conclude(road, evidence, facts);
  if (first.verdict !== 'passed') return first;
  road.mark('second reading');
  return conclude(road, await readAgain(road, readings, evidence), facts);
}

function evidenceOf(readings: Readings): ImageEvidence {
  const { appearance, snapshot, listing, scan, integration } = readings;
  const { platforms } = snapshot.structure;
  return {
    tag: known(appearance.tag),
    platforms,
    ...addListing(snapshot.quarantine, listing, valueOf(platforms)),
    xray: scan.evidence,
    slsa: integration.slsa,
    perPlatform: integration.perPlatform,
  };
}
