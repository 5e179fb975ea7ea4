import { describe, expect, it } from 'vitest';
import { GateError } from '../errors.ts';
import { gate } from '../gate.ts';
import type { Digest } from '../image/digest.ts';
import { known } from '../image/evidence.ts';
import { count, stoOf } from '../policy/evidence.fixture.ts';
import { fakeClock } from './clock.fixture.ts';
import {
  AMD64,
  ARM64,
  child,
  indexOf,
  inTurn,
  integrationWith,
  listingWith,
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
import { runnerOf, type Setup } from './run.fixture.ts';

const runGate = runnerOf(gate);

/** STO takes 40 s, so that everything read before it has grown old. */
function slowSto(registry: Partial<Registry> = {}): Pick<Setup, 'clock' | 'registry'> {
  const clock = fakeClock();
  const readIntegration: Registry['readIntegration'] = async (_version, subject) => {
    if (subject === PUSHED) return undefined;
    return clock.elapsed() < 40_000 ? NO_INTEGRATION : integrationWith();
  };
  return { clock, registry: { readIntegration, ...registry } };
}

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
      await clock.sleep(31_000);
      return integrationWith();
    };
    const run = await runGate({ clock, registry: { readIntegration: slow } });
    expect(run.times('readIntegration', AMD64)).toHaveLength(2);
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

  it('does not pass when Xray is scanning again', async () => {
    const readStatus = inTurn(statusOf('DONE'), statusOf('SCANNING'));
    const run = await runGate({ ...slowSto(), scanner: { readStatus } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('Xray was DONE and is SCANNING now');
  });

  it('does not pass when Xray no longer knows the image', async () => {
    const readStatus = inTurn(statusOf('DONE'), undefined);
    const run = await runGate({ ...slowSto(), scanner: { readStatus } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('Xray no longer knows');
  });

  it('does not pass when another image lies in the place of ours', async () => {
    const other = { kind: 'other', path: 'x', digest: 'sha256:ffffffffffff' } as const;
    const run = await runGate({ ...slowSto(), scanner: { find: inTurn(OURS, OURS, other) } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('no longer holds our image');
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

describe('what was read long ago', () => {
  it('asks again what Xray indexed where storage is not readable', async () => {
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

  it('passes when Xray has as little to say as before under if-present', async () => {
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
