import {
  Agent,
  createServer,
  type IncomingMessage,
  request as requestFrom,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { manyImages } from '../faults/many-images.ts';
import { json, type Reply } from '../simulator/answers.ts';
import type { Call } from '../simulator/calls.ts';
import type { Scenario } from '../simulator/scenario.ts';
import { startSimulator } from '../simulator/simulator.ts';
import { type Played, play } from './play.ts';

const FAST_TIME = pathToFileURL(
  fileURLToPath(new URL('../faults/fast-time.mjs', import.meta.url)),
).href;

const Report = v.object({
  requests: v.object({ attempts: v.array(v.object({ system: v.string(), at: v.string() })) }),
});

const IMAGES = 60;
/** What the README promises: at most so many requests at once to one host. */
const MOST_AT_ONCE = 16;

/** A host of its own in front of the simulator, which counts what is under way. */
interface Host {
  readonly origin: string;
  /** Requests that had arrived and had no answer yet, at most. */
  peak: number;
  close(): Promise<void>;
}

async function startHost(service: string, slowness: number): Promise<Host> {
  const agent = new Agent({ keepAlive: true });
  let underWay = 0;
  const server = createServer(async (request, response) => {
    underWay += 1;
    host.peak = Math.max(host.peak, underWay);
    await sleep(slowness);
    const { statusCode = 502, headers, body } = await ask(service, request, agent);
    // Before the client can know: what it sends next is not counted together with this one.
    underWay -= 1;
    give(response, statusCode, headers, body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host: Host = {
    origin: `http://127.0.0.1:${port}`,
    peak: 0,
    close: () => {
      agent.destroy();
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
  return host;
}

async function ask(service: string, request: IncomingMessage, agent: Agent) {
  const { method = 'GET', url, headers } = request;
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const { host: _, ...passed } = headers;
  const sent = requestFrom(`${service}${url}`, { method, headers: passed, agent });
  sent.once('error', reject).once('response', resolve);
  request.pipe(sent);
  const answer = await promise;
  return {
    statusCode: answer.statusCode,
    headers: answer.headers,
    body: await buffer(answer),
  };
}

function give(
  response: ServerResponse,
  status: number,
  { 'content-type': type = '', 'retry-after': retryAfter }: IncomingMessage['headers'],
  body: Buffer,
): void {
  const more = retryAfter === undefined ? {} : { 'Retry-After': retryAfter };
  response.writeHead(status, { 'Content-Type': type, ...more }).end(body);
}

/** A run of many images against a Harness and a JFrog on hosts of their own. */
async function playOnTwoHosts(): Promise<Played & Record<'harness' | 'jfrog', number>> {
  const scenario = manyImages(IMAGES);
  const simulator = await startSimulator(scenario);
  // JFrog is asked less for each image: it must be slower to have as many requests under way.
  const [harness, jfrog] = await Promise.all([
    startHost(simulator.origin, 5),
    startHost(simulator.origin, 40),
  ]);
  try {
    const { image = '' } = simulator.inputs;
    const played = await play(scenario, {
      inputs: { 'harness-url': harness.origin, 'jfrog-url': jfrog.origin, image },
    });
    return { ...played, harness: harness.peak, jfrog: jfrog.peak };
  } finally {
    await Promise.all([harness.close(), jfrog.close()]);
    await simulator.close();
  }
}

/** In front of a scenario's services. */
function intercepted(scenario: Scenario, intercept: (call: Call) => Reply | undefined): Scenario {
  return { ...scenario, world: () => ({ ...scenario.world(), intercept }) };
}

describe.concurrent('the pace of the built action', { timeout: 60_000 }, () => {
  test('never has more than sixteen requests at once under way to one host', async () => {
    const { outputs, harness, jfrog } = await playOnTwoHosts();
    expect(outputs['verdict']).toBe('passed');
    for (const peak of [harness, jfrog]) {
      expect(peak).toBeGreaterThan(MOST_AT_ONCE / 2);
      expect(peak).toBeLessThanOrEqual(MOST_AT_ONCE);
    }
  });

  test('lets others ask while more than sixteen wait for their next attempt', async () => {
    const asked: string[] = [];
    const busy = { ...json(503, { message: 'overloaded' }), headers: { 'Retry-After': '4' } };
    const scenario = intercepted(manyImages(IMAGES), ({ name, body }) => {
      if (name !== 'status') return undefined;
      asked.push(body);
      return asked.indexOf(body) === asked.length - 1 ? busy : undefined;
    });
    const { outputs } = await play(scenario);
    expect(outputs['verdict']).toBe('passed');
    const firstAgain = asked.findIndex((body, index) => asked.indexOf(body) < index);
    expect(new Set(asked).size).toBe(IMAGES);
    expect(firstAgain).toBeGreaterThan(1.5 * MOST_AT_ONCE);
  });

  test('starts no more requests to Harness within any minute than the input allows', async () => {
    const speed = 20;
    const limit = 60;
    const { outputs, requests, workspaceFiles } = await play(manyImages(12), {
      inputs: {
        'harness-requests-per-minute': String(limit),
        'appear-timeout': '10m',
        'scan-timeout': '20m',
        'poll-min-interval': '1s',
        'poll-max-interval': '5s',
        'report-file': 'report.json',
      },
      env: { NODE_OPTIONS: `--import=${FAST_TIME}`, TIME_SPEED: String(speed) },
    });
    expect(outputs['verdict']).toBe('passed');
    // By the gate's own clock, for a busy machine lets requests arrive later; but none that is not in the report.
    const { attempts } = v.parse(Report, JSON.parse(workspaceFiles['report.json'] ?? '')).requests;
    const starts = attempts
      .filter(({ system }) => system === 'Harness')
      .map(({ at }) => Date.parse(at));
    expect(starts).toHaveLength(requests.filter(({ system }) => system === 'harness').length);
    // Less than the minute: a busy machine notes the time a moment after it let the request go.
    const minute = (0.85 * 60_000) / speed;
    const counts = starts.map(
      (start) => starts.filter((at) => at >= start && at < start + minute).length,
    );
    expect(Math.max(...counts)).toBeLessThanOrEqual(limit);
    expect(Math.max(...counts)).toBeGreaterThan(limit / 2);
    expect(starts.length).toBeGreaterThan(2 * limit);
  });
});
