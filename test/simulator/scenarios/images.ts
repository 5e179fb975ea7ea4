import { AMD64, APP } from '../builds.ts';
import type { BuiltManifest } from '../manifests.ts';
import { buildImage, buildWithAttestations, platform } from '../manifests.ts';
import { goodIntegration, stoResult } from '../scan-answers.ts';
import type { Scenario } from '../scenario.ts';
import { createShop, reference } from '../shop.ts';
import { createImage, createRegistry } from '../shop-images.ts';

const PASSED = { verdict: 'passed', reason: /^Passed/ } as const;
const HEX = APP.digest.slice('sha256:'.length);
const MANY = Array.from({ length: 20 }, (_, index) => `app-${String(index + 1).padStart(2, '0')}`);
const BAD_ONE = 'app-13';

/** Forms of images and of naming them. */
export const imageScenarios: readonly Scenario[] = [
  {
    name: 'single-manifest',
    title: 'One platform pushed without an index; its row carries the counts as well',
    expect: PASSED,
    world: () => createShop({ pushed: [AMD64], rowExtras: { [AMD64.digest]: rowWithCounts() } }),
  },
  {
    name: 'by-digest-only',
    title: 'Pushed by digest: no tag anywhere',
    expect: PASSED,
    inputs: { image: reference(`app@${APP.digest}`) },
    without: ['digest'],
    world: () => createShop({ tags: {}, file: { path: `app/sha256__${HEX}/list.manifest.json` } }),
  },
  {
    name: 'several-tags',
    title: 'Three tags of one image, as docker/metadata-action writes them',
    expect: PASSED,
    inputs: { image: ['1.4.2', '1.4', 'latest'].map((tag) => reference(`app:${tag}`)).join('\n') },
    world: () =>
      createShop({
        tags: { '1.4.2': APP.digest, '1.4': APP.digest, latest: APP.digest },
        files: ['1.4.2', '1.4', 'latest'].map((tag) => ({ path: `app/${tag}/list.manifest.json` })),
      }),
  },
  {
    name: 'slashed-artifact',
    title: 'An image name with a slash',
    expect: PASSED,
    inputs: { image: reference('team/web:1.4.2') },
    world: () =>
      createShop({ name: 'team/web', file: { path: 'team/web/1.4.2/list.manifest.json' } }),
  },
  {
    name: 'underscored-tag',
    title: 'A tag with an underscore, which searches do not find',
    expect: PASSED,
    inputs: { image: reference('my_app.svc-1:V1.0_RC-2') },
    world: () =>
      createShop({
        name: 'my_app.svc-1',
        tags: {
          'V1.0_RC-1': AMD64.digest,
          'v1.0_rc-2': AMD64.digest,
          'V1.0_RC-2': APP.digest,
          'V1.0_RC-20': AMD64.digest,
        },
        file: { path: 'my_app.svc-1/V1.0_RC-2/list.manifest.json' },
      }),
  },
  {
    name: 'dual-push',
    title: 'One build pushed to both systems, under another repository key',
    expect: PASSED,
    inputs: { 'jfrog-repository': 'team-docker' },
    world: () => createShop({ file: { repo: 'team-docker' } }),
  },
  {
    name: 'dual-push-by-reference',
    title: 'Both references given: the one on the JFrog host names the repository',
    expect: PASSED,
    inputs: { image: `${reference('app:1.4.2')}\n{host}/docker-local/app:1.4.2` },
    without: ['jfrog-repository'],
    world: () => createShop(),
  },
  {
    name: 'two-images',
    title: 'Two images, the second one bad',
    expect: { verdict: 'failed', reason: /critical.*worker/ },
    inputs: { image: ['app', 'worker'].map(referenceWithDigest).join('\n') },
    without: ['digest'],
    world: () => createImages(['app', 'worker'], 'worker'),
  },
  {
    name: 'many-images',
    title: 'Twenty images, one bad',
    expect: { verdict: 'failed', reason: new RegExp(`critical.*${BAD_ONE}`) },
    inputs: { image: MANY.map(referenceWithDigest).join(',') },
    without: ['digest'],
    world: () => createImages(MANY, BAD_ONE),
  },
];

/** `docker/manifests` may carry a platform's counts itself. */
function rowWithCounts(): Readonly<Record<string, unknown>> {
  const sto = stoResult();
  return { stoDetails: sto, stoExecutionId: sto['executionId'], stoPipelineId: sto['pipelineId'] };
}

function buildNamed(name: string): { root: BuiltManifest; bad: BuiltManifest } {
  const bad = buildImage(`${name} on arm64`, platform('linux/arm64/v8'));
  return {
    root: buildWithAttestations([buildImage(`${name} on amd64`, platform('linux/amd64')), bad]),
    bad,
  };
}

function referenceWithDigest(name: string): string {
  return reference(`${name}:1.4.2@${buildNamed(name).root.digest}`);
}

/** Several images in one registry; one of them has a critical issue on arm64. */
function createImages(names: readonly string[], badOne: string) {
  const built = names.map((name) => ({ name, ...buildNamed(name) }));
  const images = built.map(({ name, root, bad }) =>
    createImage({
      name,
      pushed: [root],
      integration: name === badOne ? { [bad.digest]: goodIntegration({ critical: 1 }) } : {},
    }),
  );
  return createShop({
    registries: [createRegistry('default/shop/docker-prod', images)],
    files: built.map(({ name, root }) => ({
      path: `${name}/1.4.2/list.manifest.json`,
      sha256: root.digest,
    })),
  });
}
