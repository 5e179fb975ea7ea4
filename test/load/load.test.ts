import * as v from 'valibot';
import { expect, test } from 'vitest';
import { jsonReport } from '../../src/report/json/report.ts';
import { reasonOf } from '../../src/report/reason.ts';
import { VirtualClock } from '../model/virtual-clock.ts';
import type { RecordedRequest } from '../simulator/simulator.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { createChance } from './chance.ts';
import { ENDS, imageOf, kindOf, SCAN_ENDS_MS, throttled } from './crowd.ts';
import { passTime } from './elastic-time.ts';
import { recordFigures } from './figures.ts';
import { type Ended, readGiven, runGate } from './gates.ts';

const GATES = 200;
const REQUESTS_PER_MINUTE = 400;
const MINUTE_MS = 60_000;

const SPED_UP = new Set([
  'poll-min-interval',
  'poll-max-interval',
  'appear-timeout',
  'scan-timeout',
  'harness-requests-per-minute',
]);

interface Timed extends Ended {
  /** On the simulated clock, which all gates begin at 0. */
  readonly endedAt: number;
}

interface Crowd {
  /** In the order of the gates' numbers. */
  readonly ended: readonly Timed[];
  readonly requests: readonly RecordedRequest[];
}

async function runCrowd(): Promise<Crowd> {
  const clock = new VirtualClock(Date.now(), createChance(1));
  const simulator = await startSimulator(throttled(clock));
  try {
    const given = Object.entries(simulator.inputs).filter(([name]) => !SPED_UP.has(name));
    const run = async (gate: number) => {
      const inputs = { ...Object.fromEntries(given), image: imageOf(kindOf(gate)) };
      const one = await runGate(readGiven(inputs), clock);
      return { ...one, endedAt: clock.now() };
    };
    const all = Promise.all(Array.from({ length: GATES }, (_, gate) => run(gate)));
    await passTime(clock, all);
    return { ended: await all, requests: simulator.requests };
  } finally {
    await simulator.close();
  }
}

/** The gates that did not end as their image deserves; exact, one by one. */
function findWrong(ended: readonly Ended[]): readonly string[] {
  return ended.flatMap(({ result }, gate) => {
    const end = `${result.verdict}: ${reasonOf(result)}`;
    const kind = kindOf(gate);
    return ENDS[kind].test(end) ? [] : [`gate ${gate}, ${kind}: ${end}`];
  });
}

function countVerdicts(ended: readonly Ended[]): Readonly<Record<string, number>> {
  const groups = Map.groupBy(ended, ({ result }) => result.verdict);
  return Object.fromEntries([...groups].map(([verdict, runs]) => [verdict, runs.length]));
}

const Report = v.object({
  requests: v.object({
    total: v.number(),
    attempts: v.array(v.object({ system: v.string(), status: v.nullable(v.number()) })),
  }),
});

/** Of each gate, how often its own report says 429. Throws when a report lacks a request that the gate made. */
function readReports(ended: readonly Ended[]): readonly number[] {
  return ended.map(({ result, log }) => {
    const text = jsonReport(result, { repository: undefined, ref: undefined });
    const { total, attempts } = v.parse(Report, JSON.parse(text)).requests;
    expect([total, attempts.length]).toEqual([log.length, log.length]);
    const throttled = attempts.filter(({ status }) => status === 429);
    expect(throttled.every(({ system }) => system === 'Harness')).toBe(true);
    return throttled.length;
  });
}

interface Figures {
  readonly arrived: number;
  readonly refused: number;
  /** What the limit lets nobody do without: minutes for the requests to Harness that were answered. */
  readonly fairMinutes: number;
  /** Minutes that the gates ended later than they could have, shortest first. */
  readonly delays: readonly number[];
}

function measure({ ended, requests }: Crowd): Figures {
  const refused = requests.filter(({ status }) => status === 429).length;
  const toHarness = requests.filter(({ system }) => system === 'harness').length;
  const delays = ended.map(({ endedAt }, gate) => {
    const soonest = kindOf(gate) === 'quarantined' ? 0 : SCAN_ENDS_MS;
    return (endedAt - soonest) / MINUTE_MS;
  });
  return {
    arrived: requests.length,
    refused,
    fairMinutes: (toHarness - refused) / REQUESTS_PER_MINUTE,
    delays: delays.sort((a, b) => a - b),
  };
}

/** Every answer has its request on both sides; on a slow machine a request may be given up before it arrives. */
function expectAccounted(ended: readonly Ended[], { arrived, refused }: Figures): void {
  const log = ended.flatMap((one) => one.log);
  const answered = log.filter(({ outcome }) => typeof outcome === 'number').length;
  expect({ answered, arrived, asked: log.length }).toEqual({
    answered: Math.min(answered, arrived),
    arrived: Math.min(arrived, log.length),
    asked: log.length,
  });
  const told = readReports(ended);
  const unheard = refused - told.reduce((sum, count) => sum + count, 0);
  expect(unheard).toBeGreaterThanOrEqual(0);
  expect(unheard).toBeLessThanOrEqual(arrived - answered);
  // The key is everybody's: nobody gets by without a 429.
  expect(Math.min(...told)).toBeGreaterThan(0);
}

/** Loose enough for chance, tight enough for a gate that starves or a client that does not slow down. */
function expectFair({ arrived, refused, fairMinutes, delays }: Figures): void {
  const [median = 0, longest = 0] = [delays[GATES / 2], delays.at(-1)];
  expect(arrived / GATES).toBeGreaterThan(30);
  expect(arrived / GATES).toBeLessThan(90);
  expect(refused / arrived).toBeGreaterThan(0.2);
  expect(refused / arrived).toBeLessThan(0.5);
  expect(median).toBeGreaterThan(fairMinutes / 4);
  expect(median).toBeLessThan(2 * fairMinutes);
  expect(longest).toBeLessThan(5 * median);
  expect(longest).toBeLessThan(3 * fairMinutes);
}

test('two hundred gates that share one key of 400 requests a minute end as their images deserve, none starved', async () => {
  const crowd = await runCrowd();
  expect(findWrong(crowd.ended)).toEqual([]);
  const verdicts = { passed: 120, failed: 50, inconclusive: 30 };
  expect(countVerdicts(crowd.ended)).toEqual(verdicts);
  const figures = measure(crowd);
  expectFair(figures);
  expectAccounted(crowd.ended, figures);
  const { arrived, refused, fairMinutes, delays } = figures;
  const minutes = (count = 0) => `${count.toFixed(1)} min`;
  recordFigures('load', [
    ['Gates at once, one key, 400 requests a minute, default time-outs', String(GATES)],
    ['Passed, failed, inconclusive', Object.values(verdicts).join(', ')],
    ['Ended otherwise than their image deserves', '0'],
    ['Requests to both services', String(arrived)],
    ['Answered 429, each of them in its gate’s own report', String(refused)],
    ['Least time that the limit allows for the others to Harness', minutes(fairMinutes)],
    ['Delay: median, longest', `${minutes(delays[GATES / 2])}, ${minutes(delays.at(-1))}`],
  ]);
}, 120_000);
