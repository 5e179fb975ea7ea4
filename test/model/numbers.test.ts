import { test } from 'vitest';
import { expectNoFault, LONGEST, PATIENCE_MS, type Setting } from './expect-no-fault.ts';
import type { Alphabet } from './explore.ts';
import { IF_PRESENT, REQUIRED } from './model-inputs.ts';

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

const RARE_NUMBERS = {
  service: 'numbers',
  words: ['none', 'good', 'only-slsa', 'slsa-novel', 'future', 'permission'],
} as const satisfies Alphabet;

test(
  'no six answers on STO and SLSA let an image through without complete, steady, good numbers',
  () => expectNoFault(REQUIRED, NUMBERS, LONGEST),
  PATIENCE_MS,
);

test(
  'with if-present, no five answers on STO and SLSA make a result that was seen count as absent',
  () => expectNoFault(IF_PRESENT, NUMBERS, LONGEST - 1),
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
  'of two platforms, no six answers let one through that has no good numbers of its own',
  async () => {
    const words = ['none', 'good', 'bad', 'no-slsa'] as const;
    const setting: Setting = { others: { registry: ['grown'] } };
    await expectNoFault(REQUIRED, { service: 'numbers', words }, LONGEST, setting);
    await expectNoFault(IF_PRESENT, { service: 'numbers', words }, LONGEST, setting);
  },
  PATIENCE_MS,
);
