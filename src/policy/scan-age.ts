import { formatDuration } from '../image/duration.ts';
import type { Finding } from './finding.ts';
import { finding, notChecked } from './finding.ts';
import { isOver } from './limit.ts';
import type { Limit, Policy } from './policy.ts';
import type { Rule } from './rule.ts';
import type { StoOfPlatform } from './sto-result.ts';
import { assessPlatforms } from './sto-result.ts';
import { causeOf, pickWorst } from './unknown.ts';
import { joinNames } from './wording.ts';

/** The oldest STO scan of the judged platforms must not be older than the limit, whether or not STO is required. */
export const judgeScanAge: Rule = (policy, evidence, now) => {
  if (policy.sto === 'off') return [judgeWithoutSto(policy)];
  const platforms = assessPlatforms(policy, evidence, now);
  const oldest = findOldest(platforms, now);
  const limit = policy.maxScanAge;
  if (oldest !== undefined && isOver(oldest.value, limit)) {
    return [judgeAge('failed', oldest, limit)];
  }
  const complete = platforms.every(({ result }) => result.kind === 'known');
  if (oldest === undefined || !complete) return [judgeUnknownAge(platforms, limit)];
  return [judgeAge(limit === 'unlimited' ? 'noted' : 'passed', oldest, limit)];
};

/** Somebody asked for a young scan: switching off where the scan's time comes from must not drop that. */
function judgeWithoutSto({ maxScanAge }: Policy): Finding {
  if (maxScanAge === 'unlimited') return notChecked('scan-age', "the age of STO's scan");
  const sentence =
    "max-scan-age limits the age of STO's scan, but STO is switched off (set sto: if-present or max-scan-age: unlimited)";
  return finding('scan-age', 'inconclusive', sentence, {
    cause: 'configuration',
    found: 'not asked',
    allowed: formatDuration(maxScanAge),
  });
}

interface Age {
  readonly name: string;
  /** Milliseconds. */
  readonly value: number;
}

/** A scan that seems to come from the near future (clocks differ) is 0 ms old. */
function findOldest(platforms: readonly StoOfPlatform[], now: number): Age | undefined {
  return platforms
    .flatMap(({ name, result }) =>
      result.kind === 'known' ? [{ name, value: Math.max(0, now - result.value.scannedAt) }] : [],
    )
    .sort((a, b) => b.value - a.value)[0];
}

function judgeAge(result: Finding['result'], { name, value }: Age, limit: Limit): Finding {
  const found = formatDuration(value);
  const allowed = describeLimit(limit);
  // Durations are rounded for people: "2 days old, 2 days allowed" would be no reason to fail.
  const age = result === 'failed' && found === allowed ? `more than ${found}` : found;
  const sentence = `STO's scan is ${age} old, ${limit === 'unlimited' ? 'any age' : allowed} allowed`;
  const where = result === 'failed' ? name : undefined;
  return finding('scan-age', result, sentence, { found: age, allowed, where });
}

function judgeUnknownAge(platforms: readonly StoOfPlatform[], limit: Limit): Finding {
  const worst = pickWorst(platforms, ({ result }) => result);
  return finding(
    'scan-age',
    limit === 'unlimited' ? 'noted' : 'inconclusive',
    limit === 'unlimited'
      ? "the age of STO's scan is unknown"
      : `the age of STO's scan is unknown, ${describeLimit(limit)} allowed`,
    {
      cause: worst === undefined ? 'ended' : causeOf(worst.unknown),
      where: worst && joinNames(worst.items.map(({ name }) => name)),
      found: 'unknown',
      allowed: describeLimit(limit),
    },
  );
}

function describeLimit(limit: Limit): string {
  return limit === 'unlimited' ? limit : formatDuration(limit);
}
