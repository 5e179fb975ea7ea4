import { describe, expect, it } from 'vitest';
import { GateError } from '../errors.ts';
import { gate } from '../gate.ts';
import type { Digest } from '../image/digest.ts';
import { digestOf, MINUTE_MS } from '../policy/evidence.fixture.ts';
import { type FakeClock, fakeClock } from './clock.fixture.ts';
import {
  inTurn,
  NO_INTEGRATION,
  OTHER,
  OURS,
  PUSHED,
  statusOf,
  versionWith,
} from './ports.fixture.ts';
import type { Registry } from './ports.ts';
import { runnerOf } from './run.fixture.ts';

const runGate = runnerOf(gate);
const POLL_MS = 10_000;
const NOT_THERE = {
  readManifest: async () => undefined,
  readRows: async () => undefined,
  readVersion: async () => undefined,
};

describe('an image that was just pushed', () => {
  it('is polled until its tag is there', async () => {
    const run = await runGate({
      registry: { readTag: inTurn(undefined, undefined, PUSHED) },
      image: { digest: undefined },
    });
    expect(run.verdict).toBe('passed');
    expect(run.times('readTag').slice(0, 3)).toEqual([0, POLL_MS, 2 * POLL_MS]);
  });

  it('is polled until its details are there, though the tag is', async () => {
    const readVersion = inTurn(undefined, undefined, versionWith());
    const run = await runGate({ registry: { readVersion } });
    expect(run.verdict).toBe('passed');
    expect(run.image.waited).toBeGreaterThanOrEqual(POLL_MS);
  });

  it('is inconclusive when it does not appear before appear-timeout, with the last state seen', async () => {
    const run = await runGate({ registry: { ...NOT_THERE, readTag: async () => undefined } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('the tag 1.4.2 is not there yet');
    expect(run.image.waited).toBeLessThanOrEqual(5 * MINUTE_MS);
    expect(run.image.waited).toBeGreaterThan(4.9 * MINUTE_MS);
  });

  it('is polled for its tags alone while they are not there', async () => {
    const run = await runGate({
      registry: { ...NOT_THERE, readTag: async () => undefined },
      policy: { xray: 'off' },
    });
    expect(run.times('readListing')).toEqual([0]);
    expect(run.times('readIntegration')).toEqual([0]);
  });

  it('is polled by one call while it has no tag to look for', async () => {
    const run = await runGate({
      image: { tags: [] },
      registry: NOT_THERE,
      policy: { xray: 'off' },
    });
    expect(run.verdict).toBe('inconclusive');
    expect(run.times('readListing')).toEqual([0]);
  });

  it('is never asked for more often than twice the shortest interval', async () => {
    const run = await runGate({ registry: { ...NOT_THERE, readTag: async () => undefined } });
    const times = run.times('readTag').slice(0, -1);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(POLL_MS);
  });
});

describe('a tag that points to another digest', () => {
  it('has moved after two readings one poll apart while the pushed digest is known', async () => {
    const run = await runGate({ registry: { readTag: async () => OTHER } });
    expect(run.verdict).toBe('failed');
    expect(run.reason).toMatch(/^the tag 1\.4\.2 now points to sha256:f{12}…, not to sha256:9/);
    expect(run.times('readTag')).toEqual([0, POLL_MS]);
  });

  it('has not moved after one such reading', async () => {
    const run = await runGate({ registry: { readTag: inTurn(OTHER, PUSHED) } });
    expect(run.verdict).toBe('passed');
  });

  it('has not moved after two such readings that are not in a row', async () => {
    const readTag = inTurn(OTHER, undefined, OTHER, PUSHED);
    const run = await runGate({ registry: { readTag } });
    expect(run.verdict).toBe('passed');
  });

  it('has not moved when the two readings show two other digests', async () => {
    const readTag = inTurn(OTHER, digestOf('e'), PUSHED);
    const run = await runGate({ registry: { readTag } });
    expect(run.verdict).toBe('passed');
  });

  it('is not there yet while the pushed digest is unknown', async () => {
    const run = await runGate({ registry: { ...NOT_THERE, readTag: async () => OTHER } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain(`sha256:${'9'.repeat(12)} is not there yet`);
  });

  it('does not count from before the pushed digest was known', async () => {
    const readManifest = inTurn(undefined, undefined, { text: '{}', proven: true });
    const run = await runGate({
      registry: { ...NOT_THERE, readManifest, readTag: inTurn(OTHER, OTHER, PUSHED) },
    });
    expect(run.verdict).not.toBe('failed');
  });

  it('is known by docker/details where there is no raw manifest', async () => {
    const run = await runGate({
      registry: { readManifest: async () => undefined, readTag: async () => OTHER },
    });
    expect(run.verdict).toBe('failed');
  });

  it('leaves everything else unasked', async () => {
    const run = await runGate({ registry: { readTag: async () => OTHER } });
    expect(run.finding('sto')?.result).toBe('inconclusive');
    expect(run.image.digest).toBe(PUSHED);
  });
});

describe('an image with several tags', () => {
  const image = { tags: ['1.4.2', 'latest'] };

  it('passes when all of them name the same digest', async () => {
    const run = await runGate({ image: { ...image, digest: undefined } });
    expect(run.verdict).toBe('passed');
    expect(run.image.evidence.tag).toMatchObject({ value: { tags: ['1.4.2', 'latest'] } });
  });

  it('waits for every one of them', async () => {
    const latest = inTurn(undefined, PUSHED);
    const readTag = async (_place: unknown, _image: unknown, tag: string) =>
      tag === 'latest' ? latest() : PUSHED;
    const run = await runGate({ image, registry: { readTag } });
    expect(run.verdict).toBe('passed');
    expect(run.image.waited).toBeGreaterThanOrEqual(POLL_MS);
  });

  it('is inconclusive, naming both digests, when they disagree until appear-timeout', async () => {
    const readTag = async (_place: unknown, _image: unknown, tag: string) =>
      tag === 'latest' ? OTHER : PUSHED;
    const run = await runGate({ image: { ...image, digest: undefined }, registry: { readTag } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('its tags 1.4.2 (sha256:999999999999)');
    expect(run.reason).toContain('latest (sha256:ffffffffffff) name different images');
    expect(run.image.waited).toBeGreaterThan(4.9 * MINUTE_MS);
  });

  it('fails when any of them has moved from the pushed digest', async () => {
    const readTag = async (_place: unknown, _image: unknown, tag: string) =>
      tag === 'latest' ? OTHER : PUSHED;
    const run = await runGate({ image, registry: { readTag } });
    expect(run.verdict).toBe('failed');
    expect(run.reason).toContain('the tag latest now points to');
  });
});

describe('a tag that moves before its image shows', () => {
  it('leads to the scan of the image that is judged, and of no other', async () => {
    const run = await runGate({
      image: { digest: undefined },
      registry: {
        readTag: inTurn(OTHER, PUSHED),
        readVersion: async ({ digest }) => (digest === OTHER ? undefined : versionWith()),
      },
      scanner: {
        find: async (_location, _digest, ours) =>
          ours.has(PUSHED) ? { kind: 'other', path: 'app', digest: OTHER } : OURS,
      },
    });
    expect(run.image.digest).toBe(PUSHED);
    expect(run.verdict).toBe('inconclusive');
    expect(new Set(run.calls.flatMap(({ name, about }) => (name === 'find' ? about : [])))).toEqual(
      new Set([PUSHED]),
    );
  });
});

describe('an image that cannot be asked for', () => {
  it.each(['configuration', 'permission', 'missing-call', 'login-page', 'redirect'] as const)(
    'is inconclusive at once: %s',
    async (code) => {
      const readTag = async () => {
        throw new GateError(code, 'check harness-api-key');
      };
      const run = await runGate({ registry: { readTag } });
      expect(run.verdict).toBe('inconclusive');
      expect(run.reason).toContain('check harness-api-key');
      expect(run.image.waited).toBe(0);
    },
  );

  it('is inconclusive at once when the integration details are forbidden, before Xray is awaited', async () => {
    const readIntegration = async () => {
      throw new GateError('permission', 'harness-api-key needs registry view');
    };
    const run = await runGate({ registry: { readIntegration } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.image.waited).toBe(0);
  });

  it('ends no question later than appear-timeout before it is there', async () => {
    const clock = fakeClock();
    const untils: number[] = [];
    const end = clock.now() + 5 * MINUTE_MS;
    const readTag = async (_p: unknown, _i: unknown, _t: string, ask: { until: number }) => {
      untils.push(ask.until);
      return undefined;
    };
    await runGate({ clock, registry: { ...NOT_THERE, readTag } });
    expect(untils.every((until) => until <= end)).toBe(true);
  });
});

describe('an image that is not there when Xray ends badly', () => {
  it('is not read twice in a hurry when Xray ends badly', async () => {
    const run = await runGate({
      registry: { readTag: inTurn<Digest | undefined>(OTHER, OTHER, PUSHED) },
      scanner: { readStatus: inTurn(statusOf('SCANNING'), statusOf('FAILED')) },
    });
    const [first = 0, second = 0] = run.times('readTag');
    expect(run.verdict === 'failed' && second - first < 10_000).toBe(false);
  });

  it('leaves it to Xray to say so when Xray has ended badly before', async () => {
    const run = await runGate({
      registry: { readTag: inTurn<Digest | undefined>(undefined, undefined, PUSHED) },
      scanner: { readStatus: async () => statusOf('FAILED') },
    });
    expect(run.reason).toContain('Xray ended the scan as FAILED');
  });
});

describe('an outage of the details of an image whose tag is there', () => {
  /** Like a client that asks again and again until its time is over. */
  const outageOf = (clock: FakeClock, ms: number): Registry['readVersion'] => {
    return async (_version, ask) => {
      const left = Math.min(ask.until - clock.now(), ms - clock.elapsed());
      if (left > 0) await clock.sleep(left, ask.signal);
      if (clock.elapsed() < ms) throw new GateError('unreachable', 'Harness could not be reached');
      return versionWith();
    };
  };

  it.each([
    ['with the pushed digest', { digest: PUSHED }],
    ['with its tag alone', { digest: undefined }],
  ])('may last longer than appear-timeout: %s', async (_, image) => {
    const clock = fakeClock();
    const readVersion = outageOf(clock, 20 * MINUTE_MS);
    const run = await runGate({ clock, image, registry: { readVersion } });
    expect(run.verdict).toBe('passed');
    expect(run.image.waited).toBeGreaterThanOrEqual(20 * MINUTE_MS);
  });

  it('may last until scan-timeout', async () => {
    const clock = fakeClock();
    const readVersion = outageOf(clock, 60 * MINUTE_MS);
    const run = await runGate({ clock, image: { digest: undefined }, registry: { readVersion } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('Harness could not be reached');
    expect(run.image.waited).toBe(30 * MINUTE_MS);
  });

  it.each([
    ['with the pushed digest', { digest: PUSHED }],
    ['with tags alone', { digest: undefined }],
  ])(
    'does not put off scan-timeout, which runs from the sight of the tag: %s',
    async (_, image) => {
      const clock = fakeClock();
      const readVersion = outageOf(clock, 20 * MINUTE_MS);
      const run = await runGate({
        clock,
        image,
        policy: { xray: 'off' },
        registry: { readVersion, readIntegration: async () => NO_INTEGRATION },
      });
      expect(run.verdict).toBe('inconclusive');
      expect(run.reason).toContain('STO');
      expect(run.image.waited).toBeGreaterThan(29.9 * MINUTE_MS);
      expect(run.image.waited).toBeLessThanOrEqual(30 * MINUTE_MS);
    },
  );

  it('ends with appear-timeout where no tag shows that the image is there', async () => {
    const clock = fakeClock();
    const readVersion = outageOf(clock, 20 * MINUTE_MS);
    const run = await runGate({ clock, image: { tags: [] }, registry: { readVersion } });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('Harness could not be reached');
    expect(run.image.waited).toBe(5 * MINUTE_MS);
  });

  it.each(['permission', 'configuration', 'login-page'] as const)(
    'is none where somebody must mend something first: %s',
    async (code) => {
      const readVersion = async () => {
        throw new GateError(code, 'check harness-api-key');
      };
      const run = await runGate({ registry: { readVersion } });
      expect(run.reason).toContain('check harness-api-key');
      expect(run.times('readVersion')).toEqual([0]);
    },
  );
});

describe('a key that is used up by others', () => {
  const throttledFor = (ms: number) => {
    const clock = fakeClock();
    const readTag: Registry['readTag'] = async (_, __, ___, ask) => {
      while (clock.elapsed() < ms && clock.now() < ask.until) {
        ask.onThrottled?.(MINUTE_MS);
        await clock.sleep(MINUTE_MS);
      }
      if (clock.elapsed() < ms) throw new GateError('timed-out', 'Harness kept answering 429');
      return PUSHED;
    };
    return runGate({ clock, registry: { readTag } });
  };

  it('does not use up appear-timeout', async () => {
    const run = await throttledFor(20 * MINUTE_MS);
    expect(run.verdict).toBe('passed');
  });

  it('ends the wait when it has lasted as long as scans may', async () => {
    const run = await throttledFor(60 * MINUTE_MS);
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('429');
    expect(run.image.waited).toBeLessThanOrEqual(36 * MINUTE_MS);
  });
});
