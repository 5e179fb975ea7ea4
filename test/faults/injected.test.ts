import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitHubServer, startGitHubServer } from '../e2e/github/github-server.ts';
import { answerAsGitHub, type Journey, journeys, SUMMARY_LOST } from './journeys.ts';
import { collectRows } from './record.ts';
import { timesOf } from './signal-times.ts';
import type { Outcome, Trial } from './trial.ts';

const record = collectRows('injected');
const isAsync = ({ name }: Place) => name.endsWith(' async');
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
/** The functions of a run that is green without a pass. */
let lenient: readonly Place[] = [];

/** `tryOut` checks what may be green. */
async function inject(
  act: string,
  { name, journey }: Place,
  { inputs = {}, env = {} }: Pick<Trial, 'inputs' | 'env'> = {},
): Promise<Outcome> {
  return await journey.go({
    inputs: { ...BRIEF, ...inputs },
    preload: ['inject.mjs', 'signal-clock.mjs'],
    env: { INJECT_ACT: act, INJECT_AT: name.replace(/ async$/, ''), ...env },
    showsStack: true,
    timeoutMs: 15_000,
  });
}

function moduleOf({ name }: Place): string {
  return name.split(' ')[0] ?? '';
}

function folderOf(place: Place): string {
  return moduleOf(place).split('/').slice(0, -1).join('/');
}

/** One function of each module, not always the first. */
function onePerModule(from: readonly Place[]): readonly Place[] {
  const byModule = Map.groupBy(from, moduleOf);
  return [...byModule.values()].flatMap((each, index) => each[index % each.length] ?? []);
}

/** One function each of so many modules of every folder, spread over it. */
function fromEachFolder(most: number, from: readonly Place[]): readonly Place[] {
  return [...Map.groupBy(onePerModule(from), folderOf).values()].flatMap((all) =>
    all.filter((_, index) => index % Math.ceil(all.length / most) === 0),
  );
}

async function inParallel<T>(
  items: readonly T[],
  act: (item: T) => Promise<void>,
  most = 8,
): Promise<void> {
  const queue = [...items];
  const work = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: most }, work));
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
  expect(outcome.run.exitCode, journey.name).toBe(journey.isGreen ? 0 : 1);
  modules = linesOf(outcome.run.files['modules']);
  return linesOf(outcome.run.files['reached']).map((name) => ({ name, journey }));
}

