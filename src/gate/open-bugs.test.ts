import { describe, expect, it } from 'vitest';
import { GateError } from '../errors.ts';
import { gate } from '../gate.ts';
import type { Digest } from '../image/digest.ts';
import { ABSENT, count, MINUTE_MS, NOW, stoOf } from '../policy/evidence.fixture.ts';
import { fakeClock } from './clock.fixture.ts';
import {
  AMD64,
  ARM64,
  child,
  indexOf,
  inTurn,
  integrationWith,
  NO_INTEGRATION,
  OTHER,
  OURS,
  PUSHED,
  rowOf,
  SPOT,
  statusOf,
  versionWith,
} from './ports.fixture.ts';
import type { Found, Registry } from './ports.ts';
import { runnerOf } from './run.fixture.ts';

const runGate = runnerOf(gate);
const justPushed = { readVersion: async () => versionWith({ pushedAt: NOW - MINUTE_MS }) };

describe('open', () => {
  it('B1 a result that was there and is gone stays gone, also at the poll after', async () => {
    // linux/amd64 had a result, then lost it; linux/arm64 is still awaited, so that a third poll follows.
    const amd64 = inTurn(integrationWith(), NO_INTEGRATION);
    const readIntegration: Registry['readIntegration'] = async (_v, subject) => {
      if (subject === PUSHED) return undefined;
      return subject === AMD64 ? amd64() : NO_INTEGRATION;
    };
    const run = await runGate({
      policy: { sto: 'if-present', slsa: 'off' },
      registry: { ...justPushed, readIntegration },
    });
    expect(run.verdict).toBe('inconclusive');
  });

  it('B2 xray if-present: a scan that was SCANNING and has no status any more is not absent', async () => {
    const run = await runGate({
      policy: { xray: 'if-present' },
      registry: justPushed,
      scanner: { readStatus: inTurn(statusOf('SCANNING'), undefined) },
    });
    expect(run.verdict).toBe('inconclusive');
  });

  it('B2b the same with NOT_SCANNED after SCANNING', async () => {
    const run = await runGate({
      policy: { xray: 'if-present' },
      registry: justPushed,
      scanner: { readStatus: inTurn(statusOf('SCANNING'), statusOf('NOT_SCANNED')) },
    });
    expect(run.verdict).toBe('inconclusive');
  });

  it('B3 storage not readable: the second reading asks again what Xray indexed', async () => {
    const clock = fakeClock();
    const run = await runGate({
      clock,
      registry: {
        readIntegration: async (_v, subject) => {
          if (subject === PUSHED) return undefined;
          return clock.elapsed() < 40_000 ? NO_INTEGRATION : integrationWith();
        },
      },
      scanner: {
        find: async (): Promise<Found> => ({
          kind: 'unreadable',
          spots: [{ ...SPOT, modifiedAt: undefined }],
        }),
        readIndexedDigest: inTurn<Digest | undefined>(PUSHED, OTHER),
      },
    });
    expect(run.verdict).toBe('inconclusive');
  });

  it('B4 a DONE older than the manifest as stored now is not ours (re-pushed meanwhile)', async () => {
    // Found as stored at 09:00; another build is pushed and scanned (DONE 10:00), then ours again (11:00).
    const hour = 60 * MINUTE_MS;
    const again: Found = { kind: 'ours', spot: { ...SPOT, modifiedAt: NOW - hour } };
    const first: Found = { kind: 'ours', spot: { ...SPOT, modifiedAt: NOW - 3 * hour } };
    const run = await runGate({
      scanner: {
        find: inTurn(first, again),
        readStatus: async () => statusOf('DONE', { at: NOW - 2 * hour }),
        readIndexedDigest: async () => OTHER,
      },
    });
    expect(run.verdict).toBe('inconclusive');
  });

  it('B5 xray if-present, absent at the first look: the second look finds the same and it still passes', async () => {
    const clock = fakeClock();
    const run = await runGate({
      clock,
      policy: { xray: 'if-present' },
      registry: {
        readIntegration: async (_v, subject) => {
          if (subject === PUSHED) return undefined;
          return clock.elapsed() < 60_000 ? NO_INTEGRATION : integrationWith();
        },
      },
      scanner: { readStatus: async () => statusOf('NOT_SCANNED') },
    });
    expect(run.reason).not.toContain('was DONE');
    expect(run.verdict).toBe('passed');
  });

  it('B6 Xray ending badly does not turn one tag reading into two (moved needs them one poll apart)', async () => {
    const run = await runGate({
      registry: { readTag: inTurn<Digest | undefined>(OTHER, OTHER, PUSHED) },
      scanner: { readStatus: inTurn(statusOf('SCANNING'), statusOf('FAILED')) },
    });
    const [first = 0, second = 0] = run.times('readTag');
    expect(run.verdict === 'failed' && second - first < 10_000).toBe(false);
  });

  it('B7 Xray ending badly before the image is visible does not say that it did not appear in time', async () => {
    const run = await runGate({
      registry: { readTag: inTurn<Digest | undefined>(undefined, undefined, PUSHED) },
      scanner: { readStatus: async () => statusOf('FAILED') },
    });
    expect(run.reason).toContain('Xray ended the scan as FAILED');
  });

  it('B8 storage not readable: a stale list.manifest.json does not hide manifest.json', async () => {
    const spots = ['list.manifest.json', 'manifest.json'].map((file) => ({
      ...SPOT,
      path: `app/1.4.2/${file}`,
      modifiedAt: undefined,
    }));
    const run = await runGate({
      scanner: {
        find: async () => ({ kind: 'unreadable', spots }),
        readIndexedDigest: async ({ path }) =>
          path === 'app/1.4.2/manifest.json' ? PUSHED : OTHER,
      },
    });
    expect(run.verdict).toBe('passed');
  });

  it('B9 xray if-present: an image pushed long ago without a file is noted at once, not after 5m', async () => {
    const run = await runGate({
      policy: { xray: 'if-present' },
      scanner: { find: async () => ({ kind: 'missing', path: 'x' }) },
    });
    expect(run.verdict).toBe('passed');
    expect(run.image.waited).toBeLessThanOrEqual(5_000);
  });

  it('B10 four 429 on docker/manifests are no end while there is a raw manifest', async () => {
    const readRows: Registry['readRows'] = async (_v, ask) => {
      if (ask.maxAttempts === undefined) return [rowOf(AMD64, 'a/b'), rowOf(ARM64, 'a/c')];
      throw new GateError('timed-out', 'Harness kept answering 429');
    };
    const run = await runGate({ registry: { readRows } });
    expect(run.verdict).toBe('passed');
  });

  it('B11 200 children are allowed', async () => {
    const hex = (index: number) => (index + 1).toString(16).padStart(64, '0');
    const children = Array.from({ length: 200 }, (_, i) => child(`sha256:${hex(i)}`, 'linux/amd64'));
    const run = await runGate({
      registry: { readManifest: async () => indexOf(...children), readRows: async () => [] },
    });
    expect(run.reason).not.toContain('more than 200');
    expect(run.verdict).toBe('passed');
  });

  it('B12 fresh numbers that only the second reading brings are not read once only', async () => {
    const clock = fakeClock();
    let reads = 0;
    const readIntegration: Registry['readIntegration'] = async (_v, subject) => {
      if (subject === PUSHED) return undefined;
      if (subject === AMD64) reads += 1;
      await clock.sleep(31_000);
      if (clock.elapsed() < 40_000) return integrationWith();
      const scannedAt = count(clock.wall() - 1_000);
      return integrationWith({ sto: stoOf({}, { executionId: 'new', scannedAt }) });
    };
    const run = await runGate({ clock, registry: { readIntegration } });
    expect(run.verdict === 'passed' && reads < 3).toBe(false);
  });

  it('B13 SLSA gone at one poll stays gone', async () => {
    const amd64 = inTurn(integrationWith(), integrationWith({ slsa: ABSENT }));
    const arm64 = async () => integrationWith({ sto: ABSENT });
    const run = await runGate({
      policy: { slsa: 'if-present', sto: 'if-present' },
      registry: {
        ...justPushed,
        readIntegration: async (_v, subject) => {
          if (subject === PUSHED) return undefined;
          return subject === AMD64 ? amd64() : arm64();
        },
      },
    });
    expect(run.verdict).toBe('inconclusive');
  });

  it('B14 sto if-present: an unfinished result is polled until scan-timeout, not only while absent is', async () => {
    const clock = fakeClock();
    const readIntegration: Registry['readIntegration'] = async (_v, subject) => {
      if (subject === PUSHED) return undefined;
      const isThere = clock.elapsed() > 60_000;
      return integrationWith({
        sto: isThere ? stoOf({}) : stoOf({ critical: { kind: 'missing' } }),
      });
    };
    const run = await runGate({ clock, policy: { sto: 'if-present' }, registry: { readIntegration } });
    expect(run.verdict).toBe('passed');
  });

  it('B15 storage not readable: the timeline does not say that the image is visible in Artifactory', async () => {
    const run = await runGate({
      scanner: {
        find: async () => ({ kind: 'unreadable', spots: [SPOT] }),
        readIndexedDigest: async () => PUSHED,
      },
    });
    expect(run.image.timeline.map(({ what }) => what)).not.toContain('visible in Artifactory');
    expect(OURS.kind).toBe('ours');
  });
});
