import fc from 'fast-check';
import type {
  Count,
  Evidence,
  ImageEvidence,
  PlatformEvidence,
  StoReading,
  XrayScan,
} from '../../src/image/evidence.ts';
import { XRAY_STATES } from '../../src/image/evidence.ts';
import { digestOf, evidenceWith, NOW } from '../../src/policy/evidence.fixture.ts';
import type { Limit, Policy, Requirement } from '../../src/policy/policy.ts';

// Clean values weigh most: a verdict that is never `passed` would make every property true for nothing.

type KnownOf<T> = fc.Arbitrary<T>;

const unreachable = fc
  .constantFrom('outage', 'timed-out', 'gone', 'ended', 'permission')
  .map((obstacle) => ({ kind: 'unreachable', why: 'no answer', obstacle }) as const);

/** Evidence of every kind around a known value. */
function evidenceOf<T>(value: KnownOf<T>): fc.Arbitrary<Evidence<T>> {
  return fc.oneof(
    { weight: 12, arbitrary: value.map((known) => ({ kind: 'known', value: known }) as const) },
    { weight: 1, arbitrary: fc.constant({ kind: 'absent', why: '' } as const) },
    { weight: 1, arbitrary: lostEvidence },
  );
}

/** Evidence that must never pass where the policy asks for it, whatever its requirement. */
export const lostEvidence: fc.Arbitrary<Exclude<Evidence<never>, { kind: 'known' | 'absent' }>> =
  fc.oneof(
    unreachable,
    fc.constant({ kind: 'unrecognised', raw: 'gibberish' } as const),
    fc.constant({ kind: 'off' } as const),
  );

/** A count that nobody can count with. */
export const unusableCount: fc.Arbitrary<Count> = fc.oneof(
  fc.constant({ kind: 'missing' } as const),
  fc.constant({ kind: 'malformed', raw: 'many' } as const),
  fc.constantFrom(-1, 0.5, 2 ** 60, Number.NaN).map((value) => ({ kind: 'known', value }) as const),
);

const count: fc.Arbitrary<Count> = fc.oneof(
  { weight: 20, arbitrary: fc.nat(3).map((value) => ({ kind: 'known', value }) as const) },
  { weight: 1, arbitrary: unusableCount },
);

const reading: fc.Arbitrary<StoReading> = fc.record({
  executionId: fc.oneof({ weight: 15, arbitrary: fc.constant('e1') }, fc.constant(undefined)),
  pipelineId: fc.constant('p1'),
  scannedAt: fc.oneof(
    { weight: 15, arbitrary: fc.nat(100).map((age) => sent(NOW - age)) },
    unusableCount,
    fc.constant(sent(NOW + 86_400_000)),
  ),
  counts: fc.record({ critical: count, high: count, medium: count, low: count, info: count }),
  ignored: count,
  total: fc.oneof(
    { weight: 5, arbitrary: fc.constant(sent(0)) },
    fc.nat(20).map(sent),
    unusableCount,
  ),
});

function sent(value: number): Count {
  return { kind: 'known', value };
}

const slsa = evidenceOf(
  fc.record({
    status: fc.oneof(
      { weight: 12, arbitrary: fc.constantFrom('PASSED', 'verified') },
      fc.constantFrom('FAILED', 'error', 'warning'),
    ),
  }),
);

const platforms: fc.Arbitrary<readonly PlatformEvidence[]> = fc
  .array(
    fc.record({
      sto: evidenceOf(reading),
      slsa,
      sbom: evidenceOf(fc.record({ denyListViolations: count, components: count })),
    }),
    { minLength: 0, maxLength: 3 },
  )
  .map((entries) =>
    entries.map((entry, index) => ({
      ...entry,
      platform: { digest: digestOf(String(index)), label: `linux/a${index}` },
    })),
  );

const scan: fc.Arbitrary<XrayScan> = fc.record({
  state: fc.oneof(
    { weight: 12, arbitrary: fc.constant('DONE' as const) },
    fc.constantFrom('PARTIAL' as const, 'FAILED' as const, 'NOT_SUPPORTED' as const),
  ),
  repository: fc.constant('docker-local'),
  path: fc.constantFrom('app/1/manifest.json', 'app/1/list.manifest.json'),
  finishedAt: fc.constant(NOW),
  parts: fc.array(
    fc.record({
      name: fc.constantFrom('sca', 'violations', 'exposures'),
      state: fc.oneof(
        { weight: 12, arbitrary: fc.constant('DONE') },
        fc.constantFrom(...XRAY_STATES, '', 'QUEUED'),
      ),
    }),
    { maxLength: 3 },
  ),
});

const tag = evidenceOf(
  fc.constantFrom(
    { tags: ['1'], digest: digestOf('9') },
    { tags: [], digest: digestOf('9') },
    { tags: ['1'], digest: digestOf('9'), moved: { tag: '1', to: digestOf('8') } },
  ),
);

/** Evidence of any image: mostly clean, with everything that can be wrong somewhere in it. */
export const anyEvidence: fc.Arbitrary<ImageEvidence> = platforms.chain((perPlatform) =>
  fc.record({
    tag,
    platforms: fc.oneof(
      { weight: 12, arbitrary: fc.constant(evidenceWith({}, perPlatform).platforms) },
      lostEvidence,
    ),
    quarantine: evidenceOf(
      fc.oneof(
        { weight: 9, arbitrary: fc.constant({ quarantined: false } as const) },
        fc.constant({ quarantined: true, what: 'the image', reason: '' } as const),
      ),
    ),
    firewall: evidenceOf(fc.constantFrom('ALLOWED', 'WARN', 'exempt', 'BLOCKED')),
    xray: evidenceOf(scan),
    slsa,
    perPlatform: fc.constant(perPlatform),
  }),
);

const requirement: fc.Arbitrary<Requirement> = fc.constantFrom('required', 'if-present', 'off');
const limit: fc.Arbitrary<Limit> = fc.oneof(fc.nat(3), fc.constant('unlimited' as const));

/** Any policy, also the ones that inputs would refuse. */
export const anyPolicy: fc.Arbitrary<Policy> = fc.record({
  xray: requirement,
  sto: requirement,
  slsa: requirement,
  sbom: requirement,
  firewall: requirement,
  quarantine: fc.constantFrom('required', 'off'),
  max: fc.record({ critical: limit, high: limit, medium: limit, low: limit, info: limit }),
  maxSbomDenyListViolations: limit,
  slsaAccepted: fc.constant(['passed', 'verified']),
  maxScanAge: fc.oneof(fc.nat(200), fc.constant('unlimited' as const)),
});
