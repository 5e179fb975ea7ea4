import { describe, expect, test } from 'vitest';
import type { Answer } from '../simulator/answers.ts';
import { success } from '../simulator/answers.ts';
import { AMD64, APP, ARM64 } from '../simulator/builds.ts';
import type { Call, CallName } from '../simulator/calls.ts';
import { buildIndex } from '../simulator/manifests.ts';
import { goodIntegration, scanningThenDone, secondsAgo } from '../simulator/scan-answers.ts';
import type { Scenario } from '../simulator/scenarios.ts';
import { createShop, reference, type ShopOptions } from '../simulator/shop.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { play } from './play.ts';
import { callsOf, countCalls, type NamedRequest, requestsOf } from './requests.ts';

const POLL_MS = 100;
const SLOW_POLLS = { 'poll-min-interval': `${POLL_MS}ms`, 'poll-max-interval': `${2 * POLL_MS}ms` };
/** Requests are timed where they arrive: one that was held up makes the way to the next look shorter. */
const ARRIVAL_SHARE = 0.75;

const DOCKER_CALLS: readonly CallName[] = [
  'details',
  'integrationdetails',
  'manifest',
  'manifests',
];

function scenario(options: ShopOptions, inputs: Record<string, string> = {}): Scenario {
  return {
    name: 'of this test',
    title: 'A good image but for one thing',
    expect: { verdict: 'passed', reason: /^Passed/ },
    inputs,
    world: () => createShop(options),
  };
}

/** One call is answered otherwise. */
function answering(name: CallName, answer: (call: Call) => Answer): Scenario {
  return scenario({ intercept: (call) => (call.name === name ? answer(call) : undefined) });
}

function harnessRequests(requests: readonly NamedRequest[]): readonly NamedRequest[] {
  return requests.filter(({ system }) => system === 'harness');
}

function gapsBetween(requests: readonly { readonly at: number }[]): readonly number[] {
  return requests.slice(1).map(({ at }, index) => at - (requests[index]?.at ?? at));
}

describe.concurrent('which calls a run makes', () => {
  test('a clean image: each of the vendors’ calls that the verdict rests on', async () => {
    const counts = countCalls(await play('clean'));
    expect(Object.keys(counts).sort()).toEqual([
      'details',
      'integrationdetails',
      'listArtifacts',
      'listRegistries',
      'manifest',
      'manifests',
      'status',
      'storage',
      'tags',
      'versionDetails',
    ]);
    // One early question, then one for each platform and one for the index.
    expect(counts).toMatchObject({ integrationdetails: 4, listRegistries: 1, listArtifacts: 1 });
  });

  test.each([
    ['clean', 2],
    ['single-manifest', 1],
    ['platforms-input', 1],
    ['by-digest-only', 2],
    ['slashed-artifact', 2],
    ['dual-push', 2],
  ])(
    '%s: at most 12 requests to Harness and one for each judged platform',
    async (name, judged) => {
      const played = await play(name);
      expect(played.outputs['verdict']).toBe('passed');
      expect(harnessRequests(callsOf(played)).length).toBeLessThanOrEqual(12 + judged);
    },
  );

  test('fresh counts add nothing but further readings of the counts', async () => {
    const fresh = goodIntegration({ lastScanned: secondsAgo(0) });
    const played = await play(
      scenario({ integration: { [AMD64.digest]: fresh, [ARM64.digest]: fresh } }),
    );
    const { integrationdetails = 0 } = countCalls(played);
    const others = harnessRequests(callsOf(played)).length - integrationdetails;
    expect(others).toBeLessThanOrEqual(10);
    expect(integrationdetails).toBeGreaterThan(4);
    expect((integrationdetails - 1) % 3).toBe(0);
  });

  test('xray: off asks JFrog nothing', async () => {
    const { requests } = await play('clean', { inputs: { xray: 'off' } });
    expect(requests.filter(({ system }) => system === 'jfrog')).toEqual([]);
    expect(requests).not.toEqual([]);
  });

  test('sto, slsa and sbom off ask for no scan result', async () => {
    const off = { sto: 'off', slsa: 'off', sbom: 'off' };
    const played = await play('clean', { inputs: off });
    expect(played.outputs['verdict']).toBe('passed');
    expect(requestsOf(played, 'integrationdetails')).toEqual([]);
  });

  test('a given project is not searched for', async () => {
    const place = { 'harness-org': 'default', 'harness-project': 'shop' };
    const played = await play('clean', { inputs: place });
    expect(played.outputs['verdict']).toBe('passed');
    expect(requestsOf(played, 'listRegistries')).toEqual([]);
  });

  test('platforms shared by several tags, and named twice by their index, are judged once', async () => {
    const twice = buildIndex([AMD64, AMD64, ARM64]);
    const names = ['1.4.2', '1.4', 'latest'];
    const image = names.map((name) => reference(`app:${name}`)).join('\n');
    const tags = Object.fromEntries(names.map((name) => [name, twice.digest]));
    const played = await play(scenario({ pushed: [twice], tags, inputs: { image } }));
    expect(played.outputs['verdict']).toBe('passed');
    expect(requestsOf(played, 'tags')).toHaveLength(2 * names.length);
    const subjects = requestsOf(played, 'integrationdetails').map(
      ({ query }) => query.get('digest') ?? '',
    );
    // The early look at the digest that was pushed, then each once.
    expect(subjects.sort()).toEqual(
      [twice, twice, AMD64, ARM64].map(({ digest }) => digest).sort(),
    );
  });

  test('an image that is not there costs one tag list for each poll', async () => {
    const played = await play('tag-never-appears');
    const { tags = 0, listRegistries = 0 } = countCalls(played);
    expect(tags).toBeGreaterThan(1);
    expect(harnessRequests(callsOf(played)).length).toBe(tags + listRegistries);
  });
});

