import { test } from 'vitest';
import { expectNoFault, LONGEST, PATIENCE_MS } from './expect-no-fault.ts';
import type { Alphabet } from './explore.ts';
import { IF_PRESENT, REQUIRED } from './model-inputs.ts';

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

/** Words that end a wait like one of the others, or nearly: heard in shorter sequences. */
const RARE_SCANNER = {
  service: 'scanner',
  words: ['scanning', 'done', 'stale', 'broken', 'unreadable', 'missing', 'other'],
} as const satisfies Alphabet;

test(
  'no six answers of the scanner let an image through without a finished scan of it',
  () => expectNoFault(REQUIRED, SCANNER, LONGEST),
  PATIENCE_MS,
);

test(
  'with if-present, no five answers of the scanner make a scan that was seen count as absent',
  () => expectNoFault(IF_PRESENT, SCANNER, LONGEST - 1),
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
