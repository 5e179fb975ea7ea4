import { buildImage, buildIndex, platform } from '../simulator/manifests.ts';
import { rfc3339Ago, xrayStatus } from '../simulator/scan-answers.ts';
import type { Scenario } from '../simulator/scenario.ts';
import { createShop, reference } from '../simulator/shop.ts';
import { createImage, createRegistry } from '../simulator/shop-images.ts';
import type { Fault, Plan, SeenCall } from './exchange.ts';

/** The number of the image that a request names in its path, its query or its body. */
const NUMBER = /app-(\d\d)/;

function nameOf(index: number): string {
  return `app-${String(index).padStart(2, '0')}`;
}

/** So many good images of one registry; the calls about each name it. */
export function manyImages(count: number, scanned: 'now' | 'before'): Scenario {
  const names = Array.from({ length: count }, (_, index) => nameOf(index));
  const built = names.map((name) => ({
    name,
    root: buildIndex([buildImage(name, platform('linux/amd64'))]),
  }));
  // A scan that is older than the file makes the gate ask what Xray has indexed.
  const status = scanned === 'now' ? {} : { status: xrayStatus('DONE', {}, rfc3339Ago(60)) };
  return {
    name: 'many-good-images',
    title: 'Good images of one registry',
    expect: { verdict: 'passed', reason: /^Passed/ },
    inputs: {
      image: built.map(({ name, root }) => reference(`${name}:1.4.2@${root.digest}`)).join('\n'),
    },
    without: ['digest'],
    world: () =>
      createShop({
        harness: { versionDetails: 'full' },
        registries: [
          createRegistry(
            'default/shop/docker-prod',
            built.map(({ name, root }) => createImage({ name, pushed: [root] })),
          ),
        ],
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
