import { describe, expect, it } from 'vitest';
import { GateError } from '../errors.ts';
import { gate } from '../gate.ts';
import { MINUTE_MS, NOW } from '../policy/evidence.fixture.ts';
import { type FakeClock, fakeClock } from './clock.fixture.ts';
import {
  AMD64,
  child,
  indexOf,
  inTurn,
  NO_FILE,
  neverAnswers,
  OURS,
  PUSHED,
  rowOf,
  SPOT,
  statusOf,
  versionWith,
} from './ports.fixture.ts';
import type { Ask, Found } from './ports.ts';
import { runnerOf } from './run.fixture.ts';

const runGate = runnerOf(gate);
const ELSEWHERE: Found = { kind: 'other', path: SPOT.path, digest: 'sha256:ffffffffffff' };
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
    const found = inTurn(NO_FILE, NO_FILE, OURS);
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

describe('the file in Artifactory', () => {
  it('with another digest is not there yet', async () => {
    const run = await runGate({ scanner: { find: inTurn(ELSEWHERE, NO_FILE, OURS) } });
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
    const run = await runGate({ scanner: { find: async () => NO_FILE } });
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
      scanner: { find: async () => NO_FILE },
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

  it('notes within a poll that an image pushed long ago has no file', async () => {
    const run = await runGate({
      policy,
      scanner: { find: async () => NO_FILE },
    });
    expect(run.verdict).toBe('passed');
    expect(run.image.waited).toBeLessThanOrEqual(5_000);
  });

  it('does not note a scan that was SCANNING and has no status any more', async () => {
    const run = await runGate({
      policy,
      registry: JUST_PUSHED,
      scanner: { readStatus: inTurn(statusOf('SCANNING'), undefined) },
    });
    expect(run.verdict).toBe('inconclusive');
  });

  it('does not note a scan that was SCANNING and is NOT_SCANNED now', async () => {
    const run = await runGate({
      policy,
      registry: JUST_PUSHED,
      scanner: { readStatus: inTurn(statusOf('SCANNING'), statusOf('NOT_SCANNED')) },
    });
    expect(run.verdict).toBe('inconclusive');
  });
});

describe('an outage that begins after an answer', () => {
  /** Down until the question's time is over. */
  const outage = async (clock: FakeClock, { until, signal }: Ask): Promise<never> => {
    await clock.sleep(Math.max(0, until - clock.now()), signal);
    throw new GateError('unreachable', 'JFrog could not be reached');
  };
  /** The answer once, and then the outage. */
  const once = <T>(clock: FakeClock, answer: T) => {
    let isAnswered = false;
    return (ask: Ask): Promise<T> => {
      if (isAnswered) return outage(clock, ask);
      isAnswered = true;
      return Promise.resolve(answer);
    };
  };

  it.each([{}, JUST_PUSHED])(
    'does not leave "no scan" standing under if-present',
    async (registry) => {
      const clock = fakeClock();
      const answer = once(clock, statusOf('NOT_SCANNED', { parts: [] }));
      const run = await runGate({
        clock,
        registry,
        policy: { xray: 'if-present' },
        scanner: { readStatus: (_spot, ask) => answer(ask) },
      });
      expect(run.verdict).toBe('inconclusive');
      expect(run.finding('xray')?.cause).toBe('outage');
    },
  );

  it('is asked about no longer than if-present waits, and then once more', async () => {
    const clock = fakeClock();
    const answer = once(clock, statusOf('NOT_SCANNED', { parts: [] }));
    const run = await runGate({
      clock,
      policy: { xray: 'if-present' },
      scanner: { readStatus: (_spot, ask) => answer(ask) },
    });
    expect(run.times('readStatus')).toEqual([0, 5_000, 35_000]);
  });

  it('does not leave a file standing as missing under if-present', async () => {
    const clock = fakeClock();
    const answer = once(clock, NO_FILE);
    const run = await runGate({
      clock,
      policy: { xray: 'if-present' },
      scanner: { find: (_location, _digest, _ours, ask) => answer(ask) },
    });
    expect(run.verdict).toBe('inconclusive');
    expect(run.finding('xray')?.cause).toBe('outage');
  });

  it('has made a DONE old by the time the rest of the proof is there', async () => {
    const clock = fakeClock();
    const run = await runGate({
      clock,
      scanner: {
        find: async () => ({ kind: 'ours', spot: { ...SPOT, wasReplaced: true } }),
        readStatus: async () => statusOf(clock.elapsed() < MINUTE_MS ? 'DONE' : 'FAILED'),
        readIndexedDigest: async () => {
          if (clock.elapsed() < MINUTE_MS) await clock.sleep(MINUTE_MS);
          return PUSHED;
        },
      },
    });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('FAILED');
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
