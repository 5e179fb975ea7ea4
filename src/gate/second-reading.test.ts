import { describe, expect, it } from 'vitest';
import { GateError } from '../errors.ts';
import { gate } from '../gate.ts';
import { known } from '../image/evidence.ts';
import { count, MINUTE_MS, stoOf } from '../policy/evidence.fixture.ts';
import { type FakeClock, fakeClock } from './clock.fixture.ts';
import {
  AMD64,
  ARM64,
  child,
  indexOf,
  inTurn,
  integrationWith,
  listingWith,
  OTHER,
  OURS,
  PUSHED,
  rowOf,
  statusOf,
  versionWith,
} from './ports.fixture.ts';
import type { Found, Registry } from './ports.ts';
import { runnerOf, type Setup } from './run.fixture.ts';
import { slowSto } from './second-reading.fixture.ts';

const runGate = runnerOf(gate);

describe('before a pass', () => {
  it('tags and quarantine are read again', async () => {
    const run = await runGate();
    expect(run.verdict).toBe('passed');
    expect(run.times('readTag')).toHaveLength(2);
    expect(run.times('readVersion', PUSHED)).toHaveLength(2);
    expect(run.times('readRows')).toHaveLength(2);
  });

  it('young evidence is not read again', async () => {
    const run = await runGate();
    expect(run.times('readListing')).toHaveLength(1);
    expect(run.times('readStatus')).toHaveLength(1);
    expect(run.times('readIntegration', AMD64)).toHaveLength(1);
  });

  it('evidence older than 30 s is read again', async () => {
    const run = await runGate(slowSto());
    expect(run.verdict).toBe('passed');
    expect(run.times('readListing')).toEqual([0, run.image.waited]);
    expect(run.times('readStatus')).toEqual([0, run.image.waited]);
  });

  it('numbers older than 30 s are read again', async () => {
    const clock = fakeClock();
    const slow: Registry['readIntegration'] = async (_version, subject) => {
      if (subject === PUSHED) return undefined;
      if (clock.elapsed() < 31_000) await clock.sleep(31_000);
      return integrationWith();
    };
    const run = await runGate({ clock, registry: { readIntegration: slow } });
    expect(run.times('readIntegration', AMD64)).toEqual([0, 31_000]);
  });

  it('the raw manifest is not read again when it is proven', async () => {
    const run = await runGate();
    expect(run.times('readManifest')).toHaveLength(1);
  });

  it('the raw manifest is read again when it is not', async () => {
    const raw = { ...indexOf(child(AMD64, 'linux/amd64')), proven: false };
    const run = await runGate({ registry: { readManifest: async () => raw } });
    expect(run.times('readManifest')).toHaveLength(2);
  });
});

describe('nothing is read again', () => {
  it('when the first reading does not pass', async () => {
    const run = await runGate({
      registry: { readIntegration: async () => integrationWith({ sto: stoOf({ high: 1 }) }) },
    });
    expect(run.verdict).toBe('failed');
    expect(run.times('readTag')).toHaveLength(1);
  });
});

