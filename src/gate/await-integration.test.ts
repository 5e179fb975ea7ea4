import { describe, expect, it } from 'vitest';
import { GateError, type ProblemCode } from '../errors.ts';
import { gate } from '../gate.ts';
import type { IntegrationReading } from '../image/evidence.ts';
import {
  ABSENT,
  count,
  MINUTE_MS,
  MISSING,
  NOW,
  slsaOf,
  stoOf,
} from '../policy/evidence.fixture.ts';
import { fakeClock } from './clock.fixture.ts';
import {
  AMD64,
  ARM64,
  inTurn,
  integrationWith,
  NO_INTEGRATION,
  PUSHED,
  statusOf,
  versionWith,
} from './ports.fixture.ts';
import type { Registry } from './ports.ts';
import { runnerOf, type Setup } from './run.fixture.ts';

const runGate = runnerOf(gate);
const SECOND_MS = 1_000;

type Answers = Readonly<Record<string, () => Promise<IntegrationReading | undefined>>>;

/** Integration details by digest; of what is not given there are none. */
function details(answers: Answers): Pick<Registry, 'readIntegration'> {
  return { readIntegration: async (_version, subject) => answers[subject]?.() };
}

const clean = async () => integrationWith();
const nothing = async () => NO_INTEGRATION;
const critical = async () => integrationWith({ sto: stoOf({ critical: 2 }) });

const JUST_PUSHED = { readVersion: async () => versionWith({ pushedAt: NOW - MINUTE_MS }) };

describe("STO's results", () => {
  it('are awaited for every judged platform', async () => {
    const arm64 = inTurn(NO_INTEGRATION, NO_INTEGRATION, integrationWith());
    const run = await runGate({ registry: details({ [AMD64]: clean, [ARM64]: arm64 }) });
    expect(run.verdict).toBe('passed');
    expect(run.times('readIntegration', ARM64)).toEqual([0, 10_000, 20_000]);
  });

  it('are looked for anew at the very end, however short the last pause', async () => {
    const arm64 = inTurn(NO_INTEGRATION, NO_INTEGRATION, NO_INTEGRATION, integrationWith());
    const run = await runGate({
      registry: details({ [AMD64]: clean, [ARM64]: arm64 }),
      timing: { scanTimeout: 22_000 },
    });
    expect(run.times('readIntegration', ARM64)).toEqual([0, 10_000, 20_000, 20_900]);
    expect(run.verdict).toBe('passed');
  });

  it('do not pass when one platform has none', async () => {
    const run = await runGate({ registry: details({ [AMD64]: clean, [ARM64]: nothing }) });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('STO has no result for linux/arm64 (it has one for linux/amd64');
    expect(run.image.waited).toBeGreaterThan(29.9 * MINUTE_MS);
    expect(run.image.waited).toBeLessThanOrEqual(30 * MINUTE_MS);
  });

  it('may say “not found” until they are there', async () => {
    const arm64 = inTurn(undefined, integrationWith());
    const run = await runGate({ registry: details({ [AMD64]: clean, [ARM64]: arm64 }) });
    expect(run.verdict).toBe('passed');
  });

  it('are read only after Xray is DONE', async () => {
    const run = await runGate({
      scanner: {
        readStatus: inTurn(statusOf('SCANNING'), statusOf('SCANNING'), statusOf('DONE')),
      },
    });
    expect(run.times('readIntegration', AMD64)).toEqual([10_000]);
  });

  it('are awaited while an awaited count is missing', async () => {
    const partial = integrationWith({ sto: stoOf({ critical: MISSING }) });
    const run = await runGate({
      registry: details({ [AMD64]: inTurn(partial, integrationWith()), [ARM64]: clean }),
    });
    expect(run.verdict).toBe('passed');
  });

  it('are called unfinished when a count with a limit never comes', async () => {
    const partial = async () => integrationWith({ sto: stoOf({ critical: MISSING }) });
    const run = await runGate({ registry: details({ [AMD64]: partial, [ARM64]: clean }) });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('unfinished: no critical count');
  });

  it('may lack a count that has no limit', async () => {
    const partial = async () => integrationWith({ sto: stoOf({ low: MISSING }) });
    const run = await runGate({ registry: details({ [AMD64]: partial, [ARM64]: partial }) });
    expect(run.verdict).toBe('passed');
  });

  it.each([
    ['a malformed count', stoOf({ critical: { kind: 'malformed', raw: '"2"' } })],
    ['a scan of the future', stoOf({}, { scannedAt: count(NOW + 11 * MINUTE_MS) })],
    ['a total larger than all counts', stoOf({}, { total: count(3) })],
  ])('are inconclusive at once with %s', async (_, sto) => {
    const odd = async () => integrationWith({ sto });
    const run = await runGate({ registry: details({ [AMD64]: odd, [ARM64]: clean }) });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('not recognised');
    expect(run.image.waited).toBe(0);
  });

  it('over a limit end the waiting', async () => {
    const run = await runGate({ registry: details({ [AMD64]: critical, [ARM64]: nothing }) });
    expect(run.verdict).toBe('failed');
    expect(run.reason).toBe('2 critical issues, 0 allowed');
    expect(run.finding('critical')?.where).toBe('linux/amd64');
    expect(run.image.waited).toBe(0);
  });

  it('known before and missing now are gone, not absent', async () => {
    const amd64 = inTurn(integrationWith(), NO_INTEGRATION);
    const arm64 = inTurn(NO_INTEGRATION, integrationWith());
    const run = await runGate({ registry: details({ [AMD64]: amd64, [ARM64]: arm64 }) });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toBe("STO's result was there and is gone");
  });

  it.each(['permission', 'unreachable', 'unrecognised'] as const)(
    'never pass when they cannot be read: %s',
    async (code) => {
      const refuse = async () => {
        throw new GateError(code, 'cannot be read');
      };
      for (const sto of ['required', 'if-present'] as const) {
        const run = await runGate({
          registry: details({ [AMD64]: clean, [ARM64]: refuse }),
          policy: { sto },
        });
        expect(run.verdict).toBe('inconclusive');
        expect(run.reason).toContain('cannot be read');
      }
    },
  );

  it('are not asked for when STO, SLSA and SBOM are off', async () => {
    const run = await runGate({ policy: { sto: 'off', slsa: 'off', sbom: 'off' } });
    expect(run.verdict).toBe('passed');
    expect(run.times('readIntegration')).toEqual([]);
  });
});

