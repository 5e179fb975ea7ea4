import type { Digest } from '../image/digest.ts';
import type {
  Count,
  Evidence,
  ImageEvidence,
  PlatformEvidence,
  SlsaReading,
  StoReading,
  XrayPart,
  XrayScan,
} from '../image/evidence.ts';
import { known } from '../image/evidence.ts';
import type { Severity } from '../image/severity.ts';
import type { Policy } from './policy.ts';

// For tests only: production code must not import this file.

/** Epoch milliseconds at which the tests judge. */
export const NOW = Date.UTC(2025, 1, 7, 12);

/** Milliseconds of a minute and of a day. */
export const MINUTE_MS = 60_000;
export const DAY_MS = 86_400_000;

/** A digest made of one hexadecimal digit. */
export function digestOf(digit: string): Digest {
  return `sha256:${digit.repeat(64)}`;
}

export const ABSENT = { kind: 'absent', why: '' } as const;
export const UNRECOGNISED = { kind: 'unrecognised', raw: 'gibberish' } as const;
export const OFF = { kind: 'off' } as const;

/** Evidence that could not be had; the clause is what a finding must repeat. */
export const UNREACHABLE = {
  kind: 'unreachable',
  why: 'Harness did not answer for 30m',
  obstacle: 'outage',
} as const;

/** A policy with the inputs' defaults. */
export function policyWith(overrides: Partial<Policy> = {}): Policy {
  return {
    xray: 'required',
    sto: 'required',
    slsa: 'required',
    sbom: 'if-present',
    firewall: 'if-present',
    quarantine: 'required',
    max: { critical: 0, high: 0, medium: 'unlimited', low: 'unlimited', info: 'unlimited' },
    maxSbomDenyListViolations: 0,
    slsaAccepted: ['passed', 'pass', 'verified', 'success'],
    maxScanAge: 'unlimited',
    ...overrides,
  };
}

/** The default limits, with some of them changed. */
export function maxWith(overrides: Partial<Policy['max']>): Policy['max'] {
  return { ...policyWith().max, ...overrides };
}

/** A count that was sent. */
export function count(value: number): Count {
  return { kind: 'known', value };
}

export const MISSING: Count = { kind: 'missing' };

/** Zero of everything but what is given. */
export function countsWith(
  overrides: Partial<Record<Severity, Count | number>> = {},
): StoReading['counts'] {
  const read = (severity: Severity): Count => {
    const given = overrides[severity] ?? 0;
    return typeof given === 'number' ? count(given) : given;
  };
  return {
    critical: read('critical'),
    high: read('high'),
    medium: read('medium'),
    low: read('low'),
    info: read('info'),
  };
}

/** A complete clean result of STO, an hour old. */
export function readingWith(overrides: Partial<StoReading> = {}): StoReading {
  return {
    executionId: 'e1',
    pipelineId: 'p1',
    scannedAt: count(NOW - 60 * MINUTE_MS),
    counts: countsWith(),
    ignored: count(0),
    total: MISSING,
    ...overrides,
  };
}

/** STO's result with the given counts. */
export function stoOf(
  counts: Partial<Record<Severity, Count | number>>,
  overrides: Partial<StoReading> = {},
): Evidence<StoReading> {
  return known(readingWith({ counts: countsWith(counts), ...overrides }));
}

/** A status of SLSA as it came. */
export function slsaOf(status: string): Evidence<SlsaReading> {
  return known({ status });
}

/** A clean platform; its digest is made of the given digit. */
export function platformWith(
  label: string,
  digit: string,
  overrides: Partial<PlatformEvidence> = {},
): PlatformEvidence {
  return {
    platform: { digest: digestOf(digit), label },
    sto: known(readingWith()),
    slsa: slsaOf('PASSED'),
    sbom: known({ denyListViolations: count(0), components: count(143) }),
    ...overrides,
  };
}

/** A finished scan of an image with one platform. */
export function scanWith(overrides: Partial<XrayScan> = {}): XrayScan {
  return {
    state: 'DONE',
    repository: 'docker-local',
    path: 'app/1.4.2/manifest.json',
    finishedAt: NOW - MINUTE_MS,
    parts: [part('sca', 'DONE'), part('violations', 'DONE')],
    ...overrides,
  };
}

/** One part of a scan. */
export function part(name: string, state: string): XrayPart {
  return { name, state };
}

/** Evidence of a clean image with the given platforms, all of them judged. */
export function evidenceWith(
  overrides: Partial<ImageEvidence> = {},
  perPlatform: readonly PlatformEvidence[] = [platformWith('linux/amd64', 'a')],
): ImageEvidence {
  return {
    tag: known({ tags: ['1.4.2'], digest: digestOf('9') }),
    platforms: known({
      proven: true,
      judged: perPlatform.map(({ platform }) => platform),
      notJudged: [],
    }),
    quarantine: known({ quarantined: false }),
    firewall: known('exempt'),
    xray: known(scanWith()),
    slsa: ABSENT,
    perPlatform,
    ...overrides,
  };
}

/** Evidence of an image for linux/amd64 and linux/arm64, clean but for the overrides. */
export function twoPlatforms(
  amd64: Partial<PlatformEvidence> = {},
  arm64: Partial<PlatformEvidence> = {},
): ImageEvidence {
  return evidenceWith({}, [
    platformWith('linux/amd64', 'a', amd64),
    platformWith('linux/arm64', 'b', arm64),
  ]);
}
