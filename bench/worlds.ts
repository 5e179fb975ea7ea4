import { buildImage, buildWithAttestations, platform } from '../test/simulator/manifests.ts';
import { scanningThenDone } from '../test/simulator/scan-answers.ts';
import type { Scenario } from '../test/simulator/scenario.ts';
import { createShop, reference } from '../test/simulator/shop.ts';
import type { FileOptions } from '../test/simulator/shop-files.ts';
import { createImage, createRegistry } from '../test/simulator/shop-images.ts';
import type { World } from '../test/simulator/world.ts';

/** What the services hold in one run of the bench; everything in it is good. */
export interface WorldOptions {
  readonly images: number;
  /** How often Xray is asked until it has finished; 1 finds it finished. */
  readonly polls: number;
  readonly platforms: number;
}

/** One image of two platforms that was scanned long ago. */
export const ONE_IMAGE: WorldOptions = { images: 1, polls: 1, platforms: 2 };

const LABELS = ['linux/amd64', 'linux/arm64/v8', 'linux/arm/v7', 'linux/s390x', 'linux/ppc64le'];
const EXPECT = { verdict: 'passed', reason: /^Passed/ } as const;

/** A scenario for the simulator. */
export function createScenario(options: WorldOptions): Scenario {
  const base = { name: 'bench', title: 'For the bench', expect: EXPECT };
  return options.images === 1
    ? { ...base, world: () => createOne(options) }
    : { ...base, world: () => createMany(options), without: ['digest'] };
}

function createOne(options: WorldOptions): World {
  const pushed = [build('app', options)];
  return createShop({ pushed, file: statusOf(options) });
}

function createMany(options: WorldOptions): World {
  const names = Array.from(
    { length: options.images },
    (_, i) => `app-${String(i).padStart(4, '0')}`,
  );
  const built = names.map((name) => ({ name, root: build(name, options) }));
  const images = built.map(({ name, root }) => createImage({ name, pushed: [root] }));
  const files = built.map(({ name, root }) => ({
    sha256: root.digest,
    indexedSha256: root.digest,
    path: `${name}/1.4.2/list.manifest.json`,
    ...statusOf(options),
  }));
  const references = built.map(({ name, root }) => reference(`${name}:1.4.2@${root.digest}`));
  return createShop({
    registries: [createRegistry('default/shop/docker-prod', images)],
    files,
    inputs: { image: references.join('\n') },
  });
}

function build(name: string, { platforms }: WorldOptions) {
  const labels = LABELS.slice(0, platforms);
  return buildWithAttestations(
    labels.map((label) => buildImage(`${name} on ${label}`, platform(label))),
  );
}

function statusOf({ polls }: WorldOptions): Pick<FileOptions, 'status'> {
  return polls === 1 ? {} : { status: scanningThenDone(polls - 1) };
}
