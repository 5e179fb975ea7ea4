import { describe, expect, it } from 'vitest';
import { GateError } from '../errors.ts';
import { gate } from '../gate.ts';
import type { Digest } from '../image/digest.ts';
import { digestOf } from '../policy/evidence.fixture.ts';
import {
  AMD64,
  ARM64,
  attestation,
  child,
  indexOf,
  innerIndex,
  integrationWith,
  NO_INTEGRATION,
  PUSHED,
  rowOf,
  singleImage,
  versionWith,
} from './ports.fixture.ts';
import type { RawManifest, Registry, Version } from './ports.ts';
import { runnerOf, type Setup } from './run.fixture.ts';

const runGate = runnerOf(gate);
const ATTESTATION = digestOf('1');
const INNER = digestOf('2');

/** Raw manifests by digest. */
function manifests(known: Readonly<Record<Digest, RawManifest>>) {
  return async ({ digest }: Version) => known[digest];
}

async function judged(setup: Setup) {
  const run = await runGate(setup);
  const { platforms } = run.image.evidence;
  const list = platforms.kind === 'known' ? platforms.value : undefined;
  return { run, list, labels: list?.judged.map(({ label }) => label) };
}

describe('the platforms that are judged', () => {
  it('are those of the index, its attestations left out', async () => {
    const raw = indexOf(child(AMD64, 'linux/amd64'), attestation(ATTESTATION));
    const rows = [rowOf(AMD64, 'linux/amd64'), rowOf(ATTESTATION, 'unknown/unknown')];
    const { labels, run } = await judged({
      registry: { readManifest: async () => raw, readRows: async () => rows },
    });
    expect(labels).toEqual(['linux/amd64']);
    expect(run.verdict).toBe('passed');
  });

  it('hold an attestation that a row shows as a real platform', async () => {
    const raw = indexOf(child(AMD64, 'linux/amd64'), attestation(ATTESTATION));
    const rows = [rowOf(AMD64, 'linux/amd64'), rowOf(ATTESTATION, 'linux/arm64')];
    const { labels } = await judged({
      registry: { readManifest: async () => raw, readRows: async () => rows },
    });
    expect(labels).toEqual(['linux/amd64', 'linux/arm64']);
  });

  it('hold a child labelled unknown that nothing calls an attestation', async () => {
    const raw = indexOf(child(AMD64, 'linux/amd64'), child(ARM64, 'unknown/unknown'));
    const rows = [rowOf(AMD64, 'linux/amd64'), rowOf(ARM64, 'unknown/unknown')];
    const { list } = await judged({
      registry: { readManifest: async () => raw, readRows: async () => rows },
    });
    expect(list?.judged.map(({ digest }) => digest)).toEqual([AMD64, ARM64]);
  });

  it('hold a row that the index does not name', async () => {
    const { labels } = await judged({
      registry: { readManifest: async () => indexOf(child(AMD64, 'linux/amd64')) },
    });
    expect(labels).toEqual(['linux/amd64', 'linux/arm64']);
  });

  it('count equal digests once', async () => {
    const raw = indexOf(child(AMD64, 'linux/amd64'), child(AMD64, 'linux/amd64'));
    const rows = [rowOf(AMD64, 'linux/amd64'), rowOf(AMD64, 'linux/amd64')];
    const { labels, run } = await judged({
      registry: { readManifest: async () => raw, readRows: async () => rows },
    });
    expect(labels).toEqual(['linux/amd64']);
    expect(run.times('readIntegration', AMD64)).toHaveLength(1);
  });

  it('are the image itself where no index was pushed', async () => {
    const { list } = await judged({
      registry: {
        readManifest: async () => singleImage(),
        readRows: async () => [rowOf(PUSHED, 'linux/amd64')],
        readIntegration: async () => integrationWith(),
      },
    });
    expect(list?.judged).toEqual([{ digest: PUSHED, label: 'linux/amd64' }]);
    expect(list?.proven).toBe(true);
  });
});

