import { CLOCK_SKEW_MS, formatRfc3339 } from '../image/duration.ts';
import type { Count, Evidence, ImageEvidence, StoReading } from '../image/evidence.ts';
import type { Severity } from '../image/severity.ts';
import { SEVERITIES } from '../image/severity.ts';
import type { JudgedPlatform } from './judged-platform.ts';
import { listJudged } from './judged-platform.ts';
import type { Policy } from './policy.ts';
import { checkWhole, wholeNumberOf } from './whole-number.ts';
import { describeField } from './wording.ts';

/** A complete result of STO for one platform: every count that has a limit is there. */
export interface StoResult {
  readonly executionId: string;
  readonly pipelineId: string | undefined;
  /** Epoch milliseconds. */
  readonly scannedAt: number;
  /** A count without a limit may be unknown. */
  readonly counts: Readonly<Record<Severity, number | undefined>>;
  readonly ignored: number | undefined;
}

/** A judged platform and what its reading amounts to. */
export interface StoOfPlatform extends JudgedPlatform {
  readonly result: Evidence<StoResult>;
  /** The result exists but lacks something that is needed: never the same as no result at all. */
  readonly unfinished: boolean;
}

/** Assesses STO's readings of all judged platforms. `now` is epoch milliseconds. */
export function assessPlatforms(
  policy: Policy,
  evidence: ImageEvidence,
  now: number,
): readonly StoOfPlatform[] {
  return listJudged(evidence).map((entry) => {
    const result = assessSto(entry.sto, policy, now);
    const unfinished =
      entry.sto.kind === 'known' && result.kind === 'absent' && wasScanned(entry.sto.value);
    return { ...entry, result, unfinished };
  });
}

/**
 * What a reading of STO amounts to. `known` only when it is complete as far as the policy has limits and does
 * not contradict itself; a reading that lacks something is `absent` ("unfinished: …") and worth asking for
 * again; a malformed one is `unrecognised`. `now` is epoch milliseconds.
 */
export function assessSto(
  evidence: Evidence<StoReading>,
  policy: Policy,
  now: number,
): Evidence<StoResult> {
  if (evidence.kind !== 'known') return evidence;
  const reading = evidence.value;
  const malformed = findMalformed(reading, policy);
  if (malformed !== undefined) return { kind: 'unrecognised', raw: malformed };
  const { executionId } = reading;
  const scannedAt = timeOf(reading);
  const gaps = findGaps(reading, policy);
  if (!executionId || scannedAt === undefined || gaps.length > 0) {
    const why = wasScanned(reading) ? `unfinished: no ${gaps.join(', no ')}` : 'not scanned';
    return { kind: 'absent', why };
  }
  const contradiction = findContradiction(reading, scannedAt, now);
  if (contradiction !== undefined) return { kind: 'unrecognised', raw: contradiction };
  return { kind: 'known', value: toResult(reading, executionId, scannedAt) };
}

function toResult(reading: StoReading, executionId: string, scannedAt: number): StoResult {
  const { critical, high, medium, low, info } = reading.counts;
  return {
    executionId,
    pipelineId: reading.pipelineId,
    scannedAt,
    counts: {
      critical: wholeNumberOf(critical),
      high: wholeNumberOf(high),
      medium: wholeNumberOf(medium),
      low: wholeNumberOf(low),
      info: wholeNumberOf(info),
    },
    ignored: wholeNumberOf(reading.ignored),
  };
}

function limited(policy: Policy): readonly Severity[] {
  return SEVERITIES.filter((severity) => policy.max[severity] !== 'unlimited');
}

function findMalformed(reading: StoReading, policy: Policy): string | undefined {
  const fields: readonly (readonly [string, Count])[] = [
    ['lastScanned', reading.scannedAt],
    ...limited(policy).map((name) => [name, checkWhole(reading.counts[name])] as const),
  ];
  for (const [name, count] of fields) {
    if (count.kind === 'malformed') return describeField(name, count.raw);
  }
  return undefined;
}

/** Zero is what a service sends that never set the time, not a scan of 1970. */
function timeOf({ scannedAt }: StoReading): number | undefined {
  return scannedAt.kind === 'known' && scannedAt.value > 0 ? scannedAt.value : undefined;
}

function findGaps(reading: StoReading, policy: Policy): readonly string[] {
  const gaps: string[] = limited(policy)
    .filter((name) => reading.counts[name].kind === 'missing')
    .map((name) => `${name} count`);
  if (timeOf(reading) === undefined) gaps.unshift('lastScanned');
  if (!reading.executionId) gaps.unshift('executionId');
  return gaps;
}

/** Harness shows an image that was never scanned as an object without execution and time, its counts 0 or missing. */
function wasScanned(reading: StoReading): boolean {
  const numbers = [
    ...SEVERITIES.map((name) => reading.counts[name]),
    reading.ignored,
    reading.total,
  ];
  const counted = numbers.some(
    (count) => count.kind === 'malformed' || (wholeNumberOf(count) ?? 0) > 0,
  );
  return Boolean(reading.executionId) || timeOf(reading) !== undefined || counted;
}

function findContradiction(
  reading: StoReading,
  scannedAt: number,
  now: number,
): string | undefined {
  if (scannedAt > now + CLOCK_SKEW_MS) {
    return `lastScanned ${formatRfc3339(scannedAt) || scannedAt} lies in the future`;
  }
  const total = wholeNumberOf(reading.total);
  const sum = sumOf([...SEVERITIES.map((severity) => reading.counts[severity]), reading.ignored]);
  if (total === undefined || sum === undefined || total <= sum) return undefined;
  return `total ${total}, but the counts add up to ${sum}`;
}

/** `undefined` unless every count is there: a sum with a gap says nothing. */
function sumOf(counts: readonly Count[]): number | undefined {
  let sum = 0;
  for (const count of counts) {
    const value = wholeNumberOf(count);
    if (value === undefined) return undefined;
    sum += value;
  }
  return sum;
}
