import { formatDuration } from '../image/duration.ts';
import type { Finding } from './finding.ts';
import { cellsThatDiffer, finding, notChecked } from './finding.ts';
import { isOver, type PlatformNumber } from './limit.ts';
import type { Limit, Policy } from './policy.ts';
import type { Rule } from './rule.ts';
import type { StoOfPlatform } from './sto-result.ts';
import { assessPlatforms } from './sto-result.ts';
import { causeOf, pickWorst } from './unknown.ts';
import { joinNames } from './wording.ts';

/** The oldest STO scan of the judged platforms must not be older than the limit, whether or not STO is required. */
export const judgeScanAge: Rule = (policy, evidence, now) => {
  if (policy.sto === 'off') return [judgeWithoutSto(policy)];
  const limit = policy.maxScanAge;
  const platforms = assessPlatforms(policy, evidence, now);
  const ages = listAges(platforms, now);
  const details = { allowed: describeLimit(limit), perPlatform: cellsOf(ages, limit) };
  const [oldest] = ages;
  if (oldest?.value !== undefined && isOver(oldest.value, limit)) {
    const where = oldest.name;
    return [judgeAge('failed', oldest.value, limit, { ...details, where })];
  }
  const complete = ages.every(({ value }) => value !== undefined);
  if (oldest?.value === undefined || !complete) return [judgeUnknownAge(platforms, limit, details)];
  const result = limit === 'unlimited' ? 'noted' : 'passed';
  return [judgeAge(result, oldest.value, limit, details)];
};

/** Somebody asked for a young scan: switching off where the scan's time comes from must not drop that. */
function judgeWithoutSto({ maxScanAge }: Policy): Finding {
  if (maxScanAge === 'unlimited') return notChecked('scan-age', 'scan age');
  const sentence =
    "max-scan-age limits the age of STO's scan, but STO is switched off (set sto: if-present or max-scan-age: unlimited)";
  return finding('scan-age', 'inconclusive', sentence, {
    cause: 'configuration',
    found: 'not asked',
    allowed: formatDuration(maxScanAge),
  });
}

/** Milliseconds, the oldest first; a scan that seems to come from the near future (clocks differ) is 0 ms old. */
function listAges(platforms: readonly StoOfPlatform[], now: number): readonly PlatformNumber[] {
  return platforms
    .map(({ called, result }) => ({
      name: called,
      value: result.kind === 'known' ? Math.max(0, now - result.value.scannedAt) : undefined,
    }))
    .sort((a, b) => (b.value ?? -1) - (a.value ?? -1));
}

/** One pipeline scans all platforms, one after the other: what ends so soon after each other is as old. */
const ALIKE_MS = 10 * 60_000;

function cellsOf(ages: readonly PlatformNumber[], limit: Limit): Finding['perPlatform'] {
  if (areAlike(ages, limit)) return [];
  return cellsThatDiffer(
    ages.map(({ name, value }) => ({
      label: name,
      found: value === undefined ? 'unknown' : describeAge(value, limit),
    })),
  );
}

function areAlike(ages: readonly PlatformNumber[], limit: Limit): boolean {
  const known = ages.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const isOneSide = new Set(known.map((value) => isOver(value, limit))).size < 2;
  const spread = Math.max(...known) - Math.min(...known);
  return known.length === ages.length && isOneSide && spread < ALIKE_MS;
}

function judgeAge(
  result: Finding['result'],
  value: number,
  limit: Limit,
  details: Partial<Finding>,
): Finding {
  const found = describeAge(value, limit);
  const allowed = limit === 'unlimited' ? 'any age' : describeLimit(limit);
  const sentence = `STO's scan is ${found} old, ${allowed} allowed`;
  return finding('scan-age', result, sentence, { ...details, found });
}

/** Durations are rounded for people: "2 days old, 2 days allowed" would be no reason to fail. */
function describeAge(value: number, limit: Limit): string {
  const age = formatDuration(value);
  return isOver(value, limit) && age === describeLimit(limit) ? `more than ${age}` : age;
}

function judgeUnknownAge(
  platforms: readonly StoOfPlatform[],
  limit: Limit,
  details: Partial<Finding>,
): Finding {
  const worst = pickWorst(platforms, ({ result }) => result);
  return finding(
    'scan-age',
    limit === 'unlimited' ? 'noted' : 'inconclusive',
    limit === 'unlimited'
      ? "the age of STO's scan is unknown"
      : `the age of STO's scan is unknown, ${describeLimit(limit)} allowed`,
    {
      ...details,
      cause: worst === undefined ? 'ended' : causeOf(worst.unknown),
      where: worst && joinNames(worst.items.map(({ called }) => called)),
      found: 'unknown',
    },
  );
}

function describeLimit(limit: Limit): string {
  return limit === 'unlimited' ? limit : formatDuration(limit);
}
