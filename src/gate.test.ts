import { describe, expect, it } from 'vitest';
import { GateError } from './errors.ts';
import { fakeClock } from './gate/clock.fixture.ts';
import {
  AMD64,
  ARM64,
  imageWith,
  inTurn,
  integrationWith,
  NO_INTEGRATION,
  neverAnswers,
  PUSHED,
  statusOf,
  versionWith,
} from './gate/ports.fixture.ts';
import type { Registry, Version } from './gate/ports.ts';
import { runnerOf } from './gate/run.fixture.ts';
import { gate } from './gate.ts';
import { known } from './image/evidence.ts';
import {
  count,
  DAY_MS,
  MINUTE_MS,
  MISSING,
  NOW,
  readingWith,
  stoOf,
} from './policy/evidence.fixture.ts';

const runGate = runnerOf(gate);
const HARNESS_CALLS: ReadonlySet<string> = new Set([
  'locate',
  'readTag',
  'readManifest',
  'readRows',
  'readVersion',
  'readIntegration',
  'readListing',
]);

describe('a clean image', () => {
  it('passes at once when everything is there', async () => {
    const run = await runGate();
    expect(run.verdict).toBe('passed');
    expect(run.image.waited).toBe(0);
    expect(run.image.digest).toBe(PUSHED);
    expect(run.result.problem).toBeUndefined();
  });

  it('costs at most 12 calls of Harness, and one for each platform', async () => {
    const run = await runGate();
    const calls = run.calls.filter(({ name }) => HARNESS_CALLS.has(name));
    // Reading the listing takes two calls: list artifacts and version details.
    const listings = run.times('readListing').length;
    expect(calls.length + listings).toBeLessThanOrEqual(12 + 2);
  });

  it('carries links, and the scan of the worst platform', async () => {
    const readIntegration: Registry['readIntegration'] = async (_version, subject) =>
      integrationWith({ sto: stoOf({ low: 1, high: subject === AMD64 ? 1 : 0 }) });
    const run = await runGate({
      registry: { readIntegration },
      policy: { max: { critical: 5, high: 5, medium: 5, low: 5, info: 5 } },
    });
    expect(run.image.links).toEqual({
      version: 'https://harness.example/version',
      scan: `https://harness.example/scan/${AMD64}`,
      xray: 'https://jfrog.example/docker-local/app/1.4.2/list.manifest.json',
    });
  });

  it('carries the link to the oldest scan where its age decides', async () => {
    const readIntegration: Registry['readIntegration'] = async (_version, subject) => {
      const age = subject === ARM64 ? 90 : 1;
      const scannedAt = count(NOW - age * DAY_MS);
      return integrationWith({ sto: known(readingWith({ scannedAt })) });
    };
    const run = await runGate({
      registry: { readIntegration },
      policy: { maxScanAge: 30 * DAY_MS },
    });
    expect(run.verdict).toBe('failed');
    expect(run.image.links.scan).toBe(`https://harness.example/scan/${ARM64}`);
  });

  it('takes a scan without a time for none that is old', async () => {
    const readIntegration: Registry['readIntegration'] = async (_version, subject) => {
      const scannedAt = subject === ARM64 ? count(NOW - 90 * DAY_MS) : MISSING;
      return integrationWith({ sto: known(readingWith({ scannedAt })) });
    };
    const run = await runGate({
      registry: { readIntegration },
      policy: { maxScanAge: 30 * DAY_MS },
      timing: { scanTimeout: MINUTE_MS },
    });
    expect(run.verdict).toBe('failed');
    expect(run.image.links.scan).toBe(`https://harness.example/scan/${ARM64}`);
  });

  it('tells its story in order', async () => {
    const run = await runGate({
      scanner: { readStatus: inTurn(statusOf('SCANNING'), statusOf('DONE')) },
    });
    const times = run.image.timeline.map(({ at }) => at);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(run.image.timeline.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['visible in Harness', 'Xray SCANNING', 'Xray DONE', 'passed']),
    );
  });

  it('counts the polls of each system up to each moment', async () => {
    const run = await runGate({
      scanner: { readStatus: inTurn(statusOf('SCANNING'), statusOf('SCANNING'), statusOf('DONE')) },
    });
    const polls = (what: string) => run.image.timeline.find((one) => one.what === what)?.polls;
    expect(polls('Xray DONE')).toEqual({ harness: 0, xray: 2 });
    expect(polls('passed')).toEqual({ harness: 0, xray: 0 });
    const all = run.image.timeline.map(({ polls: { harness, xray } }) => harness + xray);
    expect(all.reduce((sum, count) => sum + count)).toBe(6);
  });

  it('does not pass when everything that is asked for is absent', async () => {
    const run = await runGate({
      policy: { sto: 'if-present', slsa: 'if-present', xray: 'if-present' },
      registry: { readIntegration: async () => NO_INTEGRATION },
      scanner: { readStatus: async () => statusOf('NOT_SCANNED') },
    });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('no scan of the image is known');
  });
});

describe('while Xray is running', () => {
  it('Harness is not polled', async () => {
    const clock = fakeClock();
    const run = await runGate({
      clock,
      scanner: {
        readStatus: async () =>
          clock.elapsed() < 10 * MINUTE_MS
            ? statusOf('SCANNING')
            : statusOf('DONE', { at: clock.wall() }),
      },
    });
    const meanwhile = run.calls.filter(
      ({ name, at }) => HARNESS_CALLS.has(name) && at > 0 && at < 10 * MINUTE_MS,
    );
    expect(meanwhile).toEqual([]);
    expect(run.verdict).toBe('passed');
  });
});

