import { test } from 'vitest';
import { expectNoFault, LONGEST, PATIENCE_MS } from './expect-no-fault.ts';
import type { Alphabet } from './explore.ts';
import { IF_PRESENT, REQUIRED } from './model-inputs.ts';

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

test(
  'no six answers of the registry let an image through that is quarantined, moved or not there',
  () => expectNoFault(REQUIRED, REGISTRY, LONGEST),
  PATIENCE_MS,
);

test(
  'with if-present, no five answers of the registry let a bad image through',
  () => expectNoFault(IF_PRESENT, REGISTRY, LONGEST - 1),
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
