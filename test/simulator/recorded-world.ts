import { always, Ledger } from './progress.ts';
import { type Pushed, readPushedImages, readRawManifests } from './recordings.ts';
import { emptyIntegration } from './scan-answers.ts';
import type { Image, Manifest, Registry, Tag, World } from './world.ts';

export const RECORDED_KEY = 'simulated-key-with-view';
export const RECORDED_KEY_WITHOUT_PERMISSION = 'simulated-key-without-permission';

const PUSHED_AT = 1_795_219_194_000;
const PROJECT = 'acme/default/shop/docker-prod';
/** The one manifest that had been pulled before recording. */
const PULLED = 'sha256:5c86b778768d8623d247a940cf71c3d8260c925731e5fe88705d078580fd237a';

/** Names of things pushed to `app` that were not tagged with their own first word. */
const UNTAGGED = ['untagged', 'untagged index', 'moving before'];
/** Config platforms other than linux/amd64, by the name of what was pushed and the child's letter. */
const OS_ARCH: Readonly<Record<string, string>> = {
  '1.4.2 b': 'linux/arm64',
  'list b': 'linux/arm',
  'win a': 'windows/amd64',
  'win b': 'windows/amd64',
};
const UNKNOWN = 'unknown/unknown';

/** The open-source server as it was when the answers in `test/contract/data/har-recordings` were recorded. */
export function createRecordedWorld(): World {
  const pushed = readPushedImages();
  const registries = Object.keys(pushed)
    .filter((path) => path !== 'about')
    .map((path, index) => createRecordedRegistry(path, index, pushed[path] ?? {}));
  return {
    harness: {
      account: 'acme',
      hosted: false,
      imageOrigin: 'http://localhost:3000',
      keys: { [RECORDED_KEY]: 'view', [RECORDED_KEY_WITHOUT_PERMISSION]: 'none' },
      registries,
      digestAddresses: true,
      versionDetails: 'not-found',
      listRows: 'digest',
    },
    jfrog: { token: 'unused', files: [], virtual: {} },
    inputs: {},
    ledger: new Ledger(),
  };
}

type PushedImage = Readonly<Record<string, Pushed>>;

function createRecordedRegistry(
  path: string,
  index: number,
  pushed: Readonly<Record<string, PushedImage>>,
): Registry {
  const images = Object.entries(pushed).map(([name, content], position) =>
    createRecordedImage(path === PROJECT ? name : 'app', position, content),
  );
  const uuid = `00000000-0000-4000-8000-00000000000${index}`;
  return { id: index + 1, uuid, path, type: 'VIRTUAL', images, modifiedAt: PUSHED_AT };
}

function createRecordedImage(key: string, position: number, content: PushedImage): Image {
  const name = key.split(' ')[0] ?? key;
  const seeds = name === 'adv' ? seedAwkward(content) : seedOrdinary(name, content);
  const time = (offset: number): number => PUSHED_AT + position * 1000 + offset;
  return {
    id: position + 1,
    name,
    tags: seeds.tags.map(([tag, digest], index): Tag => {
      return { name: tag, digest: always<string | undefined>(digest), pushedAt: time(index) };
    }),
    manifests: seeds.manifests.map((seed, index) => createRecordedManifest(seed, time(index))),
    there: always(true),
    quarantine: undefined,
  };
}

interface Seed {
  readonly digest: string;
  readonly osArch: string;
  readonly children?: readonly string[];
}

interface Seeds {
  readonly tags: readonly (readonly [string, string])[];
  readonly manifests: readonly Seed[];
}

function createRecordedManifest({ digest, osArch, children }: Seed, pushedAt: number): Manifest {
  const size = children === undefined ? '780.00B' : '0.00B';
  return {
    digest,
    raw: readRawManifests().get(digest),
    kind: children === undefined ? 'image' : 'index',
    osArch,
    size,
    children: children ?? [],
    pushedAt,
    there: always(true),
    integration: emptyIntegration,
    quarantine: always<string | undefined>(undefined),
    downloads: digest === PULLED ? 1 : 0,
  };
}

function seedOrdinary(name: string, content: PushedImage): Seeds {
  if (name === 'many') return seedMany(content);
  const tags: (readonly [string, string])[] = [];
  const manifests: Seed[] = [];
  for (const [key, pushed] of Object.entries(content)) {
    const root = typeof pushed === 'string' ? pushed : (pushed['digest'] ?? '');
    manifests.push(...seedPushed(key.split(' ')[0] ?? key, pushed));
    if (!UNTAGGED.includes(key)) for (const tag of tagsIn(key)) tags.push([tag, root]);
  }
  return { tags, manifests };
}

/** `1.0.0, stable` are two tags, `list (Docker manifest list …)` is one. */
function tagsIn(key: string): readonly string[] {
  return key.replace(/ \(.*$/, '').split(', ');
}

/** A manifest of its own, or an index with everything below it. */
function seedPushed(label: string, pushed: Pushed): readonly Seed[] {
  if (typeof pushed === 'string') return [{ digest: pushed, osArch: 'linux/amd64' }];
  const { digest = '', inner, ...below } = pushed;
  const children = Object.entries(below).map(([letter, child]) => ({
    digest: child,
    osArch: 'xy'.includes(letter) ? UNKNOWN : (OS_ARCH[`${label} ${letter}`] ?? 'linux/amd64'),
  }));
  const digests = children.map((child) => child.digest);
  if (inner === undefined) return [...children, { digest, osArch: '', children: digests }];
  const nested = { digest: inner, osArch: '', children: digests };
  return [...children, nested, { digest, osArch: '', children: [inner] }];
}

/** Twenty-five tags on three images; tag 1.n is image n mod 3. */
function seedMany(content: PushedImage): Seeds {
  const images = Object.values(content['images'] ?? {});
  const tags = Array.from({ length: 25 }, (_, n) => [`1.${n}`, images[n % 3] ?? ''] as const);
  return { tags, manifests: images.map((digest) => ({ digest, osArch: 'linux/amd64' })) };
}

/** Image `adv`: indexes whose raw bytes were recorded name their children themselves. */
function seedAwkward(content: PushedImage): Seeds {
  const raw = readRawManifests();
  const tags: (readonly [string, string])[] = [];
  const manifests = Object.entries(content).map(([key, pushed]): Seed => {
    const digest = String(pushed);
    const tag = /^(masked|hidden|attonly|dup|empty|noplat|attreal)\b/.exec(key)?.[1];
    if (tag !== undefined) tags.push([tag, digest]);
    const bytes = raw.get(digest);
    return bytes === undefined && tag === undefined
      ? { digest, osArch: awkwardOsArch(key) }
      : { digest, osArch: '', children: childrenIn(bytes) };
  });
  const [signed = '', signature = ''] = [content['linux/amd64 image a'], content['a.sig']].map(
    String,
  );
  return { tags: [...tags, [`${signed.replace(':', '-')}.sig`, signature]], manifests };
}

function awkwardOsArch(key: string): string {
  if (key.includes('linux/arm64')) return 'linux/arm64';
  if (key.includes('names no platform')) return '/';
  return key.includes('unknown/unknown') || key === 'attestation' ? UNKNOWN : 'linux/amd64';
}

function childrenIn(raw = '{}'): readonly string[] {
  const index = JSON.parse(raw) as { manifests?: readonly { digest: string }[] };
  return (index.manifests ?? []).map((child) => child.digest);
}
