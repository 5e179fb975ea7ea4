import { describe, expect, it } from 'vitest';
import { GateError } from '../errors.ts';
import { gate } from '../gate.ts';
import type { Digest } from '../image/digest.ts';
import { MINUTE_MS, NOW } from '../policy/evidence.fixture.ts';
import { fakeClock } from './clock.fixture.ts';
import {
  inTurn,
  NO_FILE,
  OTHER,
  OURS,
  PUSHED,
  SPOT,
  scannerWith,
  statusOf,
} from './ports.fixture.ts';
import type { Found, Scanner, StatusReading } from './ports.ts';
import { runnerOf, type Setup } from './run.fixture.ts';
import { slowSto } from './second-reading.fixture.ts';

const runGate = runnerOf(gate);

describe('a scan that is read again', () => {
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

  it('asks again what Xray indexed where storage is not readable', async () => {
    const run = await runGate({
      ...slowSto(),
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
});

describe('an image that was overwritten and put back while it was judged', () => {
  const putBack: Found = {
    kind: 'ours',
    spot: { ...SPOT, modifiedAt: NOW + 20_000, wasReplaced: true },
  };

  /** Xray ends a scan after that. */
  function overwritten(indexed: Scanner['readIndexedDigest'], after: Found = putBack): Setup {
    const clock = fakeClock();
    return {
      clock,
      scanner: {
        find: async () => (clock.elapsed() < 20_000 ? OURS : after),
        readStatus: async () =>
          clock.elapsed() < MINUTE_MS
            ? statusOf('SCANNING')
            : statusOf('DONE', { at: NOW + MINUTE_MS }),
        readIndexedDigest: indexed,
      },
    };
  }

  /** The same after the first DONE, which is followed by one of the scan of the other image. */
  function overwrittenLater(indexed: Scanner['readIndexedDigest']): Setup {
    const { clock, scanner } = overwritten(indexed);
    const readStatus = async () => {
      const isFirst = clock === undefined || clock.elapsed() < 20_000;
      return statusOf('DONE', isFirst ? {} : { at: NOW + 30_000 });
    };
    return { ...slowSto({}, clock), scanner: { ...scanner, readStatus } };
  }

  const setups = [
    ['while Xray scanned', overwritten],
    ['while STO was awaited', overwrittenLater],
  ] as const;

  it.each(setups)('does not pass when Xray names the other one: %s', async (_, setup) => {
    const run = await runGate(setup(async () => OTHER));
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('was pushed again, and nothing says that Xray has scanned it');
  });

  it.each(setups)('passes when Xray names ours, or does not say: %s', async (_, setup) => {
    expect((await runGate(setup(async () => PUSHED))).verdict).toBe('passed');
    expect((await runGate(setup(async () => undefined))).verdict).toBe('passed');
  });

  it('does not pass when it lies elsewhere now, and Xray does not say what it scanned', async () => {
    const path = 'app/latest/list.manifest.json';
    const elsewhere: Found = { kind: 'ours', spot: { ...SPOT, path } };
    const run = await runGate(overwritten(async () => undefined, elsewhere));
    expect(run.verdict).toBe('inconclusive');
  });
});

it('an image that lay there alone is not asked about again after another scan of it', async () => {
  const clock = fakeClock();
  const readStatus = async () => statusOf('DONE', { at: NOW + clock.elapsed() });
  const run = await runGate({ ...slowSto({}, clock), scanner: { readStatus } });
  expect(run.verdict).toBe('passed');
  expect(run.times('readIndexedDigest')).toEqual([]);
});

describe('a scan that was absent under if-present', () => {
  const policy = { xray: 'if-present' } as const;
  const why = 'Xray had no scan and has one now: run the gate again';

  /** What storage and Xray say before STO has answered, and after. */
  function meanwhile(before: Partial<Scanner>, after: Partial<Scanner>): Setup {
    const clock = fakeClock();
    const now = () => scannerWith(clock.elapsed() < 40_000 ? before : after);
    return {
      ...slowSto({}, clock),
      policy,
      scanner: {
        find: (...asked) => now().find(...asked),
        readStatus: (...asked) => now().readStatus(...asked),
      },
    };
  }

  const finds = (found: Found) => ({ find: async () => found });
  const says = (status: StatusReading | undefined) => ({ readStatus: async () => status });

  it('for want of a file passes while there is none', async () => {
    const run = await runGate(meanwhile(finds(NO_FILE), finds(NO_FILE)));
    expect(run.verdict).toBe('passed');
    expect(run.finding('xray')?.result).toBe('noted');
    expect(run.times('find').at(-1)).toBe(run.image.waited);
  });

  it.each<[string, Found]>([
    ['ours', OURS],
    ['another image', { kind: 'other', path: 'x', digest: 'sha256:ffffffffffff' }],
    ['what this token may not read', { kind: 'unreadable', spots: [SPOT] }],
  ])('for want of a file does not pass on that absence when there is %s now', async (_, found) => {
    const run = await runGate(meanwhile(finds(NO_FILE), finds(found)));
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toBe(why);
  });

  it('for want of a file does not pass when storage cannot be asked again', async () => {
    const broken = async () => {
      throw new GateError('unreachable', 'Artifactory could not be reached');
    };
    const run = await runGate(meanwhile(finds(NO_FILE), { find: broken }));
    expect(run.verdict).toBe('inconclusive');
    expect(run.reason).toContain('Artifactory could not be reached');
  });

  it.each(['PENDING', 'SCANNING', 'DONE', 'FAILED', 'NOT_SUPPORTED'])(
    'does not pass on that absence when it is %s now',
    async (state) => {
      const run = await runGate(meanwhile(says(statusOf('NOT_SCANNED')), says(statusOf(state))));
      expect(run.verdict).toBe('inconclusive');
      expect(run.reason).toBe(why);
    },
  );

  it.each([undefined, statusOf('NOT_SCANNED'), statusOf('')])(
    'passes while it is as absent as before: %j',
    async (status) => {
      const run = await runGate(meanwhile(says(statusOf('NOT_SCANNED')), says(status)));
      expect(run.verdict).toBe('passed');
    },
  );
});