describe('counts under two minutes old', () => {
  const fresh = (critical: number) =>
    integrationWith({ sto: stoOf({ critical }, { scannedAt: count(NOW - 60 * SECOND_MS) }) });
  const lenient = { max: { critical: 9, high: 9, medium: 9, low: 9, info: 9 } } as const;

  it('must read the same twice, two shortest intervals apart', async () => {
    const amd64 = async () => fresh(0);
    const run = await runGate({ registry: details({ [AMD64]: amd64, [ARM64]: clean }) });
    expect(run.verdict).toBe('passed');
    expect(run.times('readIntegration', AMD64)).toEqual([0, 10_000]);
  });

  it('are read again after every change', async () => {
    const amd64 = inTurn(fresh(1), fresh(2), fresh(3));
    const run = await runGate({
      registry: details({ [AMD64]: amd64, [ARM64]: clean }),
      policy: lenient,
    });
    expect(run.verdict).toBe('passed');
    expect(run.finding('critical')?.found).toBe('3');
    expect(run.times('readIntegration', AMD64)).toEqual([0, 10_000, 20_000, 30_000]);
  });

  it('fail as soon as they grow over the limit', async () => {
    const amd64 = inTurn(fresh(0), fresh(1));
    const run = await runGate({ registry: details({ [AMD64]: amd64, [ARM64]: clean }) });
    expect(run.verdict).toBe('failed');
    expect(run.image.waited).toBe(10_000);
  });

  it('that never settle are inconclusive', async () => {
    const clock = fakeClock();
    let executions = 0;
    const amd64 = async () => {
      executions += 1;
      const scannedAt = count(clock.wall() - SECOND_MS);
      return integrationWith({ sto: stoOf({}, { executionId: `e${executions}`, scannedAt }) });
    };
    const run = await runGate({ clock, registry: details({ [AMD64]: amd64, [ARM64]: clean }) });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('still changing after 30m');
  });

  const ahead = (ms: number) => async () =>
    integrationWith({ sto: stoOf({}, { scannedAt: count(NOW + ms) }) });

  it.each([60 * SECOND_MS, 10 * MINUTE_MS - 1])(
    'count from both sides: a scan that seems to come from %i ms ahead is fresh',
    async (ms) => {
      const run = await runGate({ registry: details({ [AMD64]: ahead(ms), [ARM64]: clean }) });
      expect(run.verdict).toBe('passed');
      expect(run.times('readIntegration', AMD64)).toEqual([0, 10_000]);
    },
  );

  it.each([10 * MINUTE_MS + 1, 60 * MINUTE_MS])(
    'do not come from %i ms ahead: that is no scan of this moment, and nothing to wait for',
    async (ms) => {
      const run = await runGate({ registry: details({ [AMD64]: ahead(ms), [ARM64]: clean }) });
      expect(run.verdict).toBe('inconclusive');
      expect(run.reason).toContain('lies in the future');
      expect(run.times('readIntegration', AMD64)).toEqual([0]);
    },
  );
});

