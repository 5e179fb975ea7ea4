import { describe, expect, it } from 'vitest';
import { GateError } from '../errors.ts';
import { gate } from '../gate.ts';
import { DAY_MS, MINUTE_MS, NOW, part } from '../policy/evidence.fixture.ts';
import {
  AMD64,
  child,
  indexOf,
  inTurn,
  OLD_DONE,
  OTHER,
  OURS,
  PUSHED,
  rowOf,
  SPOT,
  statusOf,
} from './ports.fixture.ts';
import type { Found, Spot } from './ports.ts';
import { runnerOf } from './run.fixture.ts';

const runGate = runnerOf(gate);
const REPLACED: Spot = { ...SPOT, wasReplaced: true };
const ELSEWHERE: Found = { kind: 'other', path: SPOT.path, digest: 'sha256:ffffffffffff' };
const UNREADABLE: Found = { kind: 'unreadable', spots: [{ ...SPOT, modifiedAt: undefined }] };

describe('a part of a scan under DONE', () => {
  const doneWith = (name: string, state: string) =>
    statusOf('DONE', { parts: [part('sca', 'DONE'), part(name, state)] });

  it.each(['NOT_SCANNED', '', 'PENDING', 'SCANNING'])(
    'keeps polling while sca is “%s”',
    async (state) => {
      const unfinished = statusOf('DONE', { parts: [part('sca', state)] });
      const run = await runGate({
        scanner: { readStatus: inTurn(unfinished, unfinished, statusOf('DONE')) },
      });
      expect(run.verdict).toBe('passed');
      expect(run.times('readStatus')).toHaveLength(3);
    },
  );

  it.each(['PENDING', 'SCANNING'])('keeps polling while any part is %s', async (state) => {
    const run = await runGate({
      scanner: { readStatus: inTurn(doneWith('exposures/secrets', state), statusOf('DONE')) },
    });
    expect(run.times('readStatus')).toHaveLength(2);
  });

  it('that is unfinished to the end is named', async () => {
    const run = await runGate({
      scanner: { readStatus: async () => statusOf('DONE', { parts: [part('sca', 'SCANNING')] }) },
    });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('Xray was still DONE, but sca SCANNING after 30m');
  });

  it.each(['FAILED', 'PARTIAL', 'SOMETHING_NEW'])('that is %s never passes', async (state) => {
    const run = await runGate({
      scanner: { readStatus: async () => doneWith('violations', state) },
    });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('violations');
    expect(run.image.waited).toBe(0);
  });

  it.each(['NOT_SCANNED', 'NOT_SUPPORTED', ''])('that is “%s” is noted', async (state) => {
    const run = await runGate({
      scanner: { readStatus: async () => doneWith('violations', state) },
    });
    expect(run.verdict).toBe('passed');
    expect(run.finding('xray')?.found).toContain('violations');
  });

  it('may be missing altogether', async () => {
    const run = await runGate({
      scanner: { readStatus: async () => statusOf('DONE', { parts: [] }) },
    });
    expect(run.verdict).toBe('passed');
    expect(run.finding('xray')?.found).toContain('nothing said of its parts');
  });
});

