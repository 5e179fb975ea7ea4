import type {
  GateResult,
  ImageResult,
  Milestone,
  Polls,
  RequestNote,
  TimelineEntry,
} from '../../src/gate/result.ts';
import type { Digest } from '../../src/image/digest.ts';
import type {
  Count,
  Evidence,
  ImageEvidence,
  PlatformEvidence,
  SlsaReading,
  StoReading,
} from '../../src/image/evidence.ts';
import { known, valueOf } from '../../src/image/evidence.ts';
import type { Platform } from '../../src/image/platform.ts';
import type { RequestedImage } from '../../src/image/reference.ts';
import { evaluate } from '../../src/policy/evaluate.ts';
import type { Policy } from '../../src/policy/policy.ts';
import { verdictOf, worstVerdict } from '../../src/policy/verdict.ts';

/** When the runs of these tests start: 2025-11-21 08:00 UTC. */
export const STARTED_AT = Date.UTC(2025, 10, 21, 8);
export const WAITED = 192_000;
export const NOW = STARTED_AT + WAITED;

export const POLICY: Policy = {
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
};

/** A digest that starts with the given hexadecimal digits. */
export function digest(start: string): Digest {
  return `sha256:${start.padEnd(64, '0')}`;
}

export function platform(label: string, start: string): Platform {
  return { label, digest: digest(start) };
}

export const AMD64 = platform('linux/amd64', 'a1b2c3d4e5f6');
export const ARM64 = platform('linux/arm64', 'b7c8d9e0f1a2');

export function count(value: number): Count {
  return { kind: 'known', value };
}

/** A complete result of STO; counts are critical, high, medium, low, info and ignored. */
export function sto(counts: readonly number[] = [0, 0, 3, 12, 5, 0]): Evidence<StoReading> {
  const [critical = 0, high = 0, medium = 0, low = 0, info = 0, ignored = 0] = counts;
  return known({
    executionId: 'execution-1',
    pipelineId: 'pipeline-1',
    scannedAt: count(STARTED_AT - 5_400_000),
    counts: {
      critical: count(critical),
      high: count(high),
      medium: count(medium),
      low: count(low),
      info: count(info),
    },
    ignored: count(ignored),
    total: { kind: 'missing' },
  });
}

export function slsa(status = 'passed'): Evidence<SlsaReading> {
  return known({ status });
}

export function platformEvidence(
  of: Platform,
  overrides: Partial<PlatformEvidence> = {},
): PlatformEvidence {
  const sbom = { kind: 'absent', why: 'no SBOM there' } as const;
  return { platform: of, sto: sto(), slsa: slsa(), sbom, ...overrides };
}

export function evidence(overrides: Partial<ImageEvidence> = {}): ImageEvidence {
  const pushed = digest('9f2c01ab34cd');
  const perPlatform = overrides.perPlatform ?? [platformEvidence(AMD64)];
  const judged = perPlatform.map((one) => one.platform);
  return {
    tag: known({ tags: ['1.4.2'], digest: pushed }),
    platforms: known({ proven: true, judged, notJudged: [] }),
    quarantine: known({ quarantined: false }),
    firewall: known('exempt'),
    xray: known({
      state: 'DONE',
      repository: 'docker-local',
      path: 'app/1.4.2/manifest.json',
      finishedAt: STARTED_AT + 150_000,
      parts: [
        { name: 'sca', state: 'DONE' },
        { name: 'violations', state: 'DONE' },
      ],
    }),
    slsa: { kind: 'absent', why: 'no status' },
    perPlatform,
    ...overrides,
  };
}

export function requested(overrides: Partial<RequestedImage> = {}): RequestedImage {
  return {
    name: 'pkg.harness.io/acme/images/app',
    host: 'pkg.harness.io',
    accountSegment: 'acme',
    registry: 'images',
    artifact: 'app',
    tags: ['1.4.2'],
    digest: digest('9f2c01ab34cd'),
    xray: undefined,
    ...overrides,
  };
}

const ARTIFACT = '/har/api/v1/registry/{registry}/+/artifact/{artifact}';