describe('the SLSA status', () => {
  const unsigned = async () => integrationWith({ slsa: ABSENT });

  it('is awaited when it is required', async () => {
    const amd64 = inTurn(integrationWith({ slsa: ABSENT }), integrationWith());
    const run = await runGate({ registry: details({ [AMD64]: amd64, [ARM64]: clean }) });
    expect(run.verdict).toBe('passed');
    expect(run.image.waited).toBe(10_000);
  });

  it("is enough on the image's own digest", async () => {
    const own = async () => ({ ...NO_INTEGRATION, slsa: slsaOf('PASSED') });
    const run = await runGate({
      registry: details({ [PUSHED]: own, [AMD64]: unsigned, [ARM64]: unsigned }),
    });
    expect(run.verdict).toBe('passed');
  });

  it('does not pass when one platform has none', async () => {
    const run = await runGate({ registry: details({ [AMD64]: clean, [ARM64]: unsigned }) });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('SLSA');
  });

  it('fails when any of them says so', async () => {
    const forged = async () => integrationWith({ slsa: slsaOf('FAILURE') });
    const run = await runGate({ registry: details({ [AMD64]: clean, [ARM64]: forged }) });
    expect(run.verdict).toBe('failed');
  });
});

describe('if-present', () => {
  const none = details({ [AMD64]: nothing, [ARM64]: nothing });

  it.each(['sto', 'slsa'] as const)(
    'notes an absent %s after push + appear-timeout',
    async (check) => {
      const other = check === 'sto' ? { slsa: 'off' as const } : { sto: 'off' as const };
      const run = await runGate({
        registry: { ...JUST_PUSHED, ...none },
        policy: { [check]: 'if-present', ...other },
      });
      expect(run.verdict).toBe('passed');
      expect(run.finding(check)?.result).toBe('noted');
      expect(run.image.waited).toBeGreaterThanOrEqual(4 * MINUTE_MS);
      expect(run.image.waited).toBeLessThanOrEqual(5.5 * MINUTE_MS);
    },
  );

  it('notes at once what an image pushed long ago lacks', async () => {
    const run = await runGate({ registry: none, policy: { sto: 'if-present', slsa: 'off' } });
    expect(run.verdict).toBe('passed');
    expect(run.image.waited).toBe(0);
  });

  it('counts from the first appearance where nobody says when the image was pushed', async () => {
    const readVersion = async () => versionWith({ pushedAt: undefined });
    const run = await runGate({
      registry: { ...none, readVersion },
      policy: { sto: 'if-present', slsa: 'off' },
    });
    expect(run.image.waited).toBeGreaterThanOrEqual(5 * MINUTE_MS);
  });

  it('never waits for the SBOM', async () => {
    const noSbom = async () => integrationWith({ sbom: ABSENT });
    const run = await runGate({ registry: details({ [AMD64]: noSbom, [ARM64]: noSbom }) });
    expect(run.verdict).toBe('passed');
    expect(run.image.waited).toBe(0);
  });
});

describe('polls of Harness', () => {
  it('start at least two shortest intervals apart', async () => {
    const run = await runGate({ registry: details({ [AMD64]: nothing, [ARM64]: nothing }) });
    const times = run.times('readIntegration', AMD64).slice(0, -1);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(gaps.length).toBeGreaterThan(10);
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(10_000);
  });

  it('say how to live without STO after five minutes, once', async () => {
    const run = await runGate({ registry: details({ [AMD64]: nothing, [ARM64]: nothing }) });
    const hints = run.lines.filter(({ line }) => line.includes('sto: off'));
    expect(hints).toHaveLength(1);
    expect(hints[0]?.at).toBeGreaterThan(5 * MINUTE_MS);
    expect(hints[0]?.at).toBeLessThan(7 * MINUTE_MS);
  });
});

