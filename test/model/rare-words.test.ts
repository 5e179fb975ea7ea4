import { test } from 'vitest';
import { expectNoFault, PATIENCE_MS } from './expect-no-fault.ts';
import type { Alphabet } from './explore.ts';
import { IF_PRESENT, REQUIRED, STRICT } from './model-inputs.ts';
import type { Plot } from './run-model.ts';

const CONTENTS = {
  service: 'registry',
  words: [
    'absent',
    'good',
    'foreign',
    'foreign-unlisted',
    'foreign-lost',
    'unlisted',
    'list-lost',
    'no-manifest',
    'nothing-inside',
    'odd-manifest',
    'manifest-lost',
    'grown',
  ],
} as const satisfies Alphabet;

const LISTS = {
  service: 'lists',
  words: [
    'exempt',
    'allowed',
    'warned',
    'blocked',
    'absent',
    'odd',
    'quarantined',
    'outage',
    'forbidden',
  ],
} as const satisfies Alphabet;
/** While the image is not there yet, the lists are read each time; and by the end of a long scan they are old. */
const LATE = { registry: ['late', 'good'] } as const satisfies Partial<Plot>;
const LONG = {
  scanner: [...new Array<'scanning'>(9).fill('scanning'), 'done'],
} as const satisfies Partial<Plot>;

const SBOM = {
  service: 'numbers',
  words: [
    'none',
    'good',
    'sbom-good',
    'sbom-bad',
    'sbom-uncounted',
    'sbom-malformed',
    'sbom-odd',
    'no-slsa',
    'outage',
  ],
} as const satisfies Alphabet;

const TROUBLE = {
  service: 'scanner',
  words: [
    'scanning',
    'done',
    'stale',
    'find-lost',
    'find-refused',
    'find-odd',
    'status-lost',
    'status-forbidden',
    'status-odd',
    'status-no-call',
    'index-lost',
    'index-forbidden',
    'index-odd',
    'unindexed',
    'blind',
    'blind-unindexed',
  ],
} as const satisfies Alphabet;

/** Answers in a sequence; words that are rarely heard need no longer ones. */
const SHORT = 4;
const SHORTER = 3;
const POLICIES = [
  ['required', REQUIRED],
  ['if-present', IF_PRESENT],
] as const;

test.each(POLICIES)(
  'no four answers on what is inside let an image through that nothing proves or lists, with %s',
  (_, policy) => expectNoFault(policy, CONTENTS, SHORT),
  PATIENCE_MS,
);

test.each(POLICIES)(
  'no three answers of the lists let an image through that is blocked or quarantined there, with %s',
  async (_, policy) => {
    await expectNoFault(policy, LISTS, SHORTER, { others: LATE });
    await expectNoFault(policy, LISTS, SHORTER, { others: LONG });
  },
  PATIENCE_MS,
);

test.each(POLICIES)(
  'no four answers on the SBOM let an image through that has violations, or lost it, with %s',
  (_, policy) => expectNoFault(policy, SBOM, SHORT),
  PATIENCE_MS,
);

test.each(POLICIES)(
  'no three troubles of the scanner stand for a finished scan, with %s',
  (_, policy) => expectNoFault(policy, TROUBLE, SHORTER),
  PATIENCE_MS,
);

test(
  'where firewall and SBOM are required, no three answers stand for theirs',
  async () => {
    const others = { ...LONG, numbers: ['sbom-good'] } as const;
    await expectNoFault(STRICT, LISTS, SHORTER, { others });
    await expectNoFault(STRICT, SBOM, SHORTER);
  },
  PATIENCE_MS,
);
