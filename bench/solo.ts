import { gateCommand, inWorkplace, NODE, runToPass, WITH_USAGE } from './contenders.ts';
import { type Command, runCommand } from './measure.ts';
import type { ServeOrder, Traffic } from './server.ts';
import type { Services } from './services.ts';
import { median } from './stats.ts';
import { measureWaves } from './wave-run.ts';
import { ONE_IMAGE } from './worlds.ts';

/** The action by itself, one image, everything finished. */
export interface Solo {
  readonly peakMb: number;
  readonly barePeakMb: number;
  /** From the last line to the end of the process. */
  readonly endMs: number;
  readonly connections: { readonly harness: number; readonly jfrog: number };
  readonly waves: { readonly discovered: number; readonly given: number };
  /** By number of judged platforms. */
  readonly harnessCalls: readonly { readonly platforms: number; readonly calls: number }[];
}

type Inputs = Readonly<Record<string, string>>;

/** What Node itself reports when it ends. */
interface Usage {
  readonly peakMb: number;
  readonly cpuMs: number;
}

const REMOTE: ServeOrder = { ...ONE_IMAGE, roundTripMs: 50, answerMs: 0 };
const SCOPE = { 'harness-org': 'default', 'harness-project': 'shop' };

/** Runs the action against fresh services. */
export async function runAlone(services: Services, order: ServeOrder, extra: Inputs = {}) {
  const { result, traffic } = await services.during(order, ({ inputs }) =>
    inWorkplace((place) => runToPass(gateCommand(place, { ...inputs, ...extra }, WITH_USAGE))),
  );
  return { run: result, usage: JSON.parse(result.notes) as Usage, traffic };
}

/** Measures what needs no opponent. */
export async function measureSolo(services: Services, runs: number): Promise<Solo> {
  const remote: Awaited<ReturnType<typeof runAlone>>[] = [];
  for (let i = 0; i < runs; i += 1) remote.push(await runAlone(services, REMOTE));
  const most = (system: 'harness' | 'jfrog') =>
    Math.max(...remote.map(({ traffic }) => traffic.connections[system]));
  return {
    peakMb: median(remote.map(({ usage }) => usage.peakMb)),
    barePeakMb: await measureBare(runs),
    endMs: median(remote.map(({ run }) => run.wallMs - run.lastMs)),
    connections: { harness: most('harness'), jfrog: most('jfrog') },
    waves: {
      discovered: await fewestWaves({}),
      given: await fewestWaves(SCOPE),
    },
    harnessCalls: await countHarnessCalls(services),
  };
}

async function measureBare(runs: number): Promise<number> {
  const command: Command = { file: NODE, args: [...WITH_USAGE, '-e', '0'], env: {} };
  const peaks: number[] = [];
  for (let i = 0; i < runs; i += 1) {
    const { notes } = await runCommand(command);
    peaks.push((JSON.parse(notes) as Usage).peakMb);
  }
  return median(peaks);
}

/** The fewest of three: a hiccup of the machine can only add one. */
async function fewestWaves(extra: Inputs): Promise<number> {
  const counts: number[] = [];
  for (let i = 0; i < 3; i += 1) counts.push(await measureWaves(extra));
  return Math.min(...counts);
}

async function countHarnessCalls(services: Services): Promise<Solo['harnessCalls']> {
  const found: { platforms: number; calls: number }[] = [];
  for (const platforms of [1, 2, 5]) {
    const order = { ...ONE_IMAGE, platforms, roundTripMs: 0, answerMs: 0 };
    const { traffic } = await runAlone(services, order);
    found.push({ platforms, calls: countOf(traffic, 'harness') });
  }
  return found;
}

/** Requests to one of the services. */
export function countOf({ requests }: Traffic, system: 'harness' | 'jfrog'): number {
  return requests.filter((request) => request.system === system).length;
}