describe('a reading that comes to nothing', () => {
  /** STO has no result for linux/arm64, and from a moment on cannot be asked for it. */
  function failingFrom(ms: number, code: ProblemCode) {
    const clock = fakeClock();
    const arm64 = async () => {
      if (clock.elapsed() >= ms) throw new GateError(code, 'cannot be read');
      return NO_INTEGRATION;
    };
    return runGate({ clock, registry: details({ [AMD64]: clean, [ARM64]: arm64 }) });
  }

  it.each(['timed-out', 'unreachable'] as const)(
    'because scan-timeout cuts it short leaves what was read before: %s',
    async (code) => {
      const run = await failingFrom(29.9 * MINUTE_MS, code);
      expect(run.verdict).toBe('inconclusive');
      expect(run.reason).toContain('STO has no result for linux/arm64');
    },
  );

  it.each([
    ['long before scan-timeout', MINUTE_MS, 'unreachable'],
    ['for want of a permission', 29.9 * MINUTE_MS, 'permission'],
  ] as const)('%s is told', async (_, ms, code) => {
    const run = await failingFrom(ms, code);
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('cannot be read');
  });
});

describe('a last reading of which scan-timeout cuts a part short', () => {
  const last = 29.9 * MINUTE_MS;

  /** Until then linux/arm64 has no result; from then on linux/amd64 cannot be asked. */
  function lastly(arm64: () => Promise<IntegrationReading>, setup: Setup = {}) {
    const clock = fakeClock();
    const amd64 = async () => {
      if (clock.elapsed() >= last) throw new GateError('unreachable', 'cannot be read');
      return integrationWith();
    };
    const answers = details({
      [AMD64]: amd64,
      [ARM64]: async () => (clock.elapsed() < last ? NO_INTEGRATION : arm64()),
    });
    return runGate({ ...setup, clock, registry: { ...setup.registry, ...answers } });
  }

  it('fails by the counts that came with it', async () => {
    const run = await lastly(critical);
    expect(run.verdict).toBe('failed');
    expect(run.finding('critical')?.where).toBe('linux/arm64');
  });

  it('does not pass on what that part was before', async () => {
    const run = await lastly(clean);
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('cannot be read');
  });

  it('is told as it was before where a result is missing all the same', async () => {
    const run = await lastly(nothing);
    expect(run.reason).toContain('STO has no result for linux/arm64 (it has one for linux/amd64');
  });

  it('does not make an answer that did not come an absence that if-present accepts', async () => {
    const clock = fakeClock();
    const arm64 = async () => {
      if (clock.elapsed() >= 117 * SECOND_MS) throw new GateError('unreachable', 'cannot be read');
      return NO_INTEGRATION;
    };
    const run = await runGate({
      clock,
      timing: { scanTimeout: 2 * MINUTE_MS },
      policy: { sto: 'if-present', slsa: 'off' },
      registry: { ...JUST_PUSHED, ...details({ [AMD64]: clean, [ARM64]: arm64 }) },
    });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('cannot be read');
  });
});

describe('a second reading after scan-timeout', () => {
  /** Xray is DONE shortly before scan-timeout, and a first reading of numbers that takes 31 s ends after it. */
  function secondly(answers: Answers) {
    const clock = fakeClock();
    const readIntegration: Registry['readIntegration'] = async (_version, subject) => {
      if (subject === PUSHED) return undefined;
      if (clock.elapsed() >= 30 * MINUTE_MS) return answers[subject]?.();
      await clock.sleep(31_000);
      return integrationWith();
    };
    const readStatus = async () =>
      clock.elapsed() < 29.4 * MINUTE_MS
        ? statusOf('SCANNING')
        : statusOf('DONE', { at: NOW + 29 * MINUTE_MS });
    return runGate({ clock, scanner: { readStatus }, registry: { readIntegration } });
  }

  const outage = async () => {
    throw new GateError('unreachable', 'Harness could not be reached');
  };

  it('passes when it is as good as the first', async () => {
    expect((await secondly({ [AMD64]: clean, [ARM64]: clean })).verdict).toBe('passed');
  });

  it('never falls back to the first when Harness fails', async () => {
    const run = await secondly({ [AMD64]: outage, [ARM64]: outage });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('Harness could not be reached');
  });

  it('fails by counts that came beside an outage', async () => {
    const run = await secondly({ [AMD64]: outage, [ARM64]: critical });
    expect(run.verdict).toBe('failed');
    expect(run.finding('critical')?.where).toBe('linux/arm64');
  });
});

