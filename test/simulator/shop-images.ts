import type { Reply } from './answers.ts';
import { APP } from './builds.ts';
import type { BuiltManifest } from './manifests.ts';
import { withDescendants } from './manifests.ts';
import type { Scripted } from './progress.ts';
import { always, scripted } from './progress.ts';
import { emptyIntegration, goodIntegration, millisAgo } from './scan-answers.ts';
import type { Image, Manifest, Registry } from './world.ts';

/** The account as the key carries it; image references carry it in lower case. */
export const ACCOUNT = 'AbC1xYz9';

/** What a scenario changes about one image; everything left out is that of a good image pushed half an hour ago. */
export interface ImageOptions {
  readonly name?: string;
  /** Tag → what it points to; a plain digest stays. */
  readonly tags?: Readonly<Record<string, string | Scripted<string | undefined>>>;
  /** What was pushed: roots, each with everything below it. */
  readonly pushed?: readonly BuiltManifest[];
  readonly pushedMinutesAgo?: number;
  readonly there?: Scripted<boolean>;
  /** When a manifest can be seen; the others can be seen at once. */
  readonly appears?: Readonly<Record<string, Scripted<boolean>>>;
  /** Answers of integrationdetails by digest; platforms left out have a good one, everything else an empty one. */
  readonly integration?: Readonly<Record<string, Reply | Scripted<Reply>>>;
  /** Reasons of quarantined digests. */
  readonly quarantine?: Readonly<Record<string, string | Scripted<string | undefined>>>;
  readonly imageQuarantine?: string;
  readonly scanStatus?: Readonly<Record<string, string>>;
  readonly rowExtras?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

let nextId = 1;

/** An image with everything that was pushed for it. */
export function createImage(options: ImageOptions = {}): Image {
  const pushed = options.pushed ?? [APP];
  const pushedAt = millisAgo(options.pushedMinutesAgo ?? 30);
  const tags = options.tags ?? { '1.4.2': pushed[0]?.digest ?? '' };
  const built = new Map(
    pushed.flatMap(withDescendants).map((manifest) => [manifest.digest, manifest]),
  );
  return {
    id: nextId++,
    name: options.name ?? 'app',
    tags: Object.entries(tags).map(([name, digest]) => ({
      name,
      digest: scripted(digest),
      pushedAt: pushedAt + 5,
    })),
    manifests: [...built.values()].map((manifest, index) =>
      createManifest(manifest, pushedAt + index, options),
    ),
    there: options.there ?? always(true),
    quarantine: options.imageQuarantine,
  };
}

function createManifest(built: BuiltManifest, pushedAt: number, options: ImageOptions): Manifest {
  const { digest, raw, kind, osArch, size } = built;
  const usual = (): Reply => (kind === 'image' ? goodIntegration() : emptyIntegration());
  const scanStatus = options.scanStatus?.[digest];
  const rowExtras = options.rowExtras?.[digest];
  return {
    digest,
    raw,
    kind,
    osArch,
    size,
    children: built.children.map((child) => child.digest),
    pushedAt,
    there: options.appears?.[digest] ?? always(true),
    integration: scripted<Reply>(options.integration?.[digest] ?? usual),
    quarantine: scripted<string | undefined>(options.quarantine?.[digest]),
    downloads: 0,
    ...(scanStatus === undefined ? {} : { scanStatus }),
    ...(rowExtras === undefined ? {} : { rowExtras }),
  };
}

export function createRegistry(
  path: string,
  images: readonly Image[],
  fields: Partial<Registry> = {},
): Registry {
  const id = nextId++;
  const uuid = `00000000-0000-4000-8000-${String(id).padStart(12, '0')}`;
  return {
    id,
    uuid,
    path: `${ACCOUNT}/${path}`,
    type: 'VIRTUAL',
    images,
    modifiedAt: millisAgo(60 * 24),
    ...fields,
  };
}