describe('a DONE', () => {
  it('is ours when it is not older than the stored manifest', async () => {
    const run = await runGate({
      scanner: { readStatus: async () => statusOf('DONE', { at: NOW - DAY_MS }) },
    });
    expect(run.verdict).toBe('passed');
    expect(run.times('readIndexedDigest')).toEqual([]);
  });

  it('that is older is ours when Xray indexed our digest', async () => {
    const run = await runGate({
      scanner: { readStatus: async () => OLD_DONE, readIndexedDigest: async () => PUSHED },
    });
    expect(run.verdict).toBe('passed');
  });

  it('that is older is polled on until Xray has indexed our digest', async () => {
    const readIndexedDigest = inTurn(OTHER, undefined, PUSHED);
    const run = await runGate({
      scanner: { readStatus: async () => OLD_DONE, readIndexedDigest },
    });
    expect(run.verdict).toBe('passed');
    expect(run.times('readStatus')).toHaveLength(3);
  });

  it('that is older is ours after an unfinished state was seen while the file was ours', async () => {
    const run = await runGate({
      scanner: { readStatus: inTurn(statusOf('PENDING'), OLD_DONE) },
    });
    expect(run.verdict).toBe('passed');
  });

  it.each([
    ['the DONE', statusOf('DONE', { at: undefined }), SPOT],
    ['the stored manifest', statusOf('DONE'), { ...SPOT, modifiedAt: undefined }],
  ])('is not taken for ours when %s has no time', async (_, status, spot) => {
    const run = await runGate({
      scanner: {
        find: async (): Promise<Found> => ({ kind: 'ours', spot }),
        readStatus: async () => status,
      },
    });
    expect(run.verdict).toBe('inconclusive');
  });

  it('of an earlier image never passes', async () => {
    const run = await runGate({
      scanner: { readStatus: async () => OLD_DONE, readIndexedDigest: async () => OTHER },
    });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('DONE with an earlier image');
  });

  it('does not pass when the file is no longer ours after it', async () => {
    const run = await runGate({ scanner: { find: inTurn(OURS, ELSEWHERE) } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('no longer holds our image');
  });

  it('that is older than the manifest as it is stored now is not ours', async () => {
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
});

describe('a DONE where another image lay before', () => {
  const replaced = { find: async (): Promise<Found> => ({ kind: 'ours', spot: REPLACED }) };
  const forbidden = async () => {
    throw new GateError('permission', 'not allowed', { status: 403 });
  };

  it('is ours when Xray indexed our digest', async () => {
    const run = await runGate({ scanner: { ...replaced, readIndexedDigest: async () => PUSHED } });
    expect(run.verdict).toBe('passed');
    expect(run.image.waited).toBe(0);
  });

  it('is ours when Xray indexed the only platform', async () => {
    const run = await runGate({
      image: { digest: undefined },
      registry: {
        readManifest: async () => indexOf(child(AMD64, 'linux/amd64')),
        readRows: async () => [rowOf(AMD64, 'linux/amd64')],
      },
      scanner: {
        ...replaced,
        readStatus: inTurn(statusOf('PENDING'), statusOf('DONE')),
        readIndexedDigest: async () => AMD64,
      },
    });
    expect(run.verdict).toBe('passed');
  });

  it('is polled on while Xray names another digest, however young it is', async () => {
    const run = await runGate({
      scanner: { ...replaced, readIndexedDigest: inTurn(OTHER, OTHER, PUSHED) },
    });
    expect(run.verdict).toBe('passed');
    expect(run.times('readStatus')).toEqual([0, 5_000, 10_000]);
  });

  it('never passes while Xray names another digest, after an unfinished state either', async () => {
    const run = await runGate({
      scanner: {
        ...replaced,
        readStatus: inTurn(statusOf('SCANNING'), statusOf('DONE')),
        readIndexedDigest: async () => OTHER,
      },
    });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('DONE with an earlier image');
    expect(run.image.waited).toBeGreaterThan(29.9 * MINUTE_MS);
  });

  it.each([
    ['does not say what it indexed', async () => undefined],
    ['may not be asked what it indexed', forbidden],
  ])('is ours by its time, or after an unfinished state, when Xray %s', async (_, indexed) => {
    const scanner = { ...replaced, readIndexedDigest: indexed };
    const readStatus = inTurn(statusOf('PENDING'), OLD_DONE);
    expect((await runGate({ scanner })).verdict).toBe('passed');
    expect((await runGate({ scanner: { ...scanner, readStatus } })).verdict).toBe('passed');
  });

  it('is not ours without any of these signs', async () => {
    const run = await runGate({ scanner: { ...replaced, readStatus: async () => OLD_DONE } });
    expect(run.verdict).toBe('inconclusive');
  });

  it('never passes when Xray cannot be reached for its word', async () => {
    const readIndexedDigest = async () => {
      throw new GateError('unreachable', 'Xray could not be reached');
    };
    const run = await runGate({ scanner: { ...replaced, readIndexedDigest } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('Xray could not be reached');
  });
});

describe('storage that this token may not read', () => {
  it('leaves it to Xray to say what it indexed', async () => {
    const run = await runGate({
      scanner: { find: async () => UNREADABLE, readIndexedDigest: async () => PUSHED },
    });
    expect(run.verdict).toBe('passed');
  });

  it('never passes on a DONE alone, however young', async () => {
    const run = await runGate({
      scanner: { find: async () => UNREADABLE, readIndexedDigest: async () => OTHER },
    });
    expect(run.verdict).toBe('inconclusive');
  });

  it('never passes on a DONE after an unfinished state either', async () => {
    const run = await runGate({
      scanner: {
        find: async () => UNREADABLE,
        readStatus: inTurn(statusOf('SCANNING'), statusOf('DONE')),
        readIndexedDigest: async () => OTHER,
      },
    });
    expect(run.verdict).toBe('inconclusive');
  });

  it('names the missing permission when Xray does not say', async () => {
    const run = await runGate({ scanner: { find: async () => UNREADABLE } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('jfrog-access-token needs Read');
  });

  it('is tried at the second path when Xray knows nothing of the first', async () => {
    const spots = ['list.manifest.json', 'manifest.json'].map((file) => ({
      ...SPOT,
      path: `app/1.4.2/${file}`,
    }));
    const run = await runGate({
      scanner: {
        find: async () => ({ kind: 'unreadable', spots }),
        readStatus: async ({ path }) =>
          path === 'app/1.4.2/manifest.json' ? statusOf('DONE') : undefined,
        readIndexedDigest: async () => PUSHED,
      },
    });
    expect(run.verdict).toBe('passed');
  });

  it('hides no scan behind a stale list.manifest.json', async () => {
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

  it('does not show the image', async () => {
    const run = await runGate({
      scanner: {
        find: async () => ({ kind: 'unreadable', spots: [SPOT] }),
        readIndexedDigest: async () => PUSHED,
      },
    });
    expect(run.image.timeline.map(({ what }) => what)).not.toContain('visible in Artifactory');
  });

  it.each([
    ['no status', undefined],
    ['no scan', statusOf('NOT_SCANNED')],
  ])('makes %s no absence that if-present accepts: the path may be wrong', async (_, status) => {
    const run = await runGate({
      policy: { xray: 'if-present' },
      scanner: { find: async () => UNREADABLE, readStatus: async () => status },
    });
    expect(run.verdict).toBe('inconclusive');
    expect(run.finding('xray')).toMatchObject({ result: 'inconclusive', cause: 'timed-out' });
  });
});
