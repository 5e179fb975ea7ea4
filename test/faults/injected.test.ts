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
    env: { INJECT_ACT: act, INJECT_AT: at },
    showsStack: true,
    timeoutMs: 15_000,
  });
}

/** One function of each module, not always the first. */
function onePerModule(from: readonly string[]): readonly string[] {
  const byModule = Map.groupBy(from, (place) => place.split(' ')[0] ?? '');
  return [...byModule.values()].map((names, index) => names[index % names.length] ?? '');
}

async function inParallel<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const queue = [...items];
  const work = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: 4 }, work));
}

/** The functions that a good run reaches, by module. */
beforeAll(async () => {
  const outcome = await inject('list', '');
  expect(outcome.verdict).toBe('passed');
  places = (outcome.run.files['reached'] ?? '').split('\n').sort();
});

const nameOf = (place: string) => place.replace(/ async$/, '');

describe('the gate', () => {
  it('reaches functions in all of its folders', () => {
    const folders = new Set(places.map((place) => place.split('/')[1]));
    expect(places.length).toBeGreaterThan(150);
    for (const folder of ['gate', 'github', 'harness', 'http', 'image', 'inputs', 'policy', 'report', 'scan', 'xray']) {
      expect([...folders]).toContain(folder);
    }
  });

  it('is never green without a pass when a function of any module throws', async () => {
    const tried = onePerModule(places);
    await inParallel(tried, async (place) => {
      const { run, verdict } = await inject('throw', nameOf(place));
      const isGreen = run.exitCode === 0;
      expect(isGreen, `${place}: ${run.log}`).toBe(verdict === 'passed');
      expect(run.commands.map(({ name }) => name), place).not.toContain('set-output');
      expect(run.outputs['approved'] ?? '', place).toMatch(verdict === 'passed' ? /sha256/ : /^$/);
    });
    record({ fault: 'an exception in a function of each module', ended: 'never green without a pass' });
    expect(tried.length).toBeGreaterThan(60);
  }, 120_000);

  it('is never green when a promise of any module never settles', async () => {
    const waiting = places.filter((place) => place.endsWith(' async'));
    const tried = onePerModule(waiting);
    await inParallel(tried, async (place) => {
      const { run, verdict } = await inject('hang', nameOf(place));
      expect(run.exitCode === 0, `${place}: ${run.log}`).toBe(verdict === 'passed');
    });
    record({ fault: 'a promise of each module that never settles', ended: 'never green without a pass' });
    expect(tried.length).toBeGreaterThan(15);
  }, 120_000);
});

describe('a signal', () => {
  it.each(['SIGINT', 'SIGTERM'])('%s at a function of any module cancels the run, within 2 s', async (signal) => {
    const tried = onePerModule(places);
    let cancelled = 0;
    await inParallel(tried, async (place) => {
      const { run, verdict } = await inject(signal, nameOf(place));
      const isTooEarly = run.signal === signal;
      // What decides the words comes after the verdict: then it is too late to cancel.
      const isTooLate = verdict === 'passed' && /^\.\/(?:report|github|policy)\//.test(place);
      expect(run.exitCode === 0, `${place}: ${run.log}`).toBe(verdict === 'passed');
      if (isTooEarly || isTooLate) return;
      cancelled += 1;
      expect(verdict, `${place}: ${run.log}`).toBe('cancelled');
      expect(run.summary, place).toContain('Cancelled');
      expect(Number(run.files['after']), place).toBeLessThan(2_000);
    });
    record({ fault: `${signal} at a function of each module`, ended: 'cancelled' });
    expect(cancelled).toBeGreaterThan(25);
  }, 120_000);
});