function note(
  system: RequestNote['system'],
  template: string,
  at: number,
  overrides: Partial<RequestNote> = {},
): RequestNote {
  const method = template.endsWith('/status') ? 'POST' : 'GET';
  const start = STARTED_AT + at;
  return { system, method, template, outcome: 200, ms: 80, attempt: 1, at: start, ...overrides };
}

/** What the run of the timeline below has asked. */
export const REQUESTS: readonly RequestNote[] = [
  note('Harness', `${ARTIFACT}/tags`, 10),
  note('Harness', `${ARTIFACT}/version/{version}/docker/manifest`, 20, { outcome: 503 }),
  note('Harness', `${ARTIFACT}/version/{version}/docker/manifest`, 260, { attempt: 2 }),
  note('JFrog', '/artifactory/api/storage/{repository}/{path}', 410),
  ...[1_000, 6_000, 11_500, 20_900, 36_000, 60_000, 101_000, 150_900].map((at) =>
    note('JFrog', '/xray/api/v1/artifact/status', at),
  ),
  note('JFrog', '/artifactory/api/storage/{repository}/{path}', 150_990, { outcome: 'ECONNRESET' }),
  note('Harness', `${ARTIFACT}/version/{version}/integrationdetails`, 151_020),
  note('Harness', `${ARTIFACT}/version/{version}/integrationdetails`, 191_000),
];

/** The result on one image, its findings by the real rules. */
export function imageResult(
  overrides: Partial<ImageResult> = {},
  policy: Policy = POLICY,
): ImageResult {
  const all = overrides.evidence ?? evidence();
  const findings = overrides.findings ?? evaluate(policy, all, NOW);
  return {
    image: requested(),
    digest: digest('9f2c01ab34cd'),
    verdict: verdictOf(findings),
    findings,
    evidence: all,
    version: { size: '48.2 MB', pushedBy: 'ci@acme.example', pushedAt: STARTED_AT - 60_000 },
    links: {
      version: 'https://app.harness.io/ng/account/acme/har/images/app/1.4.2',
      scan: all.perPlatform.some((one) => one.sto.kind === 'known')
        ? 'https://app.harness.io/ng/account/acme/sto/execution-1'
        : undefined,
      xray: 'https://acme.jfrog.io/ui/repos/tree/Xray/docker-local/app/1.4.2',
    },
    timeline: [
      entry(400, 'visible in Harness', { harness: 1 }),
      entry(900, 'visible in Artifactory', { xray: 1 }),
      entry(1_100, 'Xray PENDING', { xray: 1 }),
      entry(21_000, 'Xray SCANNING', { xray: 3 }),
      entry(151_000, `Xray ${valueOf(all.xray)?.state ?? 'DONE'}`, { xray: 12 }),
      entry(151_010, 'asking for STO and SLSA'),
      entry(WAITED, verdictOf(findings), { harness: 2 }),
    ],
    startedAt: STARTED_AT,
    waited: WAITED,
    ...overrides,
  };
}

/** A moment of a timeline, after so many milliseconds. */
export function entry(at: number, what: Milestone, polls: Partial<Polls> = {}): TimelineEntry {
  return { at, what, polls: { harness: 0, xray: 0, ...polls } };
}

/** The result of a run on some images, by default one that passes. */
export function gateResult(
  images: readonly ImageResult[] = [imageResult()],
  overrides: Partial<GateResult> = {},
): GateResult {
  return {
    verdict: worstVerdict(images.map(({ verdict }) => verdict)),
    images,
    policy: POLICY,
    mode: 'enforce',
    problem: undefined,
    startedAt: STARTED_AT,
    requests: REQUESTS,
    waited: WAITED,
    ...overrides,
  };
}

/** The result of a run that ended before any image could be judged. */
export function problemResult(
  code: NonNullable<GateResult['problem']>['code'],
  message: string,
  overrides: Partial<GateResult> = {},
): GateResult {
  return gateResult([], {
    verdict: code === 'cancelled' ? 'cancelled' : 'inconclusive',
    policy: undefined,
    problem: { code, message },
    requests: [],
    waited: 0,
    ...overrides,
  });
}
