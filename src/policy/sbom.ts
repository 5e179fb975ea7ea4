import type { Evidence, SbomReading } from '../image/evidence.ts';
import type { Finding } from './finding.ts';
import { finding, notChecked } from './finding.ts';
import type { JudgedPlatform } from './judged-platform.ts';
import { listJudged } from './judged-platform.ts';
import { cellsOf, findHighest, isOver } from './limit.ts';
import type { Limit, Requirement } from './policy.ts';
import type { Rule } from './rule.ts';
import { type Gap, judgeUnknown, pickWorst } from './unknown.ts';
import { checkWhole } from './whole-number.ts';
import { countOf, describeField, joinNames } from './wording.ts';

interface Violations {
  readonly platform: JudgedPlatform;
  readonly count: Evidence<number | undefined>;
}

/** Violations of the SBOM's deny list against their limit, on the worst judged platform. */
export const judgeSbom: Rule = (policy, evidence) => {
  if (policy.sbom === 'off') return [notChecked('sbom', 'SBOM')];
  const limit = policy.maxSbomDenyListViolations;
  const platforms = listJudged(evidence).map((platform) => ({
    platform,
    count: readViolations(platform.sbom, limit),
  }));
  return [judgeViolations(platforms, limit, policy.sbom)];
};

function judgeViolations(
  platforms: readonly Violations[],
  limit: Limit,
  requirement: Exclude<Requirement, 'off'>,
): Finding {
  const numbers = platforms.map(({ platform, count }) => ({
    name: platform.called,
    value: count.kind === 'known' ? count.value : undefined,
  }));
  const details = { allowed: String(limit), perPlatform: cellsOf(numbers) };
  const highest = findHighest(numbers);
  if (highest !== undefined && isOver(highest.value, limit)) {
    const where = highest.name;
    return judgeNumber('failed', highest.value, limit, { ...details, where });
  }
  const worst = pickWorst(platforms, ({ count }) => count);
  if (worst !== undefined) return judgeMissing(worst, requirement, details);
  if (platforms.length === 0) return judgeNoPlatform(details);
  const result = limit === 'unlimited' ? 'noted' : 'passed';
  const gap = numbers.some(({ value }) => value === undefined);
  return judgeNumber(result, gap ? undefined : highest?.value, limit, details);
}

/** Without a limit the number may be unknown; with one, an SBOM that does not say it cannot be read. */
function readViolations(sbom: Evidence<SbomReading>, limit: Limit): Evidence<number | undefined> {
  if (sbom.kind !== 'known') return sbom;
  const count = checkWhole(sbom.value.denyListViolations);
  if (count.kind === 'known') return { kind: 'known', value: count.value };
  if (limit === 'unlimited') return { kind: 'known', value: undefined };
  const raw =
    count.kind === 'malformed'
      ? describeField('denyListViolations', count.raw)
      : 'no denyListViolations';
  return { kind: 'unrecognised', raw };
}

function judgeNumber(
  result: Finding['result'],
  value: number | undefined,
  limit: Limit,
  details: Partial<Finding>,
): Finding {
  const allowed = limit === 'unlimited' ? 'any number' : limit;
  const sentence =
    value === undefined
      ? 'the number of SBOM deny list violations is unknown'
      : `${countOf(value, 'SBOM deny list violation')}, ${allowed} allowed`;
  return finding('sbom', result, sentence, { ...details, found: String(value ?? 'unknown') });
}

function judgeMissing(
  { items, unknown }: Gap<Violations>,
  requirement: Exclude<Requirement, 'off'>,
  details: Partial<Finding>,
): Finding {
  const where = joinNames(items.map(({ platform }) => platform.called));
  const question = {
    check: 'sbom',
    requirement,
    answer: `SBOM's answer for ${where}`,
    absent: `there is no SBOM for ${where}`,
  } as const;
  return judgeUnknown(question, unknown, { ...details, where });
}

function judgeNoPlatform(details: Partial<Finding>): Finding {
  const sentence = 'SBOM could not be asked for, as no platform of the image is known';
  return finding('sbom', 'inconclusive', sentence, {
    ...details,
    found: 'not asked',
    cause: 'ended',
  });
}
