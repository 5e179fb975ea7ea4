import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitHubServer, startGitHubServer } from '../e2e/github/github-server.ts';
import { answerAsGitHub, type Journey, journeys } from './journeys.ts';
import { collectRows } from './record.ts';
import type { Outcome } from './trial.ts';

const record = collectRows('injected');
const BRIEF = { 'appear-timeout': '3s', 'scan-timeout': '3s' };

/** A function of the action, and a journey that comes past it. */
interface Place {
  /** `./gate/appear.js appear`, with ` async` behind it where that is so. */
  readonly name: string;
  readonly journey: Journey;
}

let github: GitHubServer;
let modules: readonly string[] = [];
/** Each function once, with the first journey that comes past it. */
let places: readonly Place[] = [];

async function inject(act: string, { name, journey }: Place): Promise<Outcome> {
  return await journey.go({
    inputs: BRIEF,
    preload: ['inject.mjs'],
    env: { INJECT_ACT: act, INJECT_AT: name.replace(/ async$/, '') },
    showsStack: true,
    timeoutMs: 15_000,
  });
}

function moduleOf({ name }: Place): string {
  return name.split(' ')[0] ?? '';
}

/** One function of each module, not always the first. */
function onePerModule(from: readonly Place[]): readonly Place[] {
  const byModule = Map.groupBy(from, moduleOf);
  return [...byModule.values()].flatMap((each, index) => each[index % each.length] ?? []);
}

async function inParallel<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const work = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: 5 }, work));
}

function linesOf(text = ''): readonly string[] {
  return text.split('\n').sort();
}

/** The functions that a journey comes past, by module. A comment is only found where an earlier run has written one. */
async function explore(journey: Journey): Promise<readonly Place[]> {
  const nowhere = { name: '', journey };
  await inject('list', nowhere);
  const outcome = await inject('list', nowhere);
  expect(outcome.verdict, `${journey.name}: ${outcome.run.log}`).toBe(journey.verdict);
  modules = linesOf(outcome.run.files['modules']);
  return linesOf(outcome.run.files['reached']).map((name) => ({ name, journey }));
}

beforeAll(async () => {
  github = await startGitHubServer(answerAsGitHub());
  const found = (await Promise.all(journeys(github.url).map(explore))).flat();
  places = [...new Map(found.toReversed().map((place) => [place.name, place])).values()];
  places = places.toSorted((one, other) => (one.name < other.name ? -1 : 1));
});
afterAll(() => github.close());

describe('the gate', () => {
  it('comes past all of its modules', () => {
    const reached = new Set(places.map(moduleOf));
    expect(modules.length).toBeGreaterThan(100);
    expect(modules.filter((module) => !reached.has(module))).toEqual([]);
  });

  it('is never green without a pass when a function of any module throws', async () => {
    const tried = onePerModule(places);
    await inParallel(tried, async (place) => {
      const { run, verdict } = await inject('throw', place);
      // What was written before the exception stands; the job is red all the same.
      if (verdict !== 'passed') {
        expect(run.outputs['approved'] ?? '', place.name).toBe('');
        expect(Object.keys(run.workspaceFiles), place.name).toEqual([]);
      }
      if (run.exitCode === 0) expect(verdict, `${place.name}: ${run.log}`).toBe('passed');
    });
    record({
      fault: 'an exception in a function of each module',
      ended: 'never green without a pass',
    });
    expect(tried.length).toBe(modules.length);
  }, 120_000);

  it('is never green when a promise of any module never settles', async () => {
    const tried = onePerModule(places.filter(({ name }) => name.endsWith(' async')));
    await inParallel(tried, async (place) => {
      const { run, verdict } = await inject('hang', place);
      if (run.exitCode === 0) expect(verdict, `${place.name}: ${run.log}`).toBe('passed');
    });
    record({
      fault: 'a promise of each module that never settles',
      ended: 'never green without a pass',
    });
    expect(tried.length).toBeGreaterThan(25);
  }, 120_000);

  // Node prints an error that nobody catches as it is, and the runner obeys what it finds there.
  it.each([
    './github/publish.js publish',
    './github/log.js mask',
    './inputs/base-urls.js takeApart',
  ])('prints nothing of the error when %s throws', async (name) => {
    const place = places.find((one) => one.name.replace(/ async$/, '') === name);
    expect(place).toBeDefined();
    if (place === undefined) return;
    const { run } = await inject('throw', place);
    expect(run.annotations.map(({ message }) => message)).not.toContain('injected');
    expect(run.stderr).not.toMatch(/^\s+at /m);
  });
});

describe('a signal', () => {
  /** Once the rules judge, the verdict stands: then it is too late to cancel. */
  const BUSY =
    /^\.\/(?:gate|harness|http|scan|xray|inputs|main)\b(?!.*(?:disperse|conclude|announce))/i;

  it.each([
    ['SIGINT', 1],
    ['SIGTERM', 3],
  ])(
    '%s at a function of any module that waits or asks cancels the run, within 2 s',
    async (signal, step) => {
      const tried = onePerModule(
        places.filter(({ name }) => BUSY.test(name) && name.endsWith(' async')),
      );
      let cancelled = 0;
      await inParallel(
        tried.filter((_, index) => index % step === 0),
        async (place) => {
          const { run, verdict } = await inject(signal, place);
          // Before the first line of the gate's own there is nobody to hear it.
          if (run.signal === signal) return;
          cancelled += 1;
          expect(verdict, `${place.name}: ${run.log}`).toBe('cancelled');
          expect(run.exitCode, place.name).toBe(1);
          expect(run.summary, place.name).toContain('Cancelled');
          expect(Number(run.files['after']), place.name).toBeLessThan(place.journey.mostMs);
        },
      );
      record({ fault: `${signal} at a function of each module`, ended: 'cancelled' });
      expect(cancelled).toBeGreaterThan(10 / step);
    },
    120_000,
  );
});
