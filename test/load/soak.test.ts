import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test } from 'vitest';
import { startProxy } from '../faults/proxy.ts';
import { VirtualClock } from '../model/virtual-clock.ts';
import { html, json, type Reply, text, tooManyRequests } from '../simulator/answers.ts';
import type { Call } from '../simulator/calls.ts';
import { xrayStatus } from '../simulator/scan-answers.ts';
import type { Scenario } from '../simulator/scenario.ts';
import { createShop } from '../simulator/shop.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { AttemptTimers } from './attempt-timers.ts';
import { createChance } from './chance.ts';
import { passTime } from './elastic-time.ts';
import { recordFigures } from './figures.ts';
import { type Ended, readGiven, runGate } from './gates.ts';
import { Wire } from './wire.ts';

const HOUR_MS = 3_600_000;
const SOAK_MS = 2 * HOUR_MS;
/** Memory is compared after the first quarter: by then everything has been loaded and compiled. */
const WARM_MS = SOAK_MS / 4;
/** Of all requests that reach the services; retries get over it, and over those of the wire. */
const FAULT_SHARE = 0.25;
/** What a client sees where the server hangs up without an answer. */
const DROPPED = 'ECONNRESET';
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
  /** Answers as the servers gave them: status, or the code for what came instead, and how often. */
  readonly served: Readonly<Record<string, number>>;
  /** Of them, those in the middle of a body. */
  readonly wireResets: number;
  /** Bytes on the heap when warm and at the end. */
  readonly warm: number;
  readonly last: number;
}

async function soak(): Promise<Soaked> {
  const clock = new VirtualClock(Date.now(), createChance(3));
  const heap = new Map<number, number>();
  const scenario = troubled(clock, () => {
    const quarter = Math.floor(clock.now() / WARM_MS);
    if (heap.has(quarter)) return;
    collectGarbage();
    heap.set(quarter, process.memoryUsage().heapUsed);
  });
  const timers = new AttemptTimers(clock);
  const wire = new Wire(timers);
  const simulator = await startSimulator(scenario);
  const proxy = await startProxy(simulator.origin, wire.plan);
  try {
    const urls = { 'harness-url': proxy.origin, 'jfrog-url': proxy.origin };
    const run = runGate(readGiven({ ...simulator.inputs, ...LONG_WAITS, ...urls }), clock);
    await passTime(clock, run, wire.unanswered);
    const statuses = simulator.requests.map(({ status }) => String(status || DROPPED));
    const served = countBy([...statuses, ...wire.met]);
    const wireResets = wire.met.filter((code) => code === 'ECONNRESET').length;
    const [, warm = 0] = [...heap.values()];
    const last = [...heap.values()].at(-1) ?? 0;
    return { ...(await run), served, wireResets, warm, last };
  } finally {
    await proxy.close();
    await simulator.close();
    timers.restore();
  }
}

const LONG_WAITS = {
  'poll-min-interval': '2s',
  'poll-max-interval': '10s',
  'appear-timeout': '10m',
  'scan-timeout': '3h',
};

function countBy(keys: readonly string[]): Record<string, number> {
  const groups = [...Map.groupBy(keys, (key) => key)].sort(([a], [b]) => a.localeCompare(b));
  return Object.fromEntries(groups.map(([key, group]) => [key, group.length]));
}

test('one gate through two hours of random faults passes, keeps its memory flat and accounts for every request', async () => {
  const { result, log, served, wireResets, warm, last } = await soak();
  expect(result.verdict).toBe('passed');
  expect(result.waited).toBeGreaterThan(SOAK_MS);
  expect(countBy(log.map(({ outcome }) => String(outcome)))).toEqual(served);
  expect(served['TIMEOUT']).toBeGreaterThan(20);
  expect(wireResets).toBeGreaterThan(20);
  expect(log.length).toBeGreaterThan(1_000);
  // The simulator itself keeps every request, about 2 kB each.
  expect((last - warm) / MB).toBeLessThan(8);
  recordFigures('soak', [
    ['Simulated time', `${(result.waited / HOUR_MS).toFixed(1)} h`],
    ['Requests, all of them known to both sides', String(log.length)],
    ['Never answered, reset in the body', `${served['TIMEOUT']}, ${wireResets}`],
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