describe.concurrent('what a request says', () => {
  test('docker calls name tag and digest, each platform by its own digest', async () => {
    const played = await play('clean');
    const asked = callsOf(played).filter(({ call }) => DOCKER_CALLS.includes(call));
    for (const { params, query } of asked) {
      expect(params).toMatchObject({ artifact: 'app', version: '1.4.2' });
      expect(query.get('version_type')).toBe('TAG');
      expect(query.get('digest')).toMatch(/^sha256:[0-9a-f]{64}$/);
    }
    const subjects = requestsOf(played, 'integrationdetails').map(({ query }) =>
      query.get('digest'),
    );
    expect(new Set(subjects)).toEqual(new Set([APP.digest, AMD64.digest, ARM64.digest]));
  });

  test('without a tag the digest is the version', async () => {
    const played = await play('by-digest-only');
    for (const { params, query } of requestsOf(played, 'details')) {
      expect(params['version']).toBe(APP.digest);
      expect(query.get('version_type')).toBe('DIGEST');
      expect(query.get('digest')).toBe(APP.digest);
    }
    expect(requestsOf(played, 'details')).not.toEqual([]);
  });

  test('Xray is asked about the path that storage named', async () => {
    const played = await play('virtual-repository');
    const bodies = requestsOf(played, 'status').map(({ body }) => JSON.parse(body));
    expect(bodies[0]).toEqual({ repo: 'docker-local', path: 'app/1.4.2/list.manifest.json' });
  });

  test('a JFrog project is named in the status call', async () => {
    const [status] = requestsOf(await play('jfrog-project'), 'status');
    expect(status?.query.get('projectKey')).toBe('shop');
  });

  test('every request refuses cached answers', async () => {
    const { requests } = await play('pushed-just-now');
    expect(new Set(requests.map(({ headers }) => headers['cache-control']))).toEqual(
      new Set(['no-cache']),
    );
  });
});

