import { expect, test } from 'vitest';
import type { Policy } from '../../src/policy/policy.ts';
import { findFault } from './check-run.ts';
import { type Alphabet, type Coverage, explore } from './explore.ts';
import { IF_PRESENT, modelInputs, REQUIRED } from './model-inputs.ts';
import type { Plot } from './run-model.ts';

/** Longer than one test usually may take: tens of thousands of runs each. */
const PATIENCE_MS = 180_000;
const LONGEST = 6;

const SCANNER = {
  service: 'scanner',
  words: [
    'missing',
    'other',
    'not-scanned',
    'scanning',
    'novel',
    'done',
    'stale',
    'failed',
    'outage',
  ],
} as const satisfies Alphabet;

const REGISTRY = {
  service: 'registry',
  words: [
    'absent',
    'elsewhere',
    'not-pushed',
    'late',
    'good',
    'silent',
    'quarantined',
    'row-quarantined',
    'grown',
    'outage',
    'forbidden',
  ],
} as const satisfies Alphabet;

const NUMBERS = {
  service: 'numbers',
  words: [
    'none',
    'good',
    'fresh',
    'fresher',
    'bad',
    'unfinished',
    'malformed',
    'no-slsa',
    'slsa-failed',
    'outage',
  ],
} as const satisfies Alphabet;

/** Words that end a wait like one of the others, or nearly: heard in shorter sequences. */
const RARE_SCANNER = {
  service: 'scanner',
  words: ['scanning', 'done', 'stale', 'broken', 'unreadable', 'missing', 'other'],
} as const satisfies Alphabet;
const RARE_NUMBERS = {
  service: 'numbers',
  words: ['none', 'good', 'only-slsa', 'slsa-novel', 'future', 'permission'],
} as const satisfies Alphabet;

async function findFaults(
  policy: Policy,
  alphabet: Alphabet,
  longest: number,
  { others, tags, isPushed }: Setting = {},
): Promise<{ readonly faults: readonly string[]; readonly coverage: Coverage }> {
  const faults: string[] = [];
  const inputs = modelInputs(policy, { tags: tags ?? ['1.4.2'], isPushed: isPushed ?? true });
  const check = (run: Parameters<Parameters<typeof explore>[3]>[0]) => {
    const fault = findFault(run, policy);
    if (fault !== undefined) faults.push(fault);
  };
  const coverage = await explore(inputs, alphabet, longest, check, others);
  return { faults: faults.slice(0, 10), coverage };
}

interface Setting {
  readonly others?: Partial<Plot>;
  readonly tags?: readonly string[];
  readonly isPushed?: boolean;
}

async function expectNoFault(
  policy: Policy,
  alphabet: Alphabet,
  longest: number,
  setting: Setting = {},
): Promise<void> {
  const { faults, coverage } = await findFaults(policy, alphabet, longest, setting);
  if (process.env['MODEL_FIGURES'] !== undefined) console.info(alphabet.service, longest, coverage);
  expect(faults).toEqual([]);
  expect(coverage.sequences).toBe(alphabet.words.length ** longest);
  expect(coverage.passed).toBeGreaterThan(0);
}

test(
  'no six answers of the scanner let an image through without a finished scan of it',
  () => expectNoFault(REQUIRED, SCANNER, LONGEST),
  PATIENCE_MS,
);

test(
  'no six answers of the registry let an image through that is quarantined, moved or not there',
  () => expectNoFault(REQUIRED, REGISTRY, LONGEST),
  PATIENCE_MS,
);

test(
  'no six answers on STO and SLSA let an image through without complete, steady, good numbers',
  () => expectNoFault(REQUIRED, NUMBERS, LONGEST),
  PATIENCE_MS,
);

test(
  'with if-present, no five answers of the scanner make a scan that was seen count as absent',
  () => expectNoFault(IF_PRESENT, SCANNER, LONGEST - 1),
  PATIENCE_MS,
);

test(
  'with if-present, no five answers on STO and SLSA make a result that was seen count as absent',
  () => expectNoFault(IF_PRESENT, NUMBERS, LONGEST - 1),
  PATIENCE_MS,
);

test(
  'with if-present, no five answers of the registry let a bad image through',
  () => expectNoFault(IF_PRESENT, REGISTRY, LONGEST - 1),
  PATIENCE_MS,
);

test(
  'no four rarer answers of the scanner let an image through: parts that failed, storage that may not be read',
  async () => {
    await expectNoFault(REQUIRED, RARE_SCANNER, 4);
    await expectNoFault(IF_PRESENT, RARE_SCANNER, 4);
  },
  PATIENCE_MS,
);

test(
  'no four rarer answers on STO and SLSA let an image through: unknown statuses, times in the future',
  async () => {
    await expectNoFault(REQUIRED, RARE_NUMBERS, 4);
    await expectNoFault(IF_PRESENT, RARE_NUMBERS, 4);
  },
  PATIENCE_MS,
);

test(
  'with the tag alone, or two of them, no four answers let an image through that a tag does not name',
  async () => {
    await expectNoFault(REQUIRED, REGISTRY, 4, { isPushed: false });
    await expectNoFault(REQUIRED, REGISTRY, 4, { tags: ['1.4.2', '1.4'], isPushed: false });
    await expectNoFault(REQUIRED, REGISTRY, 4, { tags: ['1.4.2', '1.4'] });
  },
  PATIENCE_MS,
);

test(
  'of two platforms, no six answers let one through that has no good numbers of its own',
  async () => {
    const words = ['none', 'good', 'bad', 'no-slsa'] as const;
    const setting: Setting = { others: { registry: ['grown'] } };
    await expectNoFault(REQUIRED, { service: 'numbers', words }, LONGEST, setting);
    await expectNoFault(IF_PRESENT, { service: 'numbers', words }, LONGEST, setting);
  },
  PATIENCE_MS,
);
