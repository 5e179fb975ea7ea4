import { gate } from '../src/gate.ts';
import { createRegistry } from '../src/harness/registry.ts';
import { createHttpClient } from '../src/http/client.ts';
import { readInputs } from '../src/inputs/read-inputs.ts';
import { systemClock as clock } from '../src/scan/system-clock.ts';
import { createScanner } from '../src/xray/scanner.ts';
import { startSimulator } from '../test/simulator/simulator.ts';
import { countWaves } from './waves.ts';
import { createScenario, ONE_IMAGE } from './worlds.ts';

/** Answers so slow that computing does not count beside them. */
const WAVE_MS = 300;

/**
 * Waves of requests that wait for one another's answers, in the gate itself with as many connections as it could use.
 * On the shipped action, whose three connections make a burst queue, the same count was 6 with the scope discovered and
 * 5 with it given: more than the targets of 5 and 4.
 */
export async function measureWaves(extra: Readonly<Record<string, string>>): Promise<number> {
  const simulator = await startSimulator(createScenario(ONE_IMAGE), { latencyMs: WAVE_MS });
  try {
    await runGate({ ...simulator.inputs, ...extra });
    return countWaves(
      simulator.requests.map(({ at }) => at),
      WAVE_MS,
    );
  } finally {
    await simulator.close();
  }
}

async function runGate(given: Readonly<Record<string, string>>): Promise<void> {
  const reading = readInputs((name) => given[name], {});
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  const { inputs } = reading;
  const client = (service: 'Harness' | 'JFrog', baseUrl: URL, headers: Record<string, string>) =>
    createHttpClient({
      service,
      baseUrl,
      headers,
      keyInput: 'key',
      urlInput: 'url',
      permission: 'view',
      clock,
      requestsPerMinute: undefined,
      maxConcurrent: 16,
      retryDelay: 10,
      maxRetryDelay: 10,
    });
  const { harness, jfrog } = inputs;
  if (jfrog?.signIn.kind !== 'token') throw new Error('The bench signs in with a token.');
  const bearer = { Authorization: `Bearer ${jfrog.signIn.accessToken}` };
  const clients = [
    client('Harness', harness.url, { 'x-api-key': harness.apiKey }),
    client('JFrog', jfrog.url, bearer),
  ] as const;
  const { verdict } = await gate(inputs, {
    registry: createRegistry(clients[0], harness),
    scanner: createScanner(clients[1], jfrog),
    clock,
    log: { info: () => undefined },
    signal: new AbortController().signal,
  });
  for (const one of clients) one.close();
  if (verdict !== 'passed') throw new Error(`Not a pass: ${verdict}`);
}