describe.concurrent('what each call is good for', () => {
  const row = { name: 'app', version: APP.digest, registryIdentifier: 'docker-prod' };
  const quarantine = { isQuarantined: true, quarantineReason: 'for this test' };

  test.each<[CallName, Answer]>([
    ['details', success(quarantine)],
    ['manifests', success({ manifests: [{ digest: AMD64.digest, ...quarantine }] })],
    ['versionDetails', success({ name: 'app', version: '1.4.2', ...quarantine })],
    ['listArtifacts', success({ artifacts: [{ ...row, ...quarantine }], itemCount: 1 })],
  ])('a quarantine that only %s tells fails the image', async (name, answer) => {
    const { outputs, exitCode } = await play(answering(name, () => answer));
    expect(outputs).toMatchObject({ verdict: 'failed', quarantined: 'true' });
    expect(outputs['reason']).toMatch(/quarantine/);
    expect(exitCode).toBe(1);
  });

  test.each<[CallName, Answer]>([
    ['versionDetails', success({ name: 'app', version: '1.4.1', ...quarantine })],
    [
      'listArtifacts',
      success({ artifacts: [{ ...row, ...quarantine, name: 'app-2' }], itemCount: 1 }),
    ],
  ])('a quarantine of another image in %s is not ours', async (name, answer) => {
    const { outputs } = await play(answering(name, () => answer));
    expect(outputs).toMatchObject({ verdict: 'passed', quarantined: 'false' });
  });

  test('details of another digest or another registry are not believed', async () => {
    const foreign = { registryPath: `docker-prod/app/${ARM64.digest}`, isQuarantined: false };
    const { outputs } = await play(answering('details', () => success(foreign)));
    expect(outputs['verdict']).toBe('inconclusive');
  });

  test('integrationdetails and artifact/status decide: without them nothing passes', async () => {
    const gone: Answer = { status: 404, body: 'nothing here' };
    for (const name of ['integrationdetails', 'status'] as const) {
      const { outputs, exitCode } = await play(answering(name, () => gone));
      expect({ verdict: outputs['verdict'], exitCode }).toEqual({
        verdict: 'inconclusive',
        exitCode: 1,
      });
    }
  });
});

describe.concurrent('when a run asks', () => {
  test('Harness is left alone while Xray scans', async () => {
    const played = await play(scenario({ file: { status: scanningThenDone(25) } }));
    expect(played.outputs['verdict']).toBe('passed');
    const statuses = requestsOf(played, 'status');
    expect(statuses.length).toBeGreaterThan(25);
    const done = statuses[25]?.at ?? 0;
    const before = harnessRequests(callsOf(played)).filter(({ at }) => at < done);
    // Each at most once: what it takes to find the image, and nothing repeated.
    expect(Math.max(...Object.values(countCalls({ requests: before })))).toBe(1);
    expect(countCalls({ requests: before })).toMatchObject({ integrationdetails: 1, details: 1 });
  });

  test('polls of the counts start at least two poll intervals apart', async () => {
    const inputs = { ...SLOW_POLLS, 'scan-timeout': '4s' };
    const played = await play('no-sto', { inputs });
    const polls = requestsOf(played, 'integrationdetails').filter(
      ({ query }) => query.get('digest') === AMD64.digest,
    );
    expect(polls.length).toBeGreaterThan(2);
    // The last poll keeps to the deadline, not to the interval.
    const gaps = gapsBetween(polls.slice(0, -1));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2 * POLL_MS * ARRIVAL_SHARE);
  });

  test('polls of the tag start at least two poll intervals apart', async () => {
    const inputs = { ...SLOW_POLLS, 'appear-timeout': '4s' };
    const polls = requestsOf(await play('tag-never-appears', { inputs }), 'tags');
    expect(polls.length).toBeGreaterThan(2);
    const gaps = gapsBetween(polls.slice(0, -1));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(2 * POLL_MS * ARRIVAL_SHARE);
  });

  test('a redirect is not followed: its target hears nothing, the key least of all', async () => {
    const target = await startSimulator('clean');
    try {
      const redirect = (call: Call): Answer => ({
        status: 307,
        headers: { Location: `${target.origin}${call.url}` },
        body: '',
      });
      const played = await play(scenario({ intercept: redirect }));
      expect(played.outputs['verdict']).toBe('inconclusive');
      expect(played.outputs['reason']).toContain(target.origin);
      expect(target.requests).toEqual([]);
    } finally {
      await target.close();
    }
  });
});
