import { GateError } from '../../src/errors.ts';
import type {
  Count,
  Evidence,
  IntegrationReading,
  SbomReading,
  StoReading,
} from '../../src/image/evidence.ts';
import { outage } from './scanner-model.ts';
import { MODEL_START } from './virtual-clock.ts';

/** What Harness would say of STO and SLSA at one moment. */
export interface NumbersState {
  readonly sto:
    | 'good'
    | 'fresh'
    | 'fresher'
    | 'bad'
    | 'unfinished'
    | 'malformed'
    | 'future'
    | 'none';
  readonly slsa: 'passed' | 'failed' | 'none' | 'novel';
  /** Violations of its deny list; `none` unless said otherwise. */
  readonly sbom?: 'good' | 'bad' | 'uncounted' | 'malformed' | 'odd';
  /** Instead of any answer. */
  readonly trouble?: 'outage' | 'permission';
}

/** Every answer that the model's integration details may give. */
export const NUMBERS = {
  none: { sto: 'none', slsa: 'none' },
  good: { sto: 'good', slsa: 'passed' },
  fresh: { sto: 'fresh', slsa: 'passed' },
  fresher: { sto: 'fresher', slsa: 'passed' },
  bad: { sto: 'bad', slsa: 'passed' },
  unfinished: { sto: 'unfinished', slsa: 'passed' },
  malformed: { sto: 'malformed', slsa: 'passed' },
  future: { sto: 'future', slsa: 'passed' },
  'no-slsa': { sto: 'good', slsa: 'none' },
  'slsa-failed': { sto: 'good', slsa: 'failed' },
  'slsa-novel': { sto: 'good', slsa: 'novel' },
  'only-slsa': { sto: 'none', slsa: 'passed' },
  outage: { sto: 'none', slsa: 'none', trouble: 'outage' },
  permission: { sto: 'none', slsa: 'none', trouble: 'permission' },
  'sbom-good': { sto: 'good', slsa: 'passed', sbom: 'good' },
  'sbom-bad': { sto: 'good', slsa: 'passed', sbom: 'bad' },
  'sbom-uncounted': { sto: 'good', slsa: 'passed', sbom: 'uncounted' },
  'sbom-malformed': { sto: 'good', slsa: 'passed', sbom: 'malformed' },
  'sbom-odd': { sto: 'good', slsa: 'passed', sbom: 'odd' },
} as const satisfies Readonly<Record<string, NumbersState>>;

export type NumbersWord = keyof typeof NUMBERS;

/** The answer as the gate's port gives it; `undefined` when Harness has no data. */
export function toNumbers({
  sto,
  slsa,
  sbom,
  trouble,
}: NumbersState): IntegrationReading | undefined {
  if (trouble === 'outage') throw outage('Harness');
  if (trouble !== undefined) throw new GateError(trouble, `Harness: ${trouble}`, { status: 403 });
  if (sto === 'none' && slsa === 'none') return undefined;
  return {
    sto: sto === 'none' ? NO_DATA : { kind: 'known', value: toReading(sto) },
    slsa: slsa === 'none' ? NO_DATA : { kind: 'known', value: { status: STATUSES[slsa] } },
    sbom: sbom === undefined ? NO_DATA : toSbom(sbom),
  };
}

const NO_DATA = { kind: 'absent', why: 'Harness has no data' } as const;
const VIOLATIONS: Readonly<Record<'good' | 'bad' | 'uncounted' | 'malformed', Count>> = {
  good: { kind: 'known', value: 0 },
  bad: { kind: 'known', value: 3 },
  uncounted: { kind: 'missing' },
  malformed: { kind: 'malformed', raw: '-1' },
};
const STATUSES = { passed: 'PASSED', failed: 'FAILED', novel: 'MAYBE' } as const;
const HOUR_MS = 3_600_000;
const AGES = { fresh: 0, fresher: 1_000, future: -HOUR_MS } as const;

function toReading(word: Exclude<NumbersState['sto'], 'none'>): StoReading {
  const age = word === 'fresh' || word === 'fresher' || word === 'future' ? AGES[word] : HOUR_MS;
  const zero: Count = { kind: 'known', value: 0 };
  const critical = toCritical(word);
  return {
    executionId: 'execution',
    pipelineId: 'pipeline',
    scannedAt: { kind: 'known', value: MODEL_START - age },
    counts: { critical, high: zero, medium: zero, low: zero, info: zero },
    ignored: zero,
    total: { kind: 'missing' },
  };
}

function toSbom(word: NonNullable<NumbersState['sbom']>): Evidence<SbomReading> {
  if (word === 'odd') return { kind: 'unrecognised', raw: 'a list' };
  const components: Count = { kind: 'known', value: 143 };
  return { kind: 'known', value: { denyListViolations: VIOLATIONS[word], components } };
}

function toCritical(word: NumbersState['sto']): Count {
  if (word === 'unfinished') return { kind: 'missing' };
  if (word === 'malformed') return { kind: 'malformed', raw: '-1' };
  return { kind: 'known', value: word === 'bad' ? 2 : 0 };
}
