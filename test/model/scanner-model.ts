import { GateError } from '../../src/errors.ts';
import type { Found, Scanner, Spot, StatusReading } from '../../src/gate/ports.ts';
import type { Digest } from '../../src/image/digest.ts';
import type { Script, Told } from './trace.ts';
import { MODEL_START } from './virtual-clock.ts';

/** What Artifactory and Xray would answer at one moment. */
export interface ScannerState {
  readonly find: 'ours' | 'other' | 'missing' | 'unreadable' | Trouble;
  readonly status:
    | 'none'
    | 'not-scanned'
    | 'scanning'
    | 'novel'
    | 'done-young'
    | 'done-old'
    | 'done-broken'
    | 'failed'
    | Trouble;
  readonly indexed: 'ours' | 'other' | 'none' | Trouble;
}

/** Instead of any answer. */
const TROUBLES = ['outage', 'forbidden', 'refused', 'odd', 'no-call'] as const;
type Trouble = (typeof TROUBLES)[number];

/** Every state that the model's Xray may be in when it is asked. */
export const SCANNER_STATES = {
  missing: { find: 'missing', status: 'none', indexed: 'none' },
  other: { find: 'other', status: 'done-old', indexed: 'other' },
  'not-scanned': { find: 'ours', status: 'not-scanned', indexed: 'none' },
  scanning: { find: 'ours', status: 'scanning', indexed: 'none' },
  novel: { find: 'ours', status: 'novel', indexed: 'none' },
  done: { find: 'ours', status: 'done-young', indexed: 'ours' },
  stale: { find: 'ours', status: 'done-old', indexed: 'other' },
  broken: { find: 'ours', status: 'done-broken', indexed: 'ours' },
  failed: { find: 'ours', status: 'failed', indexed: 'ours' },
  unreadable: { find: 'unreadable', status: 'done-old', indexed: 'ours' },
  outage: { find: 'outage', status: 'outage', indexed: 'outage' },
  'find-lost': { find: 'outage', status: 'done-young', indexed: 'ours' },
  'find-refused': { find: 'refused', status: 'done-young', indexed: 'ours' },
  'find-odd': { find: 'odd', status: 'done-young', indexed: 'ours' },
  'status-lost': { find: 'ours', status: 'outage', indexed: 'ours' },
  'status-forbidden': { find: 'ours', status: 'forbidden', indexed: 'ours' },
  'status-odd': { find: 'ours', status: 'odd', indexed: 'ours' },
  'status-no-call': { find: 'ours', status: 'no-call', indexed: 'none' },
  'index-lost': { find: 'ours', status: 'done-old', indexed: 'outage' },
  'index-forbidden': { find: 'ours', status: 'done-old', indexed: 'forbidden' },
  'index-odd': { find: 'ours', status: 'done-old', indexed: 'odd' },
  unindexed: { find: 'ours', status: 'done-old', indexed: 'none' },
  blind: { find: 'unreadable', status: 'done-old', indexed: 'forbidden' },
  'blind-unindexed': { find: 'unreadable', status: 'done-young', indexed: 'none' },
} as const satisfies Readonly<Record<string, ScannerState>>;

export type ScannerWord = keyof typeof SCANNER_STATES;

const SPOT: Spot = {
  repository: 'docker-local',
  path: 'app/1.4.2/manifest.json',
  modifiedAt: MODEL_START - 60_000,
};
/** The digest that was pushed. */
export const OURS: Digest = `sha256:${'a'.repeat(64)}`;
const OTHER: Digest = `sha256:${'b'.repeat(64)}`;

/** A scanner that plays the script, one state for each call, and writes down what it said. */
export function modelScanner(
  script: Script<ScannerWord>,
  tell: (told: Omit<Told, 'at'>) => void,
): Scanner {
  const say = <C extends keyof ScannerState>(call: C): ScannerState[C] => {
    const state: ScannerState = SCANNER_STATES[script.next()];
    tell({ call, word: state[call] });
    return state[call];
  };
  return {
    find: async () => toFound(say('find')),
    readStatus: async () => toStatus(say('status')),
    readIndexedDigest: async () => toIndexed(say('indexed')),
    linkTo: () => 'https://jfrog.example/ui',
  };
}

function toFound(word: ScannerState['find']): Found {
  switch (word) {
    case 'ours':
      return { kind: 'ours', spot: SPOT };
    case 'other':
      return { kind: 'other', path: SPOT.path, digest: OTHER };
    case 'missing':
      return { kind: 'missing', path: SPOT.path };
    case 'unreadable':
      return { kind: 'unreadable', spots: [{ ...SPOT, modifiedAt: undefined }] };
    default:
      throw toTrouble(word);
  }
}

const STATES = {
  'not-scanned': 'NOT_SCANNED',
  scanning: 'SCANNING',
  novel: 'REINDEXING',
  'done-young': 'DONE',
  'done-old': 'DONE',
  'done-broken': 'DONE',
  failed: 'FAILED',
} as const;

function toStatus(word: ScannerState['status']): StatusReading | undefined {
  if (word === 'none') return undefined;
  if (isTrouble(word)) throw toTrouble(word);
  const isYoung = word === 'done-young' || word === 'done-broken';
  return {
    state: STATES[word],
    at: MODEL_START - (isYoung ? 30_000 : 90_000),
    parts: [{ name: 'sca', state: word === 'done-broken' ? 'FAILED' : 'DONE' }],
  };
}

function toIndexed(word: ScannerState['indexed']): Digest | undefined {
  if (isTrouble(word)) throw toTrouble(word);
  if (word === 'none') return undefined;
  return word === 'ours' ? OURS : OTHER;
}

function isTrouble(word: string): word is Trouble {
  return TROUBLES.some((trouble) => trouble === word);
}

/** What the clients throw: nobody could ask, nobody may, the question was wrong, the answer was, or nobody can. */
function toTrouble(word: Trouble): GateError {
  switch (word) {
    case 'outage':
      return outage('JFrog');
    case 'forbidden':
      return forbidden('JFrog');
    case 'refused':
      return new GateError('configuration', 'JFrog refused the question', { status: 400 });
    case 'odd':
      return new GateError('unrecognised', 'JFrog answered something else');
    case 'no-call':
      return new GateError('missing-call', 'this Xray cannot be asked');
  }
}

/** What a client throws where the key or token has not the permission. */
export function forbidden(service: string): GateError {
  return new GateError('permission', `${service} does not allow this call`, { status: 403 });
}

/** What a client throws when its clock ended without a complete answer. */
export function outage(service: string): GateError {
  return new GateError('unreachable', `${service} could not be reached`);
}
