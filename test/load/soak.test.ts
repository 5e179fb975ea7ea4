import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { VirtualClock } from '../model/virtual-clock.ts';
import { html, json, type Reply, text, tooManyRequests } from '../simulator/answers.ts';
import type { Call } from '../simulator/calls.ts';
import { xrayStatus } from '../simulator/scan-answers.ts';
import type { Scenario } from '../simulator/scenario.ts';
import { createShop } from '../simulator/shop.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { createChance } from './chance.ts';
import { passTime } from './elastic-time.ts';
import { recordFigures } from './figures.ts';
import { type Ended, readGiven, runGate } from './gates.ts';

const HOUR_MS = 3_600_000;
const SOAK_MS = 2 * HOUR_MS;
/** Memory is compared after the first quarter: by then everything has been loaded and compiled. */
const WARM_MS = SOAK_MS / 4;
/** Of all requests; retries get over it. */
const FAULT_SHARE = 0.3;
const MB = 2 ** 20;

const FAULTS: readonly Reply[] = [
  'drop',
  json(500, { message: 'database is locked' }),
  text(502, 'Bad Gateway'),
  json(503, { message: 'overloaded' }),
  { ...json(503, {}), headers: { 'Retry-After': '20' } },
  tooManyRequests(),
  { status: 200, contentType: 'application/json', body: '{"overall": {"sta' },
  { status: 200, contentType: 'application/json', body: '' },
  html(504, 'Gateway Timeout'),
];

/** Frees what nobody holds any more, so that what is left can be compared. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  if (typeof collect === 'function') collect();
}

/** Scanned for all but the last minute of the soak, then STO takes its time; any call may meet a fault. */
function troubled(clock: VirtualClock, watch: (call: Call) => void): Scenario {
  const chance = createChance(7);
  const intercept = (call: Call) => {
    watch(call);
    if (chance() < FAULT_SHARE) return FAULTS[Math.floor(chance() * FAULTS.length)];
    const isScanning = call.name === 'status' && clock.now() < HOUR_MS;
    if (isScanning) return xrayStatus('SCANNING');
    const isMissing = call.name === 'integrationdetails' && clock.now() < SOAK_MS;
    return isMissing ? json(404, { message: 'resource not found' }) : undefined;
  };
  return {
    name: 'two-troubled-hours',
    title: 'A scan of an hour, STO after two, and faults all along',
    expect: { verdict: 'passed', reason: /./ },
    world: () => createShop({ intercept }),
  };
}

interface Soaked extends Ended {
  /** Answers as the server gave them: status, or 0 for a dropped connection, and how often. */
  readonly served: Readonly<Record<string, number>>;
  /** Bytes on the heap when warm and at the end. */
  readonly warm: number;
  readonly last: number;
}

async function soak(): Promise<Soaked> {
  const clock = new VirtualClock(Date.now(), createChance(3));
  const heap = new Map<number, number>();
  const simulator = await startSimulator(
    troubled(clock, () => {
      const quarter = Math.floor(clock.now() / WARM_MS);
      if (heap.has(quarter)) return;
      collectGarbage();
      heap.set(quarter, process.memoryUsage().heapUsed);
    }),
  );
  const intervals = { 'poll-min-interval': '2s', 'poll-max-interval': '10s' };
  const clocks = { 'appear-timeout': '10m', 'scan-timeout': '3h' };
  try {
    const inputs = readGiven({ ...simulator.inputs, ...intervals, ...clocks });
    const run = runGate(inputs, clock);
    await passTime(clock, run);
    const served = countBy(simulator.requests, ({ status }) => String(status));
    const [, warm = 0] = [...heap.values()];
    return { ...(await run), served, warm, last: [...heap.values()].at(-1) ?? 0 };
  } finally {
    await simulator.close();
  }
}

function countBy<T>(items: readonly T[], keyOf: (item: T) => string): Record<string, number> {
  const groups = [...Map.groupBy(items, keyOf)].sort(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(groups.map(([key, group]) => [key, group.length]));
}

test('one gate through two hours of random faults passes, keeps its memory flat and accounts for every request', async () => {
  const { result, log, served, warm, last } = await soak();
  expect(result.verdict).toBe('passed');
  expect(result.waited).toBeGreaterThan(SOAK_MS);
  const known = countBy(log, ({ outcome }) =>
    typeof outcome === 'number' ? String(outcome) : '0',
  );
  expect(known).toEqual(served);
  expect(log.length).toBeGreaterThan(1_000);
  // The simulator itself keeps every request, about 2 kB each.
  expect((last - warm) / MB).toBeLessThan(8);
  recordFigures('soak', [
    ['Simulated time', `${(result.waited / HOUR_MS).toFixed(1)} h`],
    ['Requests, all of them known to both sides', String(log.length)],
    [
      'Answered with a fault',
      `${Math.round((100 * (log.length - (served['200'] ?? 0) - (served['404'] ?? 0))) / log.length)} %`,
    ],
    [
      'Heap after the first half hour and at the end',
      `${Math.round(warm / MB)} MB, ${Math.round(last / MB)} MB`,
    ],
  ]);
}, 120_000);