describe('an index inside an index', () => {
  const readRows = async () => [rowOf(AMD64, 'linux/amd64')];

  it('is followed, and no platform itself', async () => {
    const readManifest = manifests({
      [PUSHED]: indexOf(child(AMD64, 'linux/amd64'), innerIndex(INNER)),
      [INNER]: indexOf(child(ARM64, 'linux/arm64'), attestation(ATTESTATION)),
    });
    const readVersion = async () => versionWith();
    const { labels, run } = await judged({ registry: { readManifest, readRows, readVersion } });
    expect(labels).toEqual(['linux/amd64', 'linux/arm64']);
    expect(run.verdict).toBe('passed');
  });

  it('is asked for its own quarantine', async () => {
    const readManifest = manifests({
      [PUSHED]: indexOf(child(AMD64, 'linux/amd64'), innerIndex(INNER)),
      [INNER]: indexOf(child(ARM64, 'linux/arm64')),
    });
    const readVersion = async ({ digest }: Version) =>
      versionWith({ quarantined: digest === INNER });
    const { run } = await judged({ registry: { readManifest, readRows, readVersion } });
    expect(run.verdict).toBe('failed');
    expect(run.reason).toContain('quarantined');
  });

  it('is followed three levels deep', async () => {
    const readManifest = manifests({
      [PUSHED]: indexOf(innerIndex(INNER)),
      [INNER]: indexOf(innerIndex(digestOf('3'))),
      [digestOf('3')]: indexOf(child(AMD64, 'linux/amd64')),
    });
    expect((await judged({ registry: { readManifest, readRows } })).run.verdict).toBe('passed');
  });

  it('is inconclusive when it goes deeper', async () => {
    const readManifest = manifests({
      [PUSHED]: indexOf(innerIndex(INNER)),
      [INNER]: indexOf(innerIndex(digestOf('3'))),
      [digestOf('3')]: indexOf(innerIndex(digestOf('4'))),
      [digestOf('4')]: indexOf(child(AMD64, 'linux/amd64')),
    });
    const { run } = await judged({ registry: { readManifest, readRows } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('more than 3 levels');
  });

  it('is inconclusive when the registry does not have it', async () => {
    const readManifest = manifests({ [PUSHED]: indexOf(innerIndex(INNER)) });
    const { run } = await judged({ registry: { readManifest, readRows } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain(INNER);
  });

  it('ends, even when it holds itself', async () => {
    const readManifest = manifests({
      [PUSHED]: indexOf(child(AMD64, 'linux/amd64'), innerIndex(PUSHED)),
    });
    expect((await judged({ registry: { readManifest, readRows } })).run.verdict).toBe('passed');
  });

  it('leaves the list unproven when it does not hash to its digest', async () => {
    const readManifest = manifests({
      [PUSHED]: indexOf(innerIndex(INNER)),
      [INNER]: { ...indexOf(child(AMD64, 'linux/amd64')), proven: false },
    });
    expect((await judged({ registry: { readManifest, readRows } })).list?.proven).toBe(false);
  });
});

describe('an image that the index calls an index', () => {
  const EVIL = digestOf('e');
  const index = (entry: object) =>
    manifests({ [PUSHED]: indexOf(child(AMD64, 'linux/amd64'), entry), [EVIL]: singleImage() });
  const mediaType = 'application/vnd.oci.image.index.v1+json';
  const rows = [rowOf(AMD64, 'linux/amd64'), rowOf(EVIL, 'windows/amd64')];

  it.each([
    ['with a platform', child(EVIL, 'linux/amd64', { mediaType })],
    ['without a platform', innerIndex(EVIL)],
    ['called an attestation', { ...attestation(EVIL), mediaType }],
  ])('is judged %s', async (_, entry) => {
    for (const platforms of ['all', ['linux/amd64']] as const) {
      const registry = { readManifest: index(entry), readRows: async () => rows };
      const { list } = await judged({ platforms, registry });
      expect(list?.judged.map(({ digest }) => digest)).toEqual([AMD64, EVIL]);
    }
  });
});

describe('a manifest with two readings', () => {
  const entry = JSON.stringify(child(ARM64, 'unknown/unknown')).slice(1, -1);

  it.each([
    ['a platform in other letters', `{"manifests":[{${entry},"Platform":{"os":"linux"}}]}`],
    ['an image and an index at once', `{"manifests":[{${entry}}],"layers":[]}`],
  ])('is inconclusive: %s', async (_, text) => {
    const raw = { text, proven: true };
    const { run } = await judged({ registry: { readManifest: async () => raw } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain(`the manifest ${PUSHED}`);
  });
});

describe('a list of platforms that cannot be had', () => {
  it('is inconclusive with more rows than an image may have manifests', async () => {
    const rows = (count: number) => async () =>
      Array.from({ length: count }, () => rowOf(AMD64, 'linux/amd64'));
    const { run } = await judged({ registry: { readRows: rows(202) } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('Harness lists more than 201 platforms');
    expect((await judged({ registry: { readRows: rows(201) } })).run.verdict).toBe('passed');
  });

  it('is inconclusive with more than 200 children', async () => {
    const hex = (index: number) => index.toString(16).padStart(64, '0');
    const children = Array.from({ length: 201 }, (_, index) => child(`sha256:${hex(index)}`));
    const { run } = await judged({ registry: { readManifest: async () => indexOf(...children) } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('more than 200');
  });

  it.each([
    ['an empty index', indexOf(), []],
    ['an index with attestations alone', indexOf(attestation(ATTESTATION)), []],
  ])('is inconclusive for %s', async (_, raw, rows) => {
    const { run } = await judged({
      registry: { readManifest: async () => raw, readRows: async () => rows },
    });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('no platform');
    expect(run.image.waited).toBe(0);
  });

  it('is inconclusive for something that is no container image', async () => {
    const text = JSON.stringify({
      config: { mediaType: 'application/vnd.cncf.helm.config.v1+json' },
    });
    const { run } = await judged({
      registry: { readManifest: async () => ({ text, proven: true }) },
    });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('is not a container image');
  });

  it('is inconclusive when neither source has anything', async () => {
    const { run } = await judged({
      registry: { readManifest: async () => undefined, readRows: async () => undefined },
    });
    expect(run.verdict).toBe('inconclusive');
  });

  it('judges every row when there is no raw manifest, and says that nothing is proven', async () => {
    const rows = [rowOf(AMD64, 'linux/amd64'), rowOf(ARM64, 'unknown/unknown')];
    const { list, run } = await judged({
      registry: { readManifest: async () => undefined, readRows: async () => rows },
    });
    expect(list?.judged).toHaveLength(2);
    expect(run.finding('platforms')?.sentence).toContain('not proven');
  });

  it('is read, and said to be unproven, when the raw manifest does not hash to its digest', async () => {
    const raw = { ...indexOf(child(AMD64, 'linux/amd64')), proven: false };
    const { run } = await judged({ registry: { readManifest: async () => raw } });
    expect(run.verdict).toBe('passed');
    expect(run.finding('platforms')).toMatchObject({ result: 'noted' });
  });
});

describe('an outage of docker/manifests', () => {
  const outage = async () => {
    throw new GateError('unreachable', 'the connection was dropped');
  };

  it('is lived with while there is a raw manifest, after four attempts', async () => {
    const limits: (number | undefined)[] = [];
    const readRows = async (_version: Version, ask: { maxAttempts?: number }) => {
      limits.push(ask.maxAttempts);
      return outage();
    };
    const { run, labels } = await judged({ registry: { readRows } });
    expect(run.verdict).toBe('passed');
    expect(labels).toEqual(['linux/amd64', 'linux/arm64']);
    expect(limits[0]).toBe(4);
  });

  it("leads to docker/details for the platforms' quarantine", async () => {
    const readVersion = async ({ digest }: Version) =>
      versionWith({ quarantined: digest === ARM64, reason: 'critical issues' });
    const { run } = await judged({ registry: { readRows: outage, readVersion } });
    expect(run.verdict).toBe('failed');
    expect(run.reason).toContain('linux/arm64 is quarantined');
  });

  it('is retried until the clock ends where there is no raw manifest', async () => {
    const readRows = async (_version: Version, ask: { maxAttempts?: number }) =>
      ask.maxAttempts === undefined ? [rowOf(AMD64, 'linux/amd64')] : outage();
    const { run } = await judged({ registry: { readManifest: async () => undefined, readRows } });
    expect(run.verdict).toBe('passed');
  });

  const foreign = { ...indexOf(child(ARM64, 'linux/arm64')), proven: false };

  it('is retried until the clock ends where the raw manifest is not proven', async () => {
    const readRows = async (_version: Version, ask: { maxAttempts?: number }) =>
      ask.maxAttempts === undefined ? [rowOf(AMD64, 'linux/amd64')] : outage();
    const { labels } = await judged({ registry: { readManifest: async () => foreign, readRows } });
    expect(labels).toEqual(['linux/arm64', 'linux/amd64']);
  });

  it.each([
    ['cannot be had', outage],
    ['is empty', async () => []],
    ['is not there', async () => undefined],
  ])(
    'is inconclusive where the raw manifest is not proven and the list %s',
    async (_, readRows) => {
      const { run } = await judged({ registry: { readManifest: async () => foreign, readRows } });
      expect(run.verdict).toBe('inconclusive');
    },
  );

  it('is inconclusive where there is no raw manifest and it lasts', async () => {
    const { run } = await judged({
      registry: { readManifest: async () => undefined, readRows: outage },
    });
    expect(run.verdict).toBe('inconclusive');
  });
});

describe('the input platforms', () => {
  it('names what ships; the rest is listed as not judged', async () => {
    const { list, labels, run } = await judged({ platforms: ['linux/amd64'] });
    expect(labels).toEqual(['linux/amd64']);
    expect(list?.notJudged.map(({ label }) => label)).toEqual(['linux/arm64']);
    expect(run.times('readIntegration', ARM64)).toEqual([]);
    expect(run.verdict).toBe('passed');
  });

  it('is inconclusive, naming it, when the image lacks a named one', async () => {
    const { run } = await judged({ platforms: ['linux/amd64', 'linux/s390x'] });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('no platform linux/s390x');
    expect(run.image.waited).toBe(0);
  });

  it('never leaves out what nobody can label', async () => {
    const raw = indexOf(child(AMD64, 'linux/amd64'), child(ARM64));
    const { run } = await judged({
      platforms: ['linux/amd64'],
      timing: { scanTimeout: 60_000 },
      registry: {
        readManifest: async () => raw,
        readRows: async () => [],
        readIntegration: async (_version, subject) =>
          subject === AMD64 ? integrationWith() : NO_INTEGRATION,
      },
    });
    expect(run.verdict).toBe('inconclusive');
  });

  it('judges a child that a row shows as a named platform, whatever the index calls it', async () => {
    const raw = indexOf(child(AMD64, 'linux/amd64'), child(ARM64, 'plan9/mips'));
    const rows = [rowOf(AMD64, 'linux/amd64'), rowOf(ARM64, 'linux/amd64')];
    const { list } = await judged({
      platforms: ['linux/amd64'],
      registry: { readManifest: async () => raw, readRows: async () => rows },
    });
    expect(list?.judged).toHaveLength(2);
  });
});

describe('a long list of platforms', () => {
  it('goes on after four answers of 429', async () => {
    const readRows: Registry['readRows'] = async (_v, ask) => {
      if (ask.maxAttempts === undefined) return [rowOf(AMD64, 'a/b'), rowOf(ARM64, 'a/c')];
      throw new GateError('timed-out', 'Harness kept answering 429');
    };
    const run = await runGate({ registry: { readRows } });
    expect(run.verdict).toBe('passed');
  });

  it('holds as many as 200 children', async () => {
    const hex = (index: number) => (index + 1).toString(16).padStart(64, '0');
    const children = Array.from({ length: 200 }, (_, i) =>
      child(`sha256:${hex(i)}`, 'linux/amd64'),
    );
    const run = await runGate({
      registry: { readManifest: async () => indexOf(...children), readRows: async () => [] },
    });
    expect(run.reason).not.toContain('more than 200');
    expect(run.verdict).toBe('passed');
  });
});
