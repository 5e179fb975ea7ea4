import { describe, expect, it } from 'vitest';
import { GateError } from '../errors.ts';
import { gate } from '../gate.ts';
import { known } from '../image/evidence.ts';
import { count, MINUTE_MS, readingWith } from '../policy/evidence.fixture.ts';
import { type FakeClock, fakeClock } from './clock.fixture.ts';
import {
  AMD64,
  ARM64,
  integrationWith,
  listingWith,
  neverAnswers,
  OTHER,
  PUSHED,
  versionWith,
} from './ports.fixture.ts';
import type { Ask, ListedDigest, Registry } from './ports.ts';
import { runnerOf } from './run.fixture.ts';

const runGate = runnerOf(gate);

const BAD: Omit<ListedDigest, 'digest'> = { isBlocked: false, quarantine: undefined };

function listed(...others: readonly ListedDigest[]): Pick<Registry, 'readListing'> {
  return { readListing: async () => listingWith({ others }) };
}

/** Lists that are down until the question's time is over. */
function broken(clock: FakeClock): Pick<Registry, 'readListing'> {
  return {
    readListing: async (_version, { until, signal }: Ask) => {
      await clock.sleep(Math.max(0, until - clock.now()), signal);
      throw new GateError('unreachable', 'Harness could not be reached');
    },
  };
}

describe('a row of a judged platform', () => {
  it('blocks the image', async () => {
    const run = await runGate({ registry: listed({ ...BAD, digest: ARM64, isBlocked: true }) });
    expect(run.verdict).toBe('failed');
    expect(run.reason).toBe('the Dependency Firewall has blocked the image');
  });

  it('blocks nothing where the firewall is off', async () => {
    const registry = listed({ ...BAD, digest: ARM64, isBlocked: true });
    expect((await runGate({ registry, policy: { firewall: 'off' } })).verdict).toBe('passed');
  });

  it('quarantines the image, and names the platform', async () => {
    const quarantine = { reason: 'CVE-1' };
    const run = await runGate({ registry: listed({ ...BAD, digest: ARM64, quarantine }) });
    expect(run.verdict).toBe('failed');
    expect(run.reason).toContain('linux/arm64');
    expect(run.reason).toContain('CVE-1');
  });

  it('that does not ship, or of something else, changes nothing', async () => {
    const bad = { isBlocked: true, quarantine: { reason: '' } };
    const registry = listed({ ...bad, digest: ARM64 }, { ...bad, digest: OTHER });
    expect((await runGate({ registry, platforms: ['linux/amd64'] })).verdict).toBe('passed');
  });

  it('counts in the second reading too', async () => {
    const clock = fakeClock();
    const run = await runGate({
      clock,
      registry: {
        readListing: async () =>
          clock.elapsed() === 0
            ? listingWith()
            : listingWith({ others: [{ ...BAD, digest: AMD64, isBlocked: true }] }),
        readIntegration: async (_version, subject) => {
          if (subject === PUSHED) return undefined;
          if (clock.elapsed() < 40_000) await clock.sleep(40_000);
          return integrationWith();
        },
      },
    });
    expect(run.verdict).toBe('failed');
  });
});

describe('lists that are down', () => {
  it('keep nobody waiting when something else has decided', async () => {
    const clock = fakeClock();
    const readVersion = async () => versionWith({ quarantined: true });
    const run = await runGate({ clock, registry: { ...broken(clock), readVersion } });
    expect(run.verdict).toBe('failed');
    expect(run.image.waited).toBe(0);
    expect(run.finding('firewall')?.cause).toBe('ended');
  });

  it('keep nobody waiting when counts are over a limit', async () => {
    const clock = fakeClock();
    const critical = integrationWith({
      sto: known(readingWith({ counts: { ...readingWith().counts, critical: count(1) } })),
    });
    const readIntegration = async () => critical;
    const run = await runGate({ clock, registry: { ...broken(clock), readIntegration } });
    expect(run.verdict).toBe('failed');
    expect(run.image.waited).toBe(0);
  });

  it('are awaited where all else would pass, and then no pass', async () => {
    const clock = fakeClock();
    const run = await runGate({ clock, registry: broken(clock) });
    expect(run.verdict).toBe('inconclusive');
    expect(run.finding('firewall')?.cause).toBe('outage');
  });

  it('have as long as the clock, also where a 429 moves it meanwhile', async () => {
    const ends: number[] = [];
    await runGate({
      registry: {
        readListing: async (_version, ask) => {
          ends.push(ask.until);
          ask.onThrottled?.(MINUTE_MS);
          ends.push(ask.until);
          return listingWith();
        },
      },
    });
    expect((ends[1] ?? 0) - (ends[0] ?? 0)).toBe(MINUTE_MS);
  });

  it('do not hold up the polls for an image that is not there yet', async () => {
    const clock = fakeClock();
    const isThere = () => clock.elapsed() >= 20_000;
    const run = await runGate({
      clock,
      registry: {
        readTag: async () => (isThere() ? PUSHED : undefined),
        readVersion: async () => (isThere() ? versionWith() : undefined),
        readListing: async (_version, ask) => (isThere() ? listingWith() : neverAnswers(ask)),
      },
    });
    expect(run.verdict).toBe('passed');
    expect(run.times('readTag').slice(0, 3)).toEqual([0, 10_000, 20_000]);
  });
});

it.each([
  ['off', 2],
  ['if-present', undefined],
  ['required', undefined],
] as const)('firewall: %s tries %s times', async (firewall, most) => {
  const asked: (number | undefined)[] = [];
  await runGate({
    policy: { firewall },
    registry: {
      readListing: async (_version, { maxAttempts }) => {
        asked.push(maxAttempts);
        return listingWith();
      },
    },
  });
  expect(asked).toEqual([most]);
});
