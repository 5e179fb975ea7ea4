import type { Count, Evidence, ImageEvidence, PlatformEvidence } from '../../src/image/evidence.ts';
import type { Severity } from '../../src/image/severity.ts';
import { SEVERITIES } from '../../src/image/severity.ts';
import type { Limit, Policy, Requirement } from '../../src/policy/policy.ts';

/** Changes what is known of one platform, chosen by a number. */
export function changePlatform(
  evidence: ImageEvidence,
  which: number,
  change: (entry: PlatformEvidence) => PlatformEvidence,
): ImageEvidence {
  const chosen = which % Math.max(1, evidence.perPlatform.length);
  return {
    ...evidence,
    perPlatform: evidence.perPlatform.map((entry, index) =>
      index === chosen ? change(entry) : entry,
    ),
  };
}

type Lost = Evidence<never>;

/** Every piece of evidence that a policy may ask for, how much it asks, and how to replace it. */
export const PIECES: readonly {
  readonly name: string;
  readonly asks: (policy: Policy) => Requirement;
  readonly replace: (evidence: ImageEvidence, lost: Lost, which: number) => ImageEvidence;
}[] = [
  { name: 'tag', asks: () => 'required', replace: (all, lost) => ({ ...all, tag: lost }) },
  {
    name: 'platforms',
    asks: () => 'required',
    replace: (all, lost) => ({ ...all, platforms: lost }),
  },
  {
    name: 'quarantine',
    asks: ({ quarantine }) => quarantine,
    replace: (all, lost) => ({ ...all, quarantine: lost }),
  },
  {
    name: 'firewall',
    asks: ({ firewall }) => firewall,
    replace: (all, lost) => ({ ...all, firewall: lost }),
  },
  { name: 'xray', asks: ({ xray }) => xray, replace: (all, lost) => ({ ...all, xray: lost }) },
  {
    name: 'sto',
    asks: ({ sto }) => sto,
    replace: (all, lost, which) => changePlatform(all, which, (one) => ({ ...one, sto: lost })),
  },
  {
    name: 'sbom',
    asks: ({ sbom }) => sbom,
    replace: (all, lost, which) => changePlatform(all, which, (one) => ({ ...one, sbom: lost })),
  },
  {
    name: 'slsa of a platform',
    asks: ({ slsa }) => slsa,
    replace: (all, lost, which) => changePlatform(all, which, (one) => ({ ...one, slsa: lost })),
  },
  { name: 'slsa', asks: ({ slsa }) => slsa, replace: (all, lost) => ({ ...all, slsa: lost }) },
];

type Field = 'executionId' | 'scannedAt' | Severity;

/** Whether the field is a count. */
export function isSeverity(field: Field): field is Severity {
  return SEVERITIES.some((severity) => severity === field);
}

/** The platform without one thing that a complete result of STO needs. */
export function dropField(entry: PlatformEvidence, field: Field): PlatformEvidence {
  if (entry.sto.kind !== 'known') return entry;
  const reading = entry.sto.value;
  if (isSeverity(field)) return withCount(entry, field, { kind: 'missing' });
  const gap =
    field === 'executionId'
      ? { executionId: undefined }
      : { scannedAt: { kind: 'missing' } as const };
  return { ...entry, sto: { kind: 'known', value: { ...reading, ...gap } } };
}

/** The platform with another count of one severity. */
export function withCount(
  entry: PlatformEvidence,
  severity: Severity,
  count: Count,
): PlatformEvidence {
  if (entry.sto.kind !== 'known') return entry;
  const reading = entry.sto.value;
  const counts = { ...reading.counts, [severity]: count };
  return { ...entry, sto: { kind: 'known', value: { ...reading, counts } } };
}

/** One more issue, as a consistent service would send it: the total grows as well. */
export function addIssue(entry: PlatformEvidence, severity: Severity): PlatformEvidence {
  if (entry.sto.kind !== 'known') return entry;
  const { counts, total } = entry.sto.value;
  const more = withCount(entry, severity, increment(counts[severity]));
  if (more.sto.kind !== 'known') return more;
  return { ...more, sto: { kind: 'known', value: { ...more.sto.value, total: increment(total) } } };
}

function increment(count: Count): Count {
  const usable = count.kind === 'known' && Number.isSafeInteger(count.value) && count.value >= 0;
  return usable ? { kind: 'known', value: count.value + 1 } : count;
}

/** Every limit of a policy. */
export const LIMITS = [...SEVERITIES, 'sbom', 'age'] as const;

/** The policy with another limit. */
export function withLimit(policy: Policy, which: (typeof LIMITS)[number], limit: Limit): Policy {
  if (which === 'sbom') return { ...policy, maxSbomDenyListViolations: limit };
  if (which === 'age') return { ...policy, maxScanAge: limit };
  return { ...policy, max: { ...policy.max, [which]: limit } };
}
