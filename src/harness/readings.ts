import type {
  Count,
  Evidence,
  IntegrationReading,
  SbomReading,
  SlsaReading,
  StoReading,
} from '../image/evidence.ts';
import { known, UNVERIFIED } from '../image/evidence.ts';
import { oneLine } from '../image/text.ts';
import type { IntegrationWire } from './api.ts';

type Wire = Readonly<Record<string, unknown>>;

/** From Harness's integration details to evidence; what is missing stays missing. */
export function toIntegrationReading(wire: IntegrationWire): IntegrationReading {
  return {
    sto: toSto(wire.stoDetails ?? undefined),
    slsa: toSlsa(wire.slsaDetails ?? undefined),
    sbom: toSbom(wire.sbomDetails ?? undefined),
  };
}

/** Harness's own pages show 0 for an image that was never scanned; here it is absent. */
function toSto(wire: Wire | undefined): Evidence<StoReading> {
  const absent: Evidence<StoReading> = { kind: 'absent', why: 'STO has no result' };
  if (wire === undefined) return absent;
  const reading: StoReading = {
    executionId: textOf(wire['executionId']),
    pipelineId: textOf(wire['pipelineId']),
    scannedAt: toTime(wire['lastScanned']),
    counts: {
      critical: toCount(wire['critical']),
      high: toCount(wire['high']),
      medium: toCount(wire['medium']),
      low: toCount(wire['low']),
      info: toCount(wire['info']),
    },
    ignored: toCount(wire['ignored']),
    total: toCount(wire['total']),
  };
  return isShell(reading) ? absent : known(reading);
}

/** No execution, no time, and no number but 0: what an image looks like that was never scanned. */
function isShell({ executionId, scannedAt, counts, ignored, total }: StoReading): boolean {
  const numbers = [...Object.values(counts), ignored, total];
  return executionId === undefined && scannedAt.kind === 'missing' && numbers.every(isNothing);
}

/** Zero beside no id is what services send that have never counted. */
function isNothing(count: Count): boolean {
  return count.kind === 'missing' || (count.kind === 'known' && count.value === 0);
}

/** An empty status beside an id means that provenance was generated and never verified. */
function toSlsa(wire: Wire | undefined): Evidence<SlsaReading> {
  const status = wire?.['status'];
  if (typeof status === 'string' && status.trim() !== '') return known({ status: status.trim() });
  if (isAbsent(status)) {
    const exists = textOf(wire?.['provenanceId']) !== undefined;
    return {
      kind: 'absent',
      why: exists ? UNVERIFIED : 'no SLSA status',
    };
  }
  return { kind: 'unrecognised', raw: describeRaw(status) };
}

function toSbom(wire: Wire | undefined): Evidence<SbomReading> {
  const id = textOf(wire?.['orchestrationId']) ?? textOf(wire?.['artifactId']);
  const violations = toCount(wire?.['denyListViolations']);
  if (wire === undefined || (id === undefined && isNothing(violations))) {
    return { kind: 'absent', why: 'no SBOM' };
  }
  return known({ denyListViolations: violations, components: toCount(wire['componentsCount']) });
}

function isAbsent(value: unknown): boolean {
  return (
    value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
  );
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** A whole number from 0 up; whatever else came is malformed and shown as it came. */
export function toCount(value: unknown): Count {
  if (value === undefined || value === null) return { kind: 'missing' };
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) {
    return { kind: 'known', value };
  }
  return { kind: 'malformed', raw: describeRaw(value) };
}

/** Below this a number of epoch units is seconds: Harness sends both (`lastScanned` is seconds). */
const SECONDS_BELOW = 1e11;

/** Epoch seconds, epoch milliseconds or RFC 3339, told apart by magnitude, as epoch milliseconds. */
export function toTime(value: unknown): Count {
  if (isAbsent(value) || value === '0' || value === 0) return { kind: 'missing' };
  const raw = typeof value === 'number' ? String(value) : value;
  if (typeof raw !== 'string') return { kind: 'malformed', raw: describeRaw(value) };
  const time = /^\d{1,15}$/.test(raw) ? fromEpoch(Number(raw)) : fromRfc3339(raw);
  return Number.isFinite(time)
    ? { kind: 'known', value: time }
    : { kind: 'malformed', raw: describeRaw(value) };
}

/** The same, where only a readable time is of use. */
export function timeOf(value: unknown): number | undefined {
  const time = toTime(value);
  return time.kind === 'known' ? time.value : undefined;
}

function fromEpoch(value: number): number {
  return value < SECONDS_BELOW ? value * 1000 : value;
}

function fromRfc3339(text: string): number {
  return /^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:\d{2})$/.test(text)
    ? Date.parse(text)
    : Number.NaN;
}

/** A text stands in quotation marks, or nobody could tell "2" from 2. */
function describeRaw(value: unknown): string {
  if (typeof value === 'object' && value !== null)
    return Array.isArray(value) ? 'a list' : 'an object';
  return typeof value === 'string' ? `"${oneLine(value, 78)}"` : oneLine(String(value), 80);
}
