import { type BuiltManifest, buildImage, buildIndex, platform } from '../simulator/manifests.ts';
import { rfc3339Ago, xrayStatus } from '../simulator/scan-answers.ts';
import type { Scenario } from '../simulator/scenario.ts';
import { createShop, reference } from '../simulator/shop.ts';
import { createImage, createRegistry } from '../simulator/shop-images.ts';
import type { Fault, Plan, SeenCall } from './exchange.ts';

/** The number of the image that a request names in its path, its query or its body. */
const NUMBER = /app-(\d{2,})/;

/** What is not so with images that were scanned just now and lie in one registry of a project. */
export interface Crowd {
  /** A scan that is older than the file makes the gate ask what Xray has indexed. */
  readonly scanned?: 'before';
  /** Each in a registry that has its name: the gate looks for each of them. */
  readonly registries?: 'own';
  /** The registries are the account's own. */
  readonly space?: 'account';
  /** Behind the number in each image's name. */
  readonly nameEnd?: string;
}

interface Built {
  readonly name: string;
  readonly root: BuiltManifest;
}

function build(index: number, nameEnd: string): Built {
  const name = `app-${String(index).padStart(2, '0')}${nameEnd}`;
  return { name, root: buildIndex([buildImage(name, platform('linux/amd64'))]) };
}

/** So many good images; the calls about each name it. */
export function manyImages(count: number, crowd: Crowd = {}): Scenario {
  const { scanned, registries, space, nameEnd = '' } = crowd;
  const built = Array.from({ length: count }, (_, index) => build(index, nameEnd));
  const registryOf = ({ name }: Built) => (registries === 'own' ? name : 'docker-prod');
  const status = scanned === 'before' ? { status: xrayStatus('DONE', {}, rfc3339Ago(60)) } : {};
  return {
    name: 'many-good-images',
    title: 'Good images of one registry, or of one each',
    expect: { verdict: 'passed', reason: /^Passed/ },
    inputs: {
      image: built
        .map((one) => reference(`${one.name}:1.4.2@${one.root.digest}`, registryOf(one)))
        .join('\n'),
    },
    without: ['digest'],
    world: () =>
      createShop({
        harness: { versionDetails: 'full' },
        registries: [...Map.groupBy(built, registryOf)].map(([registry, images]) =>
          createRegistry(
            space === 'account' ? registry : `default/shop/${registry}`,
            images.map(({ name, root }) => createImage({ name, pushed: [root] })),
          ),
        ),
        files: built.map(({ name, root }) => ({
          path: `${name}/1.4.2/list.manifest.json`,
          sha256: root.digest,
          indexedSha256: root.digest,
          ...status,
        })),
      }),
  };
}

/** The fault of the image that a call is about, told how often this image has had this call. */
export function byImage(pick: (image: number, call: SeenCall) => Fault | undefined): Plan {
  const counts = new Map<string, number>();
  return (call) => {
    const number = NUMBER.exec(`${call.url} ${call.body}`)?.[1];
    if (number === undefined) return undefined;
    const key = `${call.name} ${number}`;
    const nth = (counts.get(key) ?? 0) + 1;
    counts.set(key, nth);
    return pick(Number(number), { ...call, nth });
  };
}
