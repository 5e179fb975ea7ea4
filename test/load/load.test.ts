import { expect, test } from 'vitest';
import { VirtualClock } from '../model/virtual-clock.ts';
import { tooManyRequests } from '../simulator/answers.ts';
import type { Call } from '../simulator/calls.ts';
import { xrayStatus } from '../simulator/scan-answers.ts';
import type { Scenario } from '../simulator/scenario.ts';
import { createShop } from '../simulator/shop.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { createChance } from './chance.ts';
import { passTime } from './elastic-time.ts';
import { recordFigures } from './figures.ts';
import { type Ended, readGiven, runGate } from './gates.ts';

const GATES = 200;
/** The documented limit of one key, shared by a whole organisation. */
const LIMIT = { requests: 400, windowMs: 60_000 };
const SCAN_ENDS_MS = 90_000;

/** At most so many requests within any window of the clock's time. */
function createLimit(clock: VirtualClock): () => boolean {
  let accepted: number[] = [];
  return () => {
    accepted = accepted.filter((at) => clock.now() - at < LIMIT.windowMs);
    if (accepted.length >= LIMIT.requests) return true;
    accepted.push(clock.now());
    return false;
  };
}

/** A good image whose scan takes a minute and a half, behind one key with a limit. */
function throttled(clock: VirtualClock): Scenario {
  const isTooMuch = createLimit(clock);
  const intercept = (call: Call) => {
    if (call.system === 'harness') return isTooMuch() ? tooManyRequests() : undefined;
    const isScanning = call.name === 'status' && clock.now() < SCAN_ENDS_MS;
    return isScanning ? xrayStatus('SCANNING') : undefined;
  };
  return {
    name: 'one-key-for-all',
    title: 'Two hundred gates share one key',
    expect: { verdict: 'passed', reason: /./ },
    world: () => createShop({ intercept }),
  };
}

const SPED_UP = new Set([
  'poll-min-interval',
  'poll-max-interval',
  'appear-timeout',
  'scan-timeout',
  'harness-requests-per-minute',
]);

interface Crowd {
  readonly ended: readonly Ended[];
  /** Requests to both services, and those to Harness that were one too many. */
  readonly arrived: number;
  readonly refused: number;
}

async function runCrowd(): Promise<Crowd> {
  const clock = new VirtualClock(Date.now(), createChance(1));
  const simulator = await startSimulator(throttled(clock));
  try {
    const given = Object.entries(simulator.inputs).filter(([name]) => !SPED_UP.has(name));
    const inputs = readGiven(Object.fromEntries(given));
    const all = Promise.all(Array.from({ length: GATES }, () => runGate(inputs, clock)));
    await passTime(clock, all);
    const refused = simulator.requests.filter(({ status }) => status === 429).length;
    return { ended: await all, arrived: simulator.requests.length, refused };
  } finally {
    await simulator.close();
  }
}

/** Every answer has its request on both sides; on a slow machine a request may be given up before it arrives. */
function expectAccounted(ended: readonly Ended[], arrived: number): void {
  const log = ended.flatMap((one) => one.log);
  const answered = log.filter(({ outcome }) => typeof outcome === 'number').length;
  expect({ answered, arrived, asked: log.length }).toEqual({
    answered: Math.min(answered, arrived),
    arrived: Math.min(arrived, log.length),
    asked: log.length,
  });
}

function countVerdicts(ended: readonly Ended[]): Readonly<Record<string, number>> {
  const groups = Map.groupBy(ended, ({ result }) => result.verdict);
  return Object.fromEntries([...groups].map(([verdict, runs]) => [verdict, runs.length]));
}

function delays(ended: readonly Ended[]): readonly [median: string, longest: string] {
  const waited = ended.map(({ result }) => result.waited - SCAN_ENDS_MS).sort((a, b) => a - b);
  const minutes = (ms = 0) => `${(ms / 60_000).toFixed(1)} min`;
  return [minutes(waited[GATES / 2]), minutes(waited.at(-1))];
}

test('two hundred gates that share one key of 400 requests a minute all pass, with the default time-outs', async () => {
  const { ended, arrived, refused } = await runCrowd();
  expect(countVerdicts(ended)).toEqual({ passed: GATES });
  expectAccounted(ended, arrived);
  const [median, longest] = delays(ended);
  recordFigures('load', [
    ['Gates at once, one key, 400 requests a minute, default time-outs', String(GATES)],
    ['Passed', `${GATES} of ${GATES}`],
    ['Requests to both services', String(arrived)],
    ['Answered 429', String(refused)],
    ['Delay behind the end of the scan: median, longest', `${median}, ${longest}`],
  ]);
}, 120_000);
