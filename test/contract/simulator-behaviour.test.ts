import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { sha256 } from '../simulator/manifests.ts';
import { scenarios } from '../simulator/scenarios.ts';
import { type Simulator, type SimulatorOptions, startSimulator } from '../simulator/simulator.ts';

const RECORD = '/har/api/v1/registry/AbC1xYz9/default/shop/docker-prod/+/artifact/app';
const FILE = 'app/1.4.2/list.manifest.json';
const STATES = [
  'NOT_SUPPORTED',
  'NOT_SCANNED',
  'PENDING',
  'SCANNING',
  'DONE',
  'PARTIAL',
  'FAILED',
  '',
];

let simulator: Simulator | undefined;

afterEach(async () => {
  await simulator?.close();
  simulator = undefined;
});

async function start(name: string, options?: SimulatorOptions): Promise<Simulator> {
  simulator = await startSimulator(name, options);
  return simulator;
}

function askHarness({ origin, inputs }: Simulator, path: string): Promise<Response> {
  return fetch(`${origin}${path}`, { headers: { 'x-api-key': inputs['harness-api-key'] ?? '' } });
}

function askJfrog({ origin, inputs }: Simulator, path: string, body?: unknown): Promise<Response> {
  const headers = { authorization: `Bearer ${inputs['jfrog-access-token']}` };
  const post = { method: 'POST', body: JSON.stringify(body) };
  return fetch(`${origin}${path}`, { headers, ...(body === undefined ? {} : post) });
}

function askStatus(running: Simulator, repo: string, path: string): Promise<Response> {
  return askJfrog(running, '/xray/api/v1/artifact/status', { repo, path });
}

function readData(name: string): string {
  return readFileSync(new URL(`data/${name}`, import.meta.url), 'utf8');
}

/** Every `status` in an answer, however deep. */
function statusesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    name === 'status' ? [String(item)] : statusesIn(item),
  );
}

describe("the vendors' own sample answers", () => {
  it('are served byte for byte by integration-sample', async () => {
    const running = await start('integration-sample');
    const { digest } = running.inputs;
    const query = `digest=${digest}&version_type=TAG`;
    const response = await askHarness(
      running,
      `${RECORD}/version/1.4.2/docker/integrationdetails?${query}`,
    );
    expect(await response.text()).toBe(readData('integrationdetails-sample.json'));
  });

  it('are served byte for byte by xray-sample', async () => {
    const response = await askStatus(await start('xray-sample'), 'docker-local', FILE);
    expect(await response.text()).toBe(readData('xray-artifact-status-sample.json'));
  });
});

describe('every manifest of every scenario', () => {
  it('has bytes that hash to its digest', () => {
    const manifests = scenarios.flatMap((scenario) =>
      scenario
        .world()
        .harness.registries.flatMap(({ images }) => images.flatMap((image) => image.manifests)),
    );
    expect(manifests.length).toBeGreaterThan(scenarios.length);
    const wrong = manifests.filter(({ digest, raw }) => digest !== `sha256:${sha256(raw ?? '')}`);
    expect(wrong).toStrictEqual([]);
  });
});

describe('every status of the simulated Xray', () => {
  const usual = scenarios.filter(({ name }) => name !== 'scan-unrecognised');
  it.each(usual)('is one that the page foresees in $name', async (scenario) => {
    const world = scenario.world();
    const running = await start(scenario.name);
    for (const { repo, path } of world.jfrog.files.slice(0, 3)) {
      for (let round = 0; round < 8; round += 1) {
        await askJfrog(running, `/artifactory/api/storage/${repo}/${path}`);
        const response = await askStatus(running, repo, path);
        const text = await response.text();
        if (response.status !== 200) continue;
        expect(statusesIn(JSON.parse(text)).filter((one) => !STATES.includes(one))).toStrictEqual(
          [],
        );
      }
    }
  });
});

describe('the awkward sides of the services', () => {
  it('drop the connection on the manifests of an index in an index', async () => {
    const running = await start('nested-index');
    const path = `${RECORD}/version/1.4.2/docker/manifests?version_type=TAG`;
    await expect(askHarness(running, path)).rejects.toThrow();
    expect(running.requests.map((request) => request.status)).toStrictEqual([0]);
  });

  it('say nothing of integrationdetails in the open-source server', async () => {
    const running = await start('open-source-server');
    const query = `digest=${running.inputs['digest']}&version_type=TAG`;
    const response = await askHarness(
      running,
      `${RECORD}/version/1.4.2/docker/integrationdetails?${query}`,
    );
    expect([response.status, await response.text()]).toStrictEqual([404, '404 page not found\n']);
  });

  it('lead from a virtual repository to the local one, which alone is scanned', async () => {
    const running = await start('virtual-repository');
    const storage = await askJfrog(running, `/artifactory/api/storage/docker/${FILE}`);
    expect(await storage.json()).toMatchObject({ repo: 'docker-local', path: `/${FILE}` });
    const status = await askStatus(running, 'docker', FILE);
    expect(await status.json()).toMatchObject({ overall: { status: 'NOT_SCANNED' } });
  });

  it('forget the tag, then show it', async () => {
    const running = await start('pushed-just-now');
    const seen: unknown[] = [];
    for (let round = 0; round < 3; round += 1) {
      const response = await askHarness(
        running,
        `${RECORD}/tags?search_term=1.4.2&page=0&size=100`,
      );
      seen.push(JSON.parse(await response.text()).data.ociArtifactTags);
    }
    expect(seen).toStrictEqual([null, null, [{ digest: running.inputs['digest'], name: '1.4.2' }]]);
  });

  it('throttle without Retry-After', async () => {
    const running = await start('clean', { rateLimit: { requests: 1, windowMs: 60_000 } });
    await askHarness(running, `${RECORD}/tags`);
    const refused = await askHarness(running, `${RECORD}/tags`);
    expect([refused.status, refused.headers.get('retry-after')]).toStrictEqual([429, null]);
  });
});

describe('the simulator', () => {
  it('starts every scenario afresh', async () => {
    const first = await start('critical');
    const path = `/xray/api/v1/artifact/status`;
    for (let round = 0; round < 3; round += 1) await askStatus(first, 'docker-local', FILE);
    expect(first.requests.map((request) => request.path)).toStrictEqual([path, path, path]);
    await first.close();
    const again = await start('critical');
    const response = await askStatus(again, 'docker-local', FILE);
    expect(await response.json()).toMatchObject({ overall: { status: 'SCANNING' } });
  });

  it('ends at once, open connections included', async () => {
    const running = await start('clean', { latencyMs: 60_000 });
    const pending = askHarness(running, `${RECORD}/tags`).catch(() => 'cut off');
    await expect.poll(() => running.requests.length).toBe(1);
    await running.close();
    expect(await pending).toBe('cut off');
  });

  it('gives intervals that people can follow when it is live', async () => {
    const running = await start('never-scanned', { pace: 'live' });
    expect(running.inputs).toMatchObject({ 'poll-min-interval': '1s', 'scan-timeout': '10s' });
  });

  it('names the known scenarios when there is none of that name', async () => {
    await expect(startSimulator('nope')).rejects.toThrow(/no scenario "nope".*clean/);
  });
});
