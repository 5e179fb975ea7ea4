import { CERTIFICATE, CERTIFICATE_KEY } from '../src/http/certificate.fixture.ts';
import type { Simulator } from '../test/simulator/simulator.ts';
import { startSimulator } from '../test/simulator/simulator.ts';
import { type DelayProxy, startDelayProxy } from './delay-proxy.ts';
import { createScenario, type WorldOptions } from './worlds.ts';

/** What a run of the bench needs of the services. */
export interface ServeOrder extends WorldOptions {
  /** Between client and services: connections, TLS and requests all pay it. */
  readonly roundTripMs: number;
  /** Added to every answer, and to nothing else. */
  readonly answerMs: number;
}

/** Where the services are; Harness and JFrog on ports of their own, as they are on hosts of their own. */
export interface Served {
  readonly inputs: Readonly<Record<string, string>>;
}

/** What was asked of the services. */
export interface Traffic {
  readonly requests: readonly { readonly system: 'harness' | 'jfrog'; readonly at: number }[];
  readonly connections: { readonly harness: number; readonly jfrog: number };
}

/** Messages from the bench to the server's process, which answers each with one of its own. */
export type ServerOrder =
  | { readonly kind: 'start'; readonly order: ServeOrder }
  | { readonly kind: 'stop' };

interface Running {
  readonly simulator: Simulator;
  readonly harness: DelayProxy;
  readonly jfrog: DelayProxy;
}

async function start(order: ServeOrder): Promise<Running> {
  const simulator = await startSimulator(createScenario(order), {
    tls: { key: CERTIFICATE_KEY, cert: CERTIFICATE },
    latencyMs: order.answerMs,
  });
  const port = Number(new URL(simulator.origin).port);
  const [harness, jfrog] = await Promise.all([
    startDelayProxy(port, order.roundTripMs),
    startDelayProxy(port, order.roundTripMs),
  ]);
  return { simulator, harness, jfrog };
}

function describe({ simulator, harness, jfrog }: Running): Served {
  return {
    inputs: {
      ...simulator.inputs,
      'harness-url': `https://localhost:${harness.port}`,
      'jfrog-url': `https://localhost:${jfrog.port}`,
    },
  };
}

async function stop({ simulator, harness, jfrog }: Running): Promise<Traffic> {
  harness.close();
  jfrog.close();
  const requests = simulator.requests.map(({ system, at }) => ({ system, at }));
  await simulator.close();
  return { requests, connections: { harness: harness.connections, jfrog: jfrog.connections } };
}

/** The process of the server: its work must not count as that of what is measured. */
function serveOrders(): void {
  let running: Running | undefined;
  process.on('message', (message: ServerOrder) => {
    const answer = async () => {
      if (message.kind === 'start') {
        running = await start(message.order);
        return describe(running);
      }
      return running && (await stop(running));
    };
    answer().then(
      (reply) => process.send?.(reply),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
  process.on('disconnect', () => process.exit(0));
}

if (import.meta.main) serveOrders();
