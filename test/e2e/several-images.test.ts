import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { buildImage, platform } from '../simulator/manifests.ts';
import { emptyIntegration, goodIntegration } from '../simulator/scan-answers.ts';
import type { Scenario } from '../simulator/scenarios.ts';
import { createShop, reference } from '../simulator/shop.ts';
import { createImage, createRegistry } from '../simulator/shop-images.ts';
import { play } from './play.ts';
import { requestsOf } from './requests.ts';
import { textOf } from './sentence.ts';

const NAMES = ['app', 'worker', 'web'] as const;
type Name = (typeof NAMES)[number];

/** What STO has for an image: nothing bad, something bad, or nothing at all. */
type State = 'good' | 'bad' | 'unknown';

const ANSWERS = {
  good: () => goodIntegration(),
  bad: () => goodIntegration({ critical: 4 }),
  unknown: () => emptyIntegration(),
};

const Results = v.object({
  images: v.array(v.looseObject({ image: v.string(), verdict: v.string(), digest: v.string() })),
  omitted: v.number(),
});

const BUILT = {
  app: buildImage('app for several', platform('linux/amd64')),
  worker: buildImage('worker for several', platform('linux/amd64')),
  web: buildImage('web for several', platform('linux/amd64')),
};

/** Three images of one platform, in this order in the input. */
function threeImages(states: Partial<Record<Name, State>> = {}): Scenario {
  return {
    name: 'three images',
    title: 'Three images of one platform each',
    expect: { verdict: 'passed', reason: /^Passed/ },
    inputs: {
      image: NAMES.map((name) => reference(`${name}:1.4.2@${BUILT[name].digest}`)).join('\n'),
      'scan-timeout': '2s',
    },
    without: ['digest'],
    world: () =>
      createShop({
        registries: [
          createRegistry(
            'default/shop/docker-prod',
            NAMES.map((name) => imageOf(name, states[name])),
          ),
        ],
        files: NAMES.map((name) => ({
          path: `${name}/1.4.2/manifest.json`,
          sha256: BUILT[name].digest,
        })),
      }),
  };
}

function imageOf(name: Name, state: State = 'good') {
  const { [name]: built } = BUILT;
  return createImage({
    name,
    pushed: [built],
    integration: { [built.digest]: () => ANSWERS[state]() },
  });
}

/** The rows of the first table of a summary, cells as text. */
function rowsOf(summary: string): readonly (readonly string[])[] {
  const [, body = ''] = /<tbody>(.*?)<\/tbody>/.exec(summary) ?? [];
  return [...body.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row = '']) =>
    [...row.matchAll(/<td>(.*?)<\/td>/g)].map(([, cell = '']) => textOf(cell)),
  );
}

function pinned(name: Name): string {
  return `pkg.harness.io/abc1xyz9/docker-prod/${name}@${BUILT[name].digest}`;
}

describe.concurrent('several images in one run', () => {
  test('all good: one headline for all, and each is approved by its digest', async () => {
    const { outputs, summary, exitCode, annotations } = await play(threeImages());
    expect({ verdict: outputs['verdict'], exitCode, annotations }).toEqual({
      verdict: 'passed',
      exitCode: 0,
      annotations: [],
    });
    expect(summary.match(/^## .*$/gm)).toEqual(['## ✅ Passed: all 3 images may ship']);
    expect(outputs['approved']).toBe(NAMES.map(pinned).join('\n'));
  });

  test('one bad: nothing is approved, one headline, one row each, the worst first', async () => {
    const { outputs, summary, exitCode } = await play(threeImages({ worker: 'bad' }));
    expect({ verdict: outputs['verdict'], exitCode, approved: outputs['approved'] }).toEqual({
      verdict: 'failed',
      exitCode: 1,
      approved: '',
    });
    expect(summary.match(/^## .*$/gm)).toEqual(['## ❌ Failed: 1 of 3 images must not ship']);
    expect(rowsOf(summary).map(([name]) => name)).toEqual([
      'worker:1.4.2',
      'app:1.4.2',
      'web:1.4.2',
    ]);
    expect(outputs['reason']).toMatch(/4 critical issues.*worker:1\.4\.2.*1 of 3 images failed/);
  });

  test('the scalar outputs are those of the image that decided', async () => {
    const { outputs } = await play(threeImages({ worker: 'bad', app: 'unknown' }));
    expect(outputs).toMatchObject({
      verdict: 'failed',
      digest: BUILT.worker.digest,
      critical: '4',
      platforms: 'linux/amd64',
    });
  });

  test('failed outranks inconclusive, and both are counted', async () => {
    const { outputs, annotations } = await play(threeImages({ app: 'unknown', web: 'bad' }));
    expect(outputs['verdict']).toBe('failed');
    expect(outputs['reason']).toMatch(/web:1\.4\.2.*; 1 of 3 images failed, 1 inconclusive\.$/);
    expect(annotations).toHaveLength(1);
    expect(annotations[0]?.message).toMatch(/\n- Failed: .*web.*\n- Inconclusive: .*app/);
  });

  test('one that cannot be judged keeps all from passing, without numbers of its neighbours', async () => {
    const { outputs, exitCode } = await play(threeImages({ web: 'unknown' }));
    expect(outputs).toMatchObject({ verdict: 'inconclusive', approved: '', critical: '' });
    expect(outputs['digest']).toBe(BUILT.web.digest);
    expect(exitCode).toBe(1);
  });

  test('results holds one object for each image', async () => {
    const { outputs } = await play(threeImages({ worker: 'bad', web: 'unknown' }));
    const { images, omitted } = v.parse(Results, JSON.parse(outputs['results'] ?? ''));
    expect(omitted).toBe(0);
    expect(images.map(({ image, verdict }) => [image.split('/').at(-1), verdict])).toEqual([
      ['worker', 'failed'],
      ['web', 'inconclusive'],
      ['app', 'passed'],
    ]);
    expect(images.map(({ digest }) => digest)).toEqual([
      BUILT.worker.digest,
      BUILT.web.digest,
      BUILT.app.digest,
    ]);
  });

  test('lines of the log say which image they are about', async () => {
    const { log } = await play(threeImages());
    for (const name of NAMES) {
      expect(log).toContain(`${name}:1.4.2: found ${BUILT[name].digest}: linux/amd64`);
    }
  });

  test('the registry is looked up once for all of them', async () => {
    const played = await play('many-images');
    expect(requestsOf(played, 'listRegistries')).toHaveLength(1);
    expect(rowsOf(played.summary)).toHaveLength(20);
    expect(Buffer.byteLength(played.outputs['results'] ?? '')).toBeLessThanOrEqual(100_000);
  });
});
