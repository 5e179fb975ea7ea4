import type {
  PlatformRow,
  RawManifest,
  Registry,
  Version,
  VersionReading,
} from '../../src/gate/ports.ts';
import type { Digest } from '../../src/image/digest.ts';
import type { IntegrationReading } from '../../src/image/evidence.ts';
import { type ListingWord, toListing } from './listing-model.ts';
import { NUMBERS, type NumbersWord, toNumbers } from './numbers-model.ts';
import { forbidden, OURS, outage } from './scanner-model.ts';
import type { Script, Told } from './trace.ts';

/** What Harness would say of the image itself at one moment; `tag` A is the pushed digest, B another one. */
export interface RegistryState {
  readonly tag: 'A' | 'B' | 'none' | 'outage';
  readonly version: 'free' | 'quarantined' | 'silent' | 'none' | 'outage' | 'forbidden';
  readonly rows: 'free' | 'quarantined' | 'silent' | 'none' | 'grown' | 'outage' | 'forbidden';
  /** `proven` unless said otherwise; with a version that is not there, there is none. */
  readonly manifest?: 'foreign' | 'none' | 'odd' | 'outage';
}

/** Every state that the model's registry may be in when a tag is asked for. */
export const REGISTRY_STATES = {
  absent: { tag: 'none', version: 'none', rows: 'none' },
  elsewhere: { tag: 'B', version: 'free', rows: 'free' },
  'not-pushed': { tag: 'B', version: 'none', rows: 'none' },
  late: { tag: 'A', version: 'none', rows: 'none' },
  good: { tag: 'A', version: 'free', rows: 'free' },
  silent: { tag: 'A', version: 'silent', rows: 'silent' },
  quarantined: { tag: 'A', version: 'quarantined', rows: 'free' },
  'row-quarantined': { tag: 'A', version: 'free', rows: 'quarantined' },
  grown: { tag: 'A', version: 'free', rows: 'grown' },
  outage: { tag: 'outage', version: 'outage', rows: 'outage' },
  forbidden: { tag: 'A', version: 'forbidden', rows: 'forbidden' },
  foreign: { tag: 'A', version: 'free', rows: 'free', manifest: 'foreign' },
  'foreign-unlisted': { tag: 'A', version: 'free', rows: 'none', manifest: 'foreign' },
  'foreign-lost': { tag: 'A', version: 'free', rows: 'outage', manifest: 'foreign' },
  unlisted: { tag: 'A', version: 'free', rows: 'none' },
  'list-lost': { tag: 'A', version: 'free', rows: 'outage' },
  'no-manifest': { tag: 'A', version: 'free', rows: 'free', manifest: 'none' },
  'nothing-inside': { tag: 'A', version: 'free', rows: 'none', manifest: 'none' },
  'odd-manifest': { tag: 'A', version: 'free', rows: 'free', manifest: 'odd' },
  'manifest-lost': { tag: 'A', version: 'free', rows: 'free', manifest: 'outage' },
} as const satisfies Readonly<Record<string, RegistryState>>;

export type RegistryWord = keyof typeof REGISTRY_STATES;

/** Tag names of the model's digests. */
export const DIGESTS: Readonly<Record<string, Digest>> = {
  A: OURS,
  B: `sha256:${'b'.repeat(64)}`,
};
/** The platform that a grown list shows besides. */
export const GROWN: Digest = `sha256:${'c'.repeat(64)}`;

const IMAGE_MANIFEST = JSON.stringify({
  config: { mediaType: 'application/vnd.oci.image.config.v1+json' },
});
const PLACE = {
  account: 'acme',
  org: undefined,
  project: undefined,
  registry: 'docker-prod',
  type: 'VIRTUAL',
} as const;

/** What the registry's fakes play and where they write down what they said. */
export interface RegistryScripts {
  readonly registry: Script<RegistryWord>;
  readonly numbers: Script<NumbersWord>;
  readonly lists: Script<ListingWord>;
  readonly tell: (told: Omit<Told, 'at'>) => void;
}

/** A registry that takes a state for each reading of a tag, and numbers and lists for each reading of theirs. */
export function modelRegistry(scripts: RegistryScripts): Registry {
  const { registry, tell } = scripts;
  const now = (): RegistryState => REGISTRY_STATES[registry.current()];
  return {
    calm: async () => undefined,
    locate: async () => PLACE,
    readTag: async (_place, _image, tag) => {
      const word = REGISTRY_STATES[registry.next()].tag;
      tell({ call: 'tag', subject: tag, word });
      if (word === 'outage') throw outage('Harness');
      return DIGESTS[word];
    },
    readManifest: async ({ digest }) => {
      const { version, manifest = version === 'none' ? 'none' : 'proven' } = now();
      const word = version === 'outage' ? 'outage' : manifest;
      tell({ call: 'manifest', subject: digest, word });
      return toManifest(word);
    },
    readVersion: async ({ digest }) => {
      const { version } = now();
      tell({ call: 'version', subject: digest, word: version });
      return toVersion(version);
    },
    readRows: async (version) => {
      const { rows } = now();
      tell({ call: 'rows', subject: version.digest, word: rows });
      return toRows(rows, version);
    },
    readIntegration: async (_version, subject) => readNumbers(scripts, subject),
    readListing: async () => {
      const word = scripts.lists.next();
      tell({ call: 'listing', word });
      return toListing(word);
    },
    linkToVersion: () => 'https://harness.example/version',
    linkToScan: () => 'https://harness.example/scan',
  };
}

function toManifest(word: string): RawManifest | undefined {
  if (word === 'outage') throw outage('Harness');
  if (word === 'none') return undefined;
  return { text: word === 'odd' ? '{}' : IMAGE_MANIFEST, proven: word !== 'foreign' };
}

function readNumbers(
  { numbers, tell }: RegistryScripts,
  subject: Digest,
): IntegrationReading | undefined {
  const word = numbers.next();
  tell({ call: 'numbers', subject, word });
  return toNumbers(NUMBERS[word]);
}

function toVersion(word: RegistryState['version']): VersionReading | undefined {
  if (word === 'outage') throw outage('Harness');
  if (word === 'forbidden') throw forbidden('Harness');
  if (word === 'none') return undefined;
  const quarantined = word === 'silent' ? undefined : word === 'quarantined';
  return { quarantined, reason: '', size: '1MB', pushedBy: undefined, pushedAt: undefined };
}

function toRows(
  word: RegistryState['rows'],
  { digest }: Version,
): readonly PlatformRow[] | undefined {
  if (word === 'outage') throw outage('Harness');
  if (word === 'forbidden') throw forbidden('Harness');
  if (word === 'none') return undefined;
  const quarantined = word === 'silent' ? undefined : word === 'quarantined';
  const row = { digest, osArch: 'linux/amd64', quarantined, reason: '' };
  if (word !== 'grown') return [row];
  return [row, { digest: GROWN, osArch: 'linux/arm64', quarantined: false, reason: '' }];
}