describe('the second reading', () => {
  it('fails when the tag has moved meanwhile', async () => {
    const run = await runGate({ registry: { readTag: inTurn(PUSHED, OTHER) } });
    expect(run.verdict).toBe('failed');
    expect(run.reason).toContain('the tag 1.4.2 now points to sha256:ffffffffffff');
  });

  it('does not pass when the tag is gone', async () => {
    const run = await runGate({ registry: { readTag: inTurn(PUSHED, undefined) } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('the tag 1.4.2 was there and is gone');
  });

  it('needs no tag for an image that has none', async () => {
    const run = await runGate({ image: { tags: [] } });
    expect(run.verdict).toBe('passed');
  });

  it.each([
    ['the image', { readVersion: inTurn(versionWith(), versionWith({ quarantined: true })) }],
    [
      'a platform',
      {
        readRows: inTurn(
          [rowOf(AMD64, 'linux/amd64'), rowOf(ARM64, 'linux/arm64')],
          [rowOf(AMD64, 'linux/amd64'), rowOf(ARM64, 'linux/arm64', { quarantined: true })],
        ),
      },
    ],
  ])('fails when %s has been quarantined since', async (_, registry) => {
    const run = await runGate({ registry });
    expect(run.verdict).toBe('failed');
    expect(run.reason).toContain('quarantined');
  });

  it('does not pass when the image is gone', async () => {
    const run = await runGate({ registry: { readVersion: inTurn(versionWith(), undefined) } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('the image was in Harness and is gone');
  });

  it('does not pass when nobody says any more that it is not quarantined', async () => {
    const silent = versionWith({ quarantined: undefined });
    const run = await runGate({ registry: { readVersion: inTurn(versionWith(), silent) } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('the quarantine status was there and is gone');
  });

  it.each([
    ['is not there any more', undefined],
    ['is empty', []],
  ])('does not pass when the list of platforms was there and %s', async (_, rows) => {
    const both = [rowOf(AMD64, 'linux/amd64'), rowOf(ARM64, 'linux/arm64')];
    const run = await runGate({ registry: { readRows: inTurn(both, rows) } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain("Harness's list of the platforms was there and is gone");
  });

  it('does not pass when the platforms have changed', async () => {
    const more = [rowOf(AMD64, 'linux/amd64'), rowOf(ARM64, 'linux/arm64'), rowOf(OTHER, 'a/b')];
    const run = await runGate({
      registry: { readRows: inTurn(more.slice(0, 2), more) },
    });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('platforms of the image changed');
  });

  it.each(['readTag', 'readVersion'] as const)('does not pass when %s fails', async (name) => {
    let isFirst = true;
    const answer = async () => {
      if (!isFirst) throw new GateError('unreachable', 'Harness could not be reached');
      isFirst = false;
    };
    const registry = {
      readTag: {
        readTag: async () => {
          await answer();
          return PUSHED;
        },
      },
      readVersion: {
        readVersion: async () => {
          await answer();
          return versionWith();
        },
      },
    };
    const run = await runGate({ registry: registry[name] });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('Harness could not be reached');
  });

  it('fails when the firewall has blocked the image since', async () => {
    const readListing = inTurn(listingWith(), listingWith({ firewall: known('BLOCKED') }));
    const run = await runGate(slowSto({ readListing }));
    expect(run.verdict).toBe('failed');
  });

  it('does not pass when the firewall result is gone', async () => {
    const none = listingWith({ firewall: { kind: 'absent', why: '' } });
    const readListing = inTurn(listingWith({ firewall: known('ALLOWED') }), none);
    const run = await runGate(slowSto({ readListing }));
    expect(run.verdict).toBe('inconclusive');
  });

  it('rests on the newer numbers', async () => {
    const clock = fakeClock();
    const slow: Registry['readIntegration'] = async (_version, subject) => {
      if (subject === PUSHED) return undefined;
      await clock.sleep(31_000);
      return integrationWith({ sto: stoOf({ critical: clock.elapsed() > 40_000 ? 1 : 0 }) });
    };
    const run = await runGate({ clock, registry: { readIntegration: slow } });
    expect(run.verdict).toBe('failed');
  });
});

/** One answer until then, another from then on. */
function until<T>(clock: FakeClock, ms: number, before: T, after: T): () => Promise<T> {
  return async () => (clock.elapsed() < ms ? before : after);
}

describe('while the rest is read a second time', () => {
  /** STO makes Xray's DONE grow old; reading that again, takes a minute. */
  function slowXray(registry: (clock: FakeClock) => Partial<Registry>): Setup {
    const clock = fakeClock();
    const readStatus = async () => {
      if (clock.elapsed() >= 40_000) await clock.sleep(MINUTE_MS);
      return statusOf('DONE');
    };
    return { ...slowSto(registry(clock), clock), scanner: { readStatus } };
  }

  /** Each reading of STO takes 31 s, so that its numbers are read again at once. */
  function slowNumbers(registry: (clock: FakeClock) => Partial<Registry>): Setup {
    const clock = fakeClock();
    const readIntegration: Registry['readIntegration'] = async (_version, subject) => {
      if (subject === PUSHED) return undefined;
      await clock.sleep(31_000);
      return integrationWith();
    };
    return { clock, registry: { readIntegration, ...registry(clock) } };
  }

  it('nothing happens to a clean image', async () => {
    expect((await runGate(slowXray(() => ({})))).verdict).toBe('passed');
    expect((await runGate(slowNumbers(() => ({})))).verdict).toBe('passed');
  });

  it.each([
    ['Xray', slowXray, 80_000],
    ['STO', slowNumbers, 45_000],
  ])('a tag that moves fails: %s is slow', async (_, slow, ms) => {
    const run = await runGate(slow((clock) => ({ readTag: until(clock, ms, PUSHED, OTHER) })));
    expect(run.verdict).toBe('failed');
    expect(run.reason).toContain('the tag 1.4.2 now points to sha256:ffffffffffff');
  });

  it.each([
    ['Xray', slowXray, 80_000],
    ['STO', slowNumbers, 45_000],
  ])('a quarantine of the image fails: %s is slow', async (_, slow, ms) => {
    const [free, held] = [versionWith(), versionWith({ quarantined: true })];
    const run = await runGate(slow((clock) => ({ readVersion: until(clock, ms, free, held) })));
    expect(run.verdict).toBe('failed');
    expect(run.reason).toContain('quarantined');
  });

  it('a quarantine of a platform fails', async () => {
    const free = [rowOf(AMD64, 'linux/amd64'), rowOf(ARM64, 'linux/arm64')];
    const held = [rowOf(AMD64, 'linux/amd64', { quarantined: true }), ...free.slice(1)];
    const run = await runGate(
      slowXray((clock) => ({ readRows: until(clock, 80_000, free, held) })),
    );
    expect(run.verdict).toBe('failed');
    expect(run.reason).toContain('quarantined');
  });
});

describe('what was read long ago', () => {
  it('does not rest on fresh numbers that were read once only', async () => {
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
});

describe('what has grown old while the rest was read again', () => {
  /** The first numbers take 40 s; those read again go on changing until ten minutes have passed. */
  function unsteadyNumbers(clock: FakeClock): Registry['readIntegration'] {
    return async (_version, subject) => {
      if (subject === PUSHED) return undefined;
      if (clock.elapsed() < 10_000) {
        await clock.sleep(40_000);
        return integrationWith();
      }
      if (clock.elapsed() >= 10 * MINUTE_MS) return integrationWith();
      const scannedAt = count(clock.wall());
      return integrationWith({ sto: stoOf({ low: clock.elapsed() }, { scannedAt }) });
    };
  }

  it.each([
    ['FAILED', statusOf('FAILED'), OURS],
    ['SCANNING', statusOf('SCANNING'), OURS],
    ['of another image', statusOf('DONE'), { kind: 'other', path: 'x', digest: OTHER } as const],
  ])('is read once more: the scan is %s now', async (_, status, found) => {
    const clock = fakeClock();
    const run = await runGate({
      clock,
      registry: { readIntegration: unsteadyNumbers(clock) },
      scanner: {
        readStatus: until(clock, 2 * MINUTE_MS, statusOf('DONE'), status),
        find: until<Found>(clock, 2 * MINUTE_MS, OURS, found),
      },
    });
    expect(run.verdict).toBe('inconclusive');
    expect(run.finding('xray')?.result).toBe('inconclusive');
  });

  it('is read once more, and passes when it is as it was', async () => {
    const clock = fakeClock();
    const run = await runGate({ clock, registry: { readIntegration: unsteadyNumbers(clock) } });
    expect(run.verdict).toBe('passed');
    expect(run.times('readStatus')).toEqual([0, 40_000, run.image.waited]);
    expect(run.times('readTag').at(-1)).toBe(run.image.waited);
  });

  it('is read once more: STO counts a critical issue while Xray takes its time', async () => {
    const clock = fakeClock();
    const { registry } = slowSto({}, clock);
    const readStatus = async () => {
      if (clock.elapsed() >= 40_000) await clock.sleep(MINUTE_MS);
      return statusOf('DONE');
    };
    const readIntegration: Registry['readIntegration'] = async (version, subject, ask) =>
      subject === AMD64 && clock.elapsed() >= 80_000
        ? integrationWith({ sto: stoOf({ critical: 1 }) })
        : registry?.readIntegration?.(version, subject, ask);
    const run = await runGate({ clock, registry: { readIntegration }, scanner: { readStatus } });
    expect(run.verdict).toBe('failed');
  });

  it('does not lift what has decided: a tag that moved and was put back, slowly read', async () => {
    const clock = fakeClock();
    const readTag = async () => {
      if (clock.elapsed() < 40_000) return PUSHED;
      const to = clock.elapsed() < 60_000 ? OTHER : PUSHED;
      await clock.sleep(MINUTE_MS);
      return to;
    };
    const run = await runGate(slowSto({ readTag }, clock));
    expect(run.verdict).toBe('failed');
    expect(run.reason).toContain('the tag 1.4.2 now points to');
  });
});

describe('what can change at any moment', () => {
  /** From 40 s on, when everything is read a second time, a question takes a minute; the tag moves meanwhile. */
  const slowFrom = (slow: 'readListing' | 'readVersion') => {
    const clock = fakeClock();
    const pause = async () => {
      if (clock.elapsed() >= 40_000) await clock.sleep(MINUTE_MS);
    };
    const readTag = async () => (clock.elapsed() < 80_000 ? PUSHED : OTHER);
    const answers = {
      readListing: () => pause().then(() => listingWith()),
      readVersion: () => pause().then(() => versionWith()),
    };
    return runGate(slowSto({ readTag, [slow]: answers[slow] }, clock));
  };

  it.each([
    ['the lists take', 'readListing'],
    ['quarantine takes', 'readVersion'],
  ] as const)('is read after all that takes its time: %s a minute', async (_, slow) => {
    const run = await slowFrom(slow);
    expect(run.verdict).toBe('failed');
    expect(run.reason).toContain('the tag 1.4.2 now points to');
  });

  it('is read three times at most, however slow', async () => {
    const clock = fakeClock();
    const readVersion = async () => {
      if (clock.elapsed() >= 40_000) await clock.sleep(MINUTE_MS);
      return versionWith();
    };
    const run = await runGate(slowSto({ readVersion }, clock));
    expect(run.verdict).toBe('passed');
    expect(run.times('readVersion').filter((at) => at >= 40_000)).toHaveLength(3);
  });
});
