import { beforeAll, describe, expect, it } from 'vitest';
import { collectRows } from './record.ts';
import { type Outcome, tryOut } from './trial.ts';

const record = collectRows('injected');
const BRIEF = { 'appear-timeout': '3s', 'scan-timeout': '3s' };
let places: readonly string[] = [];

async function inject(act: string, at: string): Promise<Outcome> {
  return await tryOut({
    scenario: 'scanning-then-done',
    inputs: BRIEF,
    preload: ['inject.mjs'],
    env: { INJECT_ACT: act, INJECT_AT: nameOf(at) },
    showsStack: true,
    timeoutMs: 15_000,
  });
}

function nameOf(place: string): string {
  return place.replace(/ async$/, '');
}

/** One function of each module, not always the first. */
function onePerModule(from: readonly string[]): readonly string[] {
  const byModule = Map.groupBy(from, (place) => place.split(' ')[0]);
  return [...byModule.values()].map((names, index) => names[index % names.length] ?? '');
}

async function inParallel<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const work = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: 5 }, work));
}

/** The functions that a good run reaches, by module. */
beforeAll(async () => {
  const outcome = await inject('list', '');
  expect(outcome.verdict).toBe('passed');
  places = (outcome.run.files['reached'] ?? '').split('\n').sort();
});

describe('the gate', () => {
  it('reaches functions in all of its folders', () => {
    const folders = [...new Set(places.map((place) => place.split('/')[1]))];
    expect(places.length).toBeGreaterThan(150);
    for (const folder of ['gate', 'github', 'harness', 'http', 'image', 'inputs']) {
      expect(folders).toContain(folder);
    }
    for (const folder of ['policy', 'report', 'scan', 'xray']) expect(folders).toContain(folder);
  });

  it('is never green without a pass when a function of any module throws', async () => {
    const tried = onePerModule(places);
    await inParallel(tried, async (place) => {
      const { run, verdict } = await inject('throw', place);
      // What was written before the exception stands; the job is red all the same.
      if (verdict !== 'passed') expect(run.outputs['approved'] ?? '', place).toBe('');
      if (run.exitCode === 0) expect(verdict, `${place}: ${run.log}`).toBe('passed');
    });
    record({
      fault: 'an exception in a function of each module',
      ended: 'never green without a pass',
    });
    expect(tried.length).toBeGreaterThan(60);
  }, 120_000);

  it('is never green when a promise of any module never settles', async () => {
    const tried = onePerModule(places.filter((place) => place.endsWith(' async')));
    await inParallel(tried, async (place) => {
      const { run, verdict } = await inject('hang', place);
      expect(run.exitCode === 0, `${place}: ${run.log}`).toBe(verdict === 'passed');
    });
    record({
      fault: 'a promise of each module that never settles',
      ended: 'never green without a pass',
    });
    expect(tried.length).toBeGreaterThan(15);
  }, 120_000);

  // Node prints an error that nobody catches as it is, and the runner obeys what it finds there.
  it.each([
    './github/publish.js publish',
    './github/log.js mask',
    './inputs/base-urls.js takeApart',
  ])('prints nothing of the error when %s throws', async (place) => {
    const { run } = await inject('throw', place);
    expect(run.annotations.map(({ message }) => message)).not.toContain('injected');
    expect(run.stderr).not.toMatch(/^\s+at /m);
  });
});

describe('a signal', () => {
  /** Once the rules judge, the verdict stands: then it is too late to cancel. */
  const BUSY = /^\.\/(?:gate|harness|http|scan|xray|inputs|main)\b(?!.*(?:disperse|conclude))/;

  it.each([
    ['SIGINT', 1],
    ['SIGTERM', 3],
  ])(
    '%s at a function of any module that waits or asks cancels the run, within 2 s',
    async (signal, step) => {
      const tried = onePerModule(
        places.filter((place) => BUSY.test(place) && place.endsWith(' async')),
      );
      let cancelled = 0;
      await inParallel(
        tried.filter((_, index) => index % step === 0),
        async (place) => {
          const { run, verdict } = await inject(signal, place);
          // Before the first line of the gate's own there is nobody to hear it.
          if (run.signal === signal) return;
          cancelled += 1;
          expect(verdict, `${place}: ${run.log}`).toBe('cancelled');
          expect(run.exitCode, place).toBe(1);
          expect(run.summary, place).toContain('Cancelled');
          expect(Number(run.files['after']), place).toBeLessThan(2_000);
        },
      );
      record({ fault: `${signal} at a function of each module`, ended: 'cancelled' });
      expect(cancelled).toBeGreaterThan(10 / step);
    },
    120_000,
  );
});
