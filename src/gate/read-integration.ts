import { toGateError } from '../errors.ts';
import type { Digest } from '../image/digest.ts';
import type {
  Evidence,
  IntegrationReading,
  PlatformEvidence,
  PlatformList,
  SlsaReading,
} from '../image/evidence.ts';
import type { Version } from './ports.ts';
import type { Road } from './road.ts';
import { sameIntegration, toUnreachable } from './unknowns.ts';

/** What Harness knows of all judged platforms, and when it was read (monotonic milliseconds). */
export interface Integration {
  readonly slsa: Evidence<SlsaReading>;
  readonly perPlatform: readonly PlatformEvidence[];
  readonly readAt: number;
}

/** Reads the integration details of every judged platform, and of the image's own digest for SLSA, once. */
export async function readIntegration(
  road: Road,
  version: Version,
  platforms: PlatformList,
  until: number,
): Promise<Integration> {
  const readAt = road.ports.clock.now();
  const digests = platforms.judged.map(({ digest }) => digest);
  const subjects = [...new Set([...digests, version.digest])];
  const answers = await Promise.all(
    subjects.map((subject) => readSubject(road, version, subject, digests, until)),
  );
  const of = (digest: Digest) => answers[subjects.indexOf(digest)] ?? sameIntegration(NO_DATA);
  return {
    slsa: of(version.digest).slsa,
    perPlatform: platforms.judged.map((platform) => ({ platform, ...of(platform.digest) })),
    readAt,
  };
}

const NO_DATA: Evidence<never> = { kind: 'absent', why: 'Harness has no data' };
const OFF: Evidence<never> = { kind: 'off' };

/** An index's own digest is only asked for SLSA, and never has scan data. */
async function readSubject(
  road: Road,
  version: Version,
  subject: Digest,
  platforms: readonly Digest[],
  until: number,
): Promise<IntegrationReading> {
  const { sto, slsa, sbom } = road.inputs.policy;
  const isPlatform = platforms.includes(subject);
  const isAsked = slsa !== 'off' || (isPlatform && (sto !== 'off' || sbom !== 'off'));
  if (!isAsked) return sameIntegration(OFF);
  const answer = await askSubject(road, version, subject, until);
  return {
    sto: sto === 'off' ? OFF : answer.sto,
    slsa: slsa === 'off' ? OFF : answer.slsa,
    sbom: sbom === 'off' ? OFF : answer.sbom,
  };
}

async function askSubject(
  road: Road,
  version: Version,
  subject: Digest,
  until: number,
): Promise<IntegrationReading> {
  const { registry } = road.ports;
  try {
    const answer = await registry.readIntegration(version, subject, road.ask(until));
    return road.memory.compare(subject, answer ?? sameIntegration(NO_DATA));
  } catch (error) {
    return sameIntegration(isSbomWithoutCall(road, error) ? NO_DATA : toUnreachable(error));
  }
}

/** With STO and SLSA off, as the error of a missing call advises, no SBOM is simply no data. */
function isSbomWithoutCall(road: Road, error: unknown): boolean {
  const { sto, slsa } = road.inputs.policy;
  return sto === 'off' && slsa === 'off' && toGateError(error).code === 'missing-call';
}
