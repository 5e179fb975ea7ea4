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

async function runAll(): Promise<{ ended: readonly Ended[]; arrived: number; refused: number }> {
  const clock = new VirtualClock(Date.now(), createChance(1));
  const simulator = await startSimulator(throttled(clock));
  try {
    const given = Object.entries(simulator.inputs).filter(([name]) => !SPED_UP.has(name));
    const inputs = readGiven({ ...Object.fromEntries(given), 'appear-timeout': process.env['APPEAR'] ?? '30m' });
    const all = Promise.all(Array.from({ length: GATES }, () => runGate(inputs, clock)));
    await passTime(clock, all);
    const harness = simulator.requests.filter(({ system }) => system === 'harness');
    const refused = harness.filter(({ status }) => status === 429).length;
    return { ended: await all, arrived: simulator.requests.length, refused };
  } finally {
    await simulator.close();
  }
}

test('two hundred gates that share one key of 400 requests a minute all end, none wrongly, none starved', async () => {
  const { ended, arrived, refused } = await runAll();
  const verdicts = Map.groupBy(ended, ({ result }) => result.verdict);
  const waited = ended.map(({ result }) => result.waited).sort((a, b) => a - b);
  console.log({
    verdicts: [...verdicts].map(([verdict, runs]) => [verdict, runs.length]),
    arrived,
    refused,
    waited: [waited[0], waited[GATES / 2], waited.at(-1)],
    why: ended
      .filter(({ result }) => result.verdict !== 'passed')
      .slice(0, 5)
      .map(({ result }) =>
        result.images[0]?.findings
          .filter((one) => one.result === 'inconclusive')
          .map((one) => one.sentence),
      ),
  });
  expect(ended.filter(({ result }) => result.verdict !== 'passed').length).toBe(0);
  expect(ended.flatMap(({ log }) => log)).toHaveLength(arrived);
}, 120_000);