describe('when Xray ends badly', () => {
  it('the rest is read once, without waiting', async () => {
    const run = await runGate({
      registry: details({ [AMD64]: nothing, [ARM64]: nothing }),
      scanner: { readStatus: async () => statusOf('FAILED') },
    });
    expect(run.times('readIntegration', AMD64)).toEqual([0]);
    expect(run.image.waited).toBe(0);
  });

  it('what is bad among the rest still fails', async () => {
    const run = await runGate({
      registry: details({ [AMD64]: critical, [ARM64]: clean }),
      scanner: { readStatus: async () => statusOf('FAILED') },
    });
    expect(run.verdict).toBe('failed');
  });

  it('the rest is read though scan-timeout is over', async () => {
    const run = await runGate({
      registry: details({ [AMD64]: critical, [ARM64]: clean }),
      scanner: { readStatus: async () => statusOf('SCANNING') },
    });
    expect(run.verdict).toBe('failed');
    expect(run.finding('xray')?.sentence).toContain('still SCANNING after 30m');
  });
});

describe("STO's results, once seen,", () => {
  it('keep being gone at the polls after', async () => {
    // linux/amd64 had a result, then lost it; linux/arm64 is still awaited, so that a third poll follows.
    const amd64 = inTurn(integrationWith(), NO_INTEGRATION);
    const readIntegration: Registry['readIntegration'] = async (_v, subject) => {
      if (subject === PUSHED) return undefined;
      return subject === AMD64 ? amd64() : NO_INTEGRATION;
    };
    const run = await runGate({
      policy: { sto: 'if-present', slsa: 'off' },
      registry: { ...JUST_PUSHED, readIntegration },
    });
    expect(run.verdict).toBe('inconclusive');
  });

  it('keep being gone when only their SLSA status is', async () => {
    const amd64 = inTurn(integrationWith(), integrationWith({ slsa: ABSENT }));
    const arm64 = async () => integrationWith({ sto: ABSENT });
    const run = await runGate({
      policy: { slsa: 'if-present', sto: 'if-present' },
      registry: {
        ...JUST_PUSHED,
        readIntegration: async (_v, subject) => {
          if (subject === PUSHED) return undefined;
          return subject === AMD64 ? amd64() : arm64();
        },
      },
    });
    expect(run.verdict).toBe('inconclusive');
  });

  it('that were not understood and are absent later are gone', async () => {
    const odd = integrationWith({ sto: ABSENT, slsa: { kind: 'unrecognised', raw: 'an object' } });
    const amd64 = inTurn(odd, integrationWith({ slsa: ABSENT }));
    const run = await runGate({
      policy: { slsa: 'if-present' },
      registry: { ...JUST_PUSHED, ...details({ [AMD64]: amd64, [ARM64]: clean }) },
    });
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toBe('the SLSA status was there and is gone');
  });

  const unfinished = async () => integrationWith({ sto: stoOf({ critical: MISSING }) });
  const unscanned = async () => integrationWith({ sto: ABSENT });

  describe.each([
    ['before', { absent: ARM64, unfinished: AMD64 }],
    ['after', { absent: AMD64, unfinished: ARM64 }],
  ])('unfinished on a platform %s one without a result, under if-present', (_, on) => {
    const policy = { sto: 'if-present' } as const;

    it('are awaited', async () => {
      const clock = fakeClock();
      const growing = async () => (clock.elapsed() < MINUTE_MS ? unfinished() : clean());
      const registry = details({ [on.absent]: unscanned, [on.unfinished]: growing });
      const run = await runGate({ clock, policy, registry });
      expect(run.verdict).toBe('passed');
      expect(run.finding('sto')?.result).toBe('noted');
      expect(run.image.waited).toBeGreaterThanOrEqual(MINUTE_MS);
    });

    it('are inconclusive when they never come', async () => {
      const registry = details({ [on.absent]: unscanned, [on.unfinished]: unfinished });
      const run = await runGate({ policy, registry });
      expect(run.verdict).toBe('inconclusive');
      expect(run.reason).toContain('unfinished: no critical count');
      expect(run.image.waited).toBeGreaterThan(29.9 * MINUTE_MS);
    });
  });

  it('that are unfinished are awaited until scan-timeout under if-present too', async () => {
    const clock = fakeClock();
    const readIntegration: Registry['readIntegration'] = async (_v, subject) => {
      if (subject === PUSHED) return undefined;
      const isThere = clock.elapsed() > 60_000;
      return integrationWith({
        sto: isThere ? stoOf({}) : stoOf({ critical: { kind: 'missing' } }),
      });
    };
    const run = await runGate({
      clock,
      policy: { sto: 'if-present' },
      registry: { readIntegration },
    });
    expect(run.verdict).toBe('passed');
  });
});
