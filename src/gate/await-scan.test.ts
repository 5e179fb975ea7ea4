import { describe, expect, it } from 'vitest';
import { GateError } from '../errors.ts';
import { gate } from '../gate.ts';
import { DAY_MS, MINUTE_MS, NOW, part } from '../policy/evidence.fixture.ts';
import { fakeClock } from './clock.fixture.ts';
import {
  AMD64,
  child,
  indexOf,
  inTurn,
  neverAnswers,
  OLD_DONE,
  OTHER,
  OURS,
  PUSHED,
  rowOf,
  SPOT,
  statusOf,
  versionWith,
} from './ports.fixture.ts';
import type { Found } from './ports.ts';
import { runnerOf } from './run.fixture.ts';

const runGate = runnerOf(gate);
const ELSEWHERE: Found = { kind: 'other', path: SPOT.path, digest: 'sha256:ffffffffffff' };
const MISSING: Found = { kind: 'missing', path: 'docker-local/app/1.4.2/list.manifest.json' };
const UNREADABLE: Found = { kind: 'unreadable', spots: [{ ...SPOT, modifiedAt: undefined }] };
const PLACE = 'docker-local/app/1.4.2/list.manifest.json';

const JUST_PUSHED = { readVersion: async () => versionWith({ pushedAt: NOW - MINUTE_MS }) };

describe('the wait for a scan', () => {
  it.each(['NOT_SCANNED', 'PENDING', 'SCANNING', '', 'SOMETHING_NEW'])(
    'goes on while the state is “%s”',
    async (state) => {
      const run = await runGate({
        scanner: { readStatus: inTurn(statusOf(state), statusOf('DONE')) },
      });
      expect(run.verdict).toBe('passed');
      expect(run.times('readStatus')).toEqual([0, 5_000]);
    },
  );

  it.each(['PARTIAL', 'FAILED', 'NOT_SUPPORTED'])(
    'ends with %s, which is no pass and needs no waiting for STO',
    async (state) => {
      const run = await runGate({
        scanner: { readStatus: async () => statusOf(state) },
        registry: { readIntegration: async () => undefined },
      });
      expect(run.verdict).toBe('inconclusive');
      expect(run.reason).toContain(`Xray ended the scan as ${state}`);
      expect(run.image.waited).toBe(0);
      expect(run.times('readIntegration', AMD64)).toEqual([0]);
    },
  );

  it('times out with the last state and the place in the sentence', async () => {
    const run = await runGate({ scanner: { readStatus: async () => statusOf('SCANNING') } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toBe(`Xray was still SCANNING after 30m (${PLACE})`);
    expect(run.image.waited).toBeGreaterThan(29.9 * MINUTE_MS);
    expect(run.image.waited).toBeLessThanOrEqual(30 * MINUTE_MS);
  });

  it('counts from the first appearance in either system', async () => {
    const found = inTurn(MISSING, MISSING, OURS);
    const run = await runGate({
      registry: { readTag: inTurn(undefined, undefined, undefined, undefined, PUSHED) },
      scanner: { find: found, readStatus: async () => statusOf('SCANNING') },
    });
    const [, , seenAt = 0] = run.times('find');
    expect(run.image.waited).toBeGreaterThan(seenAt + 29.9 * MINUTE_MS);
    expect(run.image.waited).toBeLessThanOrEqual(seenAt + 30 * MINUTE_MS);
  });

  it('names the unknown state that was seen last', async () => {
    const run = await runGate({ scanner: { readStatus: async () => statusOf('QUEUED_AGAIN') } });
    expect(run.reason).toContain('Xray was still QUEUED_AGAIN after 30m');
  });

  it('goes on when Xray has no status while storage has the file', async () => {
    const run = await runGate({ scanner: { readStatus: inTurn(undefined, statusOf('DONE')) } });
    expect(run.verdict).toBe('passed');
  });

  it('says that there was no status when none comes', async () => {
    const run = await runGate({ scanner: { readStatus: async () => undefined } });
    expect(run.reason).toBe(`Xray had no status after 30m (${PLACE})`);
  });

  it('grows longer between two polls the longer it lasts, up to poll-max-interval', async () => {
    const run = await runGate({
      scanner: { readStatus: async () => statusOf('SCANNING') },
      timing: { scanTimeout: 90 * MINUTE_MS },
    });
    const times = run.times('readStatus');
    const gaps = times.slice(1, -1).map((at, index) => Math.round(at - (times[index] ?? 0)));
    expect(gaps[0]).toBe(5_000);
    expect(Math.max(...gaps)).toBe(60_000);
    expect(gaps).toEqual([...gaps].sort((a, b) => a - b));
  });

  it('begins when the digest is known where only the tag was given', async () => {
    const run = await runGate({
      image: { digest: undefined },
      registry: { readTag: inTurn(undefined, PUSHED) },
    });
    expect(run.times('find')[0]).toBe(10_000);
  });

  it('begins beside the wait for Harness where the digest was given', async () => {
    const run = await runGate({ registry: { readTag: inTurn(undefined, PUSHED) } });
    expect(run.times('find')[0]).toBe(0);
  });

  it('is none when Xray is off', async () => {
    const run = await runGate({ policy: { xray: 'off' } });
    expect(run.verdict).toBe('passed');
    expect(run.times('find')).toEqual([]);
    expect(run.finding('xray')?.result).toBe('not-checked');
  });

  it.each(['permission', 'missing-call', 'unreachable', 'unrecognised'] as const)(
    'never passes when Xray cannot be asked: %s',
    async (code) => {
      const readStatus = async () => {
        throw new GateError(code, 'Xray cannot be asked');
      };
      for (const xray of ['required', 'if-present'] as const) {
        const run = await runGate({ scanner: { readStatus }, policy: { xray } });
        expect(run.verdict).toBe('inconclusive');
        expect(run.reason).toContain('Xray cannot be asked');
      }
    },
  );

  it('gives a question that hangs no more than the end of scan-timeout', async () => {
    const clock = fakeClock();
    const untils: number[] = [];
    await runGate({
      clock,
      scanner: {
        readStatus: async (_spot, ask) => {
          untils.push(ask.until);
          return statusOf('DONE');
        },
      },
    });
    expect(untils).toEqual([clock.now() + 30 * MINUTE_MS]);
  });
});

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
});