describe('several images', () => {
  const web = imageWith({ name: 'pkg.harness.io/acme/docker-prod/web', artifact: 'web' });

  it('get one verdict, the worst', async () => {
    const readVersion = async ({ image }: Version) =>
      versionWith({ quarantined: image.artifact === 'web' });
    const run = await runGate({ images: [imageWith(), web], registry: { readVersion } });
    expect(run.verdict).toBe('failed');
    expect(run.result.images.map(({ verdict }) => verdict)).toEqual(['passed', 'failed']);
  });

  it('are not ended by an error of one of them', async () => {
    const readVersion = async ({ image }: Version) => {
      if (image.artifact === 'web') throw new GateError('permission', 'not allowed');
      return versionWith();
    };
    const run = await runGate({ images: [imageWith(), web], registry: { readVersion } });
    expect(run.result.images.map(({ verdict }) => verdict)).toEqual(['passed', 'inconclusive']);
  });

  it('are not ended by a bug met on the road of one of them', async () => {
    const readVersion = async ({ image }: Version) => {
      if (image.artifact === 'web') throw new TypeError('undefined is not a function');
      return versionWith();
    };
    const run = await runGate({ images: [web, imageWith()], registry: { readVersion } });
    expect(run.result.images.map(({ verdict }) => verdict)).toEqual(['inconclusive', 'passed']);
    expect(run.reason).toContain('please report it');
  });

  it('wait beside each other, not one after another', async () => {
    const clock = fakeClock();
    const run = await runGate({
      clock,
      images: [imageWith(), web],
      scanner: {
        readStatus: async () =>
          clock.elapsed() < MINUTE_MS
            ? statusOf('SCANNING')
            : statusOf('DONE', { at: clock.wall() }),
      },
    });
    expect(run.verdict).toBe('passed');
    expect(run.result.waited).toBeLessThan(1.2 * MINUTE_MS);
  });

  it('begin one by one, each when the registry is calm', async () => {
    const clock = fakeClock();
    const second = imageWith({ ...web, tags: ['second'] });
    const run = await runGate({
      clock,
      images: [imageWith(), second],
      registry: { calm: () => clock.sleep(20_000) },
    });
    expect(run.times('readTag', '1.4.2')[0]).toBe(0);
    expect(run.times('readTag', 'second')[0]).toBe(20_000);
    expect(run.verdict).toBe('passed');
  });

  it('that are many are told about together, once a minute', async () => {
    const clock = fakeClock();
    const images = Array.from({ length: 11 }, (_, index) => imageWith({ name: `image-${index}` }));
    const run = await runGate({
      clock,
      images,
      scanner: {
        readStatus: async () =>
          clock.elapsed() < 2.5 * MINUTE_MS
            ? statusOf('SCANNING')
            : statusOf('DONE', { at: clock.wall() }),
      },
    });
    expect(run.verdict).toBe('passed');
    expect(run.lines.map(({ line }) => line)).toEqual([
      'after 1 min: 0 passed, 0 not passed, 11 waiting',
      'after 2 min: 0 passed, 0 not passed, 11 waiting',
    ]);
  });
});

describe('a cancelled run', () => {
  function cancelAt(ms: number) {
    const clock = fakeClock();
    const cancel = new AbortController();
    clock.at(ms, () => cancel.abort(new GateError('cancelled', 'the run was cancelled')));
    return { clock, signal: cancel.signal };
  }

  it('ends as cancelled while it waits', async () => {
    const run = await runGate({
      ...cancelAt(90_000),
      scanner: { readStatus: async () => statusOf('SCANNING') },
    });
    expect(run.verdict).toBe('cancelled');
    expect(run.image.verdict).toBe('cancelled');
    expect(run.result.problem).toEqual({ code: 'cancelled', message: 'the run was cancelled' });
    expect(run.result.waited).toBe(90_000);
  });

  it('ends as cancelled in the middle of a question', async () => {
    const run = await runGate({
      ...cancelAt(1_000),
      registry: { readTag: async (_place, _image, _tag, ask) => neverAnswers(ask) },
    });
    expect(run.verdict).toBe('cancelled');
  });

  it('ends as cancelled while STO is awaited', async () => {
    const run = await runGate({
      ...cancelAt(60_000),
      registry: { readIntegration: async () => NO_INTEGRATION },
    });
    expect(run.verdict).toBe('cancelled');
  });

  it('is cancelled even when one image had already passed', async () => {
    const slow = imageWith({ name: 'slow', artifact: 'slow', tags: ['slow'] });
    const run = await runGate({
      ...cancelAt(60_000),
      images: [imageWith(), slow],
      registry: {
        readTag: async (_place, _image, tag) => (tag === 'slow' ? undefined : PUSHED),
      },
    });
    expect(run.result.images.map(({ verdict }) => verdict)).toEqual(['passed', 'cancelled']);
    expect(run.verdict).toBe('cancelled');
  });

  it('is cancelled even when no question noticed it', async () => {
    const cancel = new AbortController();
    const readTag = async () => {
      cancel.abort(new GateError('cancelled', 'the run was cancelled'));
      return PUSHED;
    };
    const run = await runGate({ signal: cancel.signal, registry: { readTag } });
    expect(run.verdict).toBe('cancelled');
  });
});