beforeAll(async () => {
  github = await startGitHubServer(answerAsGitHub());
  const all = await Promise.all(journeys(github.url).map(explore));
  const found = all.flat();
  lenient = all.at(-1) ?? [];
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
    const tried = onePerModule(places.filter(isAsync));
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

  it('is in mode warn never green but for a pass, or for what that mode lets pass', async () => {
    const tried = [
      ...fromEachFolder(3, lenient).map((place) => ({ act: 'throw', place })),
      ...fromEachFolder(1, places).map((place) => ({ act: 'throw', place })),
      ...fromEachFolder(1, lenient.filter(isAsync)).map((place) => ({ act: 'hang', place })),
    ];
    const folders = { throw: new Set<string>(), hang: new Set<string>() };
    let red = 0;
    await inParallel(tried, async ({ act, place }) => {
      const { run } = await inject(act, place, { inputs: { mode: 'warn' } });
      folders[act === 'hang' ? 'hang' : 'throw'].add(folderOf(place));
      // `tryOut` checks what it may be green with.
      if (run.exitCode !== 0) red += 1;
    });
    record({
      fault: 'mode warn: an exception, or a promise that never settles, in modules of every folder',
      ended: 'green only for a pass, or for what that mode lets pass',
    });
    expect(folders.throw).toEqual(new Set(places.map(folderOf)));
    expect(folders.hang.size).toBeGreaterThan(5);
    expect(red).toBeGreaterThan(tried.length * 0.7);
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

/** Waits or asks. Once the rules have judged, the verdict stands. */
const BUSY =
  /^\.\/(?:gate|harness|http|scan|xray|main)\b(?!.*(?:disperse|conclude|announce)).* async$/i;
/** Computes, judges or tells. */
const BRISK =
  /^\.\/(?:image|policy|report|github)\/|^\.\/(?:gate|main).*(?:disperse|conclude|announce)/i;
/** Functions that run before the gate listens: the process dies of the signal, as anybody's does. */
const DEAF: readonly string[] = ['./main.js main async', './image/manifest-keys.js fold'];
/** GitHub is given five seconds more to hear of a cancelled run; the runner kills it after ten. */
const TELLING_MS = 7_000;
/** More at once would be slow for want of processors, not for the signal. */
const AT_ONCE = 3;

/** On the gate's own clock, from the signal on: nothing that people rely on is written later than that. */
function expectSoon({ run }: Outcome, { name, journey }: Place): void {
  const { ended, summary, outputs } = timesOf(run);
  if (journey.name !== SUMMARY_LOST) expect(summary, name).toBeLessThan(2_000);
  expect(outputs, name).toBeLessThan(2_000);
  expect(ended, name).toBeLessThan(journey.tells === true ? TELLING_MS : 2_000);
}

/** Once the rules have judged for the last time, it is too late to cancel. */
function expectVerdictStands({ run, verdict }: Outcome, place: Place): void {
  const { journey, name } = place;
  expect(['cancelled', journey.verdict], `${name}: ${run.log}`).toContain(verdict);
  const isGreen = verdict !== 'cancelled' && journey.isGreen;
  expect(run.exitCode, name).toBe(isGreen ? 0 : 1);
  if (journey.name === SUMMARY_LOST) return;
  expect(run.summary, name).toMatch(new RegExp(`^## \\S+ ${verdict}\\b`, 'im'));
}

describe('a signal', () => {
  it.each(['SIGINT', 'SIGTERM'])(
    '%s at a function of any module that waits or asks cancels the run, within 2 s',
    async (signal) => {
      const tried = onePerModule(
        places.filter(({ name }) => BUSY.test(name) && !DEAF.includes(name)),
      );
      await inParallel(
        tried,
        async (place) => {
          const outcome = await inject(signal, place, { env: { INJECT_WAITS: 'true' } });
          const { run, verdict } = outcome;
          expect(verdict, `${place.name}: ${run.log}`).toBe('cancelled');
          expect(run.exitCode, place.name).toBe(1);
          expect(run.summary, place.name).toContain('Cancelled');
          expectSoon(outcome, place);
        },
        AT_ONCE,
      );
      record({
        fault: `${signal} at an asynchronous function of each module of gate, harness, http, scan, xray and main that has one`,
        ended: 'cancelled',
      });
      expect(tried.length).toBeGreaterThan(25);
    },
    120_000,
  );

  it.each(['SIGINT', 'SIGTERM'])('%s is red in mode warn, too', async (signal) => {
    const busy = lenient.filter(({ name }) => BUSY.test(name) && !DEAF.includes(name));
    const tried = fromEachFolder(1, busy);
    await inParallel(tried, async (place) => {
      const { run, verdict } = await inject(signal, place, {
        inputs: { mode: 'warn' },
        env: { INJECT_WAITS: 'true' },
      });
      expect(verdict, `${place.name}: ${run.log}`).toBe('cancelled');
      expect(run.exitCode, place.name).toBe(1);
    });
    record({
      fault: `mode warn: ${signal} in modules that wait or ask`,
      ended: 'cancelled, and red',
    });
    expect(tried.length).toBeGreaterThan(3);
  });

  it('at a function of any module that judges or tells changes no verdict that stands', async () => {
    const brisk = places.filter(({ name }) => BRISK.test(name) && !DEAF.includes(name));
    const tried = onePerModule(brisk);
    const signals = new Map<string, Set<string>>();
    let heard = 0;
    await inParallel(
      [...tried.entries()],
      async ([index, place]) => {
        const signal = index % 2 === 0 ? 'SIGINT' : 'SIGTERM';
        const folder = folderOf(place);
        signals.set(folder, (signals.get(folder) ?? new Set()).add(signal));
        const outcome = await inject(signal, place);
        expectVerdictStands(outcome, place);
        // Where nothing is waited for any more, the process may end before it hears the signal.
        if (outcome.run.files['after-signal'] === undefined) return;
        heard += 1;
        expectSoon(outcome, place);
      },
      AT_ONCE,
    );
    record({
      fault:
        'SIGINT or SIGTERM at a function of each module of image, policy, report and github, and of what concludes',
      ended: 'cancelled, or the verdict that stood already',
    });
    expect(heard).toBeGreaterThan(tried.length * 0.8);
    for (const folder of ['./image', './policy', './report', './github'])
      expect(signals.get(folder), folder).toEqual(new Set(['SIGINT', 'SIGTERM']));
  }, 120_000);
});
