import { buildImage, buildWithAttestations, platform } from '../simulator/manifests.ts';
import { rfc3339Ago, xrayStatus } from '../simulator/scan-answers.ts';
import type { Scenario } from '../simulator/scenario.ts';
import { createShop, reference } from '../simulator/shop.ts';
import { createImage, createRegistry } from '../simulator/shop-images.ts';
import type { Fault, Plan, SeenCall } from './exchange.ts';

/** The number of the image that a request is about, in its path, its query or its body. */
const NUMBER = /(?:app|docker)-(\d\d)/;

function nameOf(index: number): string {
  return `app-${String(index).padStart(2, '0')}`;
}

/** So many good images, each in a registry of its own, so that each call is about one of them. */
export function manyImages(count: number, scanned: 'now' | 'before'): Scenario {
  const names = Array.from({ length: count }, (_, index) => nameOf(index));
  const built = names.map((name) => ({
    name,
    registry: name.replace('app', 'docker'),
    root: buildWithAttestations([buildImage(name, platform('linux/amd64'))]),
  }));
  // A scan that is older than the file makes the gate ask what Xray has indexed.
  const status = scanned === 'now' ? {} : { status: xrayStatus('DONE', {}, rfc3339Ago(60)) };
  return {
    name: 'many-good-images',
    title: 'Good images, each in a registry of its own',
    expect: { verdict: 'passed', reason: /^Passed/ },
    inputs: {
      image: built
        .map(({ name, registry, root }) => reference(`${name}:1.4.2@${root.digest}`, registry))
        .join('\n'),
    },
    without: ['digest'],
    world: () =>
      createShop({
        registries: built.map(({ name, registry, root }) =>
          createRegistry(`default/shop/${registry}`, [createImage({ name, pushed: [root] })]),
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