describe('the file in Artifactory', () => {
  it('with another digest is not there yet', async () => {
    const run = await runGate({ scanner: { find: inTurn(ELSEWHERE, MISSING, OURS) } });
    expect(run.verdict).toBe('passed');
    expect(run.times('find').slice(0, 3)).toEqual([0, 5_000, 10_000]);
    expect(run.times('readStatus')[0]).toBe(10_000);
  });

  it('with another digest until appear-timeout is another image', async () => {
    const run = await runGate({ scanner: { find: async () => ELSEWHERE } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('another image');
    expect(run.times('readStatus')).toEqual([]);
    expect(run.image.waited).toBeLessThanOrEqual(5 * MINUTE_MS);
  });

  it('that never comes names the input to check', async () => {
    const run = await runGate({ scanner: { find: async () => MISSING } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toBe(
      `Xray has nothing to scan: ${PLACE} is not in Artifactory (check jfrog-repository)`,
    );
  });

  it('may be the only platform, in a registry that keeps no index', async () => {
    const seen: number[] = [];
    const run = await runGate({
      registry: {
        readManifest: async () => indexOf(child(AMD64, 'linux/amd64')),
        readRows: async () => [rowOf(AMD64, 'linux/amd64')],
      },
      scanner: {
        find: async (_location, _pushed, ours) => {
          seen.push(ours.size);
          return ours.has(AMD64) ? OURS : ELSEWHERE;
        },
      },
    });
    expect(run.verdict).toBe('passed');
    expect(seen.slice(0, 2)).toEqual([1, 2]);
  });

  it('is never one platform of several', async () => {
    const run = await runGate({
      scanner: { find: async (_l, _p, ours) => (ours.has(AMD64) ? OURS : ELSEWHERE) },
    });
    expect(run.verdict).toBe('inconclusive');
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
});

describe('xray: if-present', () => {
  const policy = { xray: 'if-present' } as const;

  it('notes that there is no scan after push + appear-timeout', async () => {
    const run = await runGate({
      policy,
      registry: JUST_PUSHED,
      scanner: { readStatus: async () => statusOf('NOT_SCANNED') },
    });
    expect(run.verdict).toBe('passed');
    expect(run.finding('xray')?.result).toBe('noted');
    expect(run.image.waited).toBeGreaterThan(3.9 * MINUTE_MS);
    expect(run.image.waited).toBeLessThanOrEqual(5 * MINUTE_MS);
  });

  it('notes within a poll that an image pushed long ago has no scan', async () => {
    const run = await runGate({
      policy,
      scanner: { readStatus: async () => statusOf('NOT_SCANNED') },
    });
    expect(run.verdict).toBe('passed');
    expect(run.image.waited).toBeLessThanOrEqual(5_000);
  });

  it('notes that there is no file', async () => {
    const run = await runGate({
      policy,
      registry: JUST_PUSHED,
      scanner: { find: async () => MISSING },
    });
    expect(run.verdict).toBe('passed');
    expect(run.finding('xray')?.result).toBe('noted');
  });

  it('still waits for a scan that has begun', async () => {
    const clock = fakeClock();
    const readStatus = async () =>
      statusOf(clock.elapsed() < 20 * MINUTE_MS ? 'SCANNING' : 'DONE', { at: clock.wall() });
    const run = await runGate({ clock, policy, scanner: { readStatus } });
    expect(run.verdict).toBe('passed');
    expect(run.finding('xray')?.result).toBe('passed');
  });

  it.each(['SCANNING', 'PENDING'])('does not pass a scan that never ends: %s', async (state) => {
    const run = await runGate({ policy, scanner: { readStatus: async () => statusOf(state) } });
    expect(run.verdict).toBe('inconclusive');
  });

  it('does not pass when another image lies in its place', async () => {
    const run = await runGate({ policy, scanner: { find: async () => ELSEWHERE } });
    expect(run.verdict).toBe('inconclusive');
  });

  it('does not pass when Xray is all there is and is absent', async () => {
    const run = await runGate({
      policy: { ...policy, sto: 'off' },
      scanner: { readStatus: async () => statusOf('NOT_SCANNED') },
    });
    expect(run.verdict).toBe('inconclusive');
  });
});

describe('a scan that is no longer awaited', () => {
  it('is given up at once, even in the middle of a question', async () => {
    const run = await runGate({
      registry: { readVersion: async () => versionWith({ quarantined: true }) },
      scanner: { readStatus: async (_spot, ask) => neverAnswers(ask) },
    });
    expect(run.verdict).toBe('failed');
    expect(run.finding('xray')?.cause).toBe('ended');
    expect(run.image.waited).toBe(0);
  });
});

describe('a scan of an image that was pushed again, or that Xray may not be asked about,', () => {
  it('is not absent under if-present when it was SCANNING and has no status any more', async () => {
    const run = await runGate({
      policy: { xray: 'if-present' },
      registry: JUST_PUSHED,
      scanner: { readStatus: inTurn(statusOf('SCANNING'), undefined) },
    });
    expect(run.verdict).toBe('inconclusive');
  });

  it('is not absent under if-present when it was SCANNING and is NOT_SCANNED now', async () => {
    const run = await runGate({
      policy: { xray: 'if-present' },
      registry: JUST_PUSHED,
      scanner: { readStatus: inTurn(statusOf('SCANNING'), statusOf('NOT_SCANNED')) },
    });
    expect(run.verdict).toBe('inconclusive');
  });

  it('is not ours when DONE is older than the manifest as it is stored now', async () => {
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

  it('is found behind a stale list.manifest.json where storage is not readable', async () => {
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

  it('is noted at once under if-present when an image pushed long ago has no file', async () => {
    const run = await runGate({
      policy: { xray: 'if-present' },
      scanner: { find: async () => ({ kind: 'missing', path: 'x' }) },
    });
    expect(run.verdict).toBe('passed');
    expect(run.image.waited).toBeLessThanOrEqual(5_000);
  });

  it('is not called visible where storage is not readable', async () => {
    const run = await runGate({
      scanner: {
        find: async () => ({ kind: 'unreadable', spots: [SPOT] }),
        readIndexedDigest: async () => PUSHED,
      },
    });
    expect(run.image.timeline.map(({ what }) => what)).not.toContain('visible in Artifactory');
  });
});
