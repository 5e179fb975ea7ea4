import { gateCommand, inWorkplace, NODE, runToPass, WITH_USAGE } from './contenders.ts';
import { type Command, runCommand } from './measure.ts';
import type { ServeOrder, Traffic } from './server.ts';
import type { Services } from './services.ts';
import { median } from './stats.ts';
import { countWaves } from './waves.ts';
import { ONE_IMAGE } from './worlds.ts';

/** The action by itself, one image, everything finished. */
export interface Solo {
  readonly peakMb: number;
  readonly barePeakMb: number;
  /** From the last line to the end of the process. */
  readonly endMs: number;
  readonly connections: { readonly harness: number; readonly jfrog: number };
  readonly waves: readonly Waves[];
  /** By number of judged platforms. */
  readonly harnessCalls: readonly { readonly platforms: number; readonly calls: number }[];
}

/** Waves of requests with the scope discovered, and with org and project given. */
export interface Waves {
  readonly platforms: number;
  readonly discovered: number;
  readonly given: number;
}

type Inputs = Readonly<Record<string, string>>;

/** What Node itself reports when it ends. */
interface Usage {
  readonly peakMb: number;
  readonly cpuMs: number;
}

const REMOTE: ServeOrder = { ...ONE_IMAGE, roundTripMs: 50, answerMs: 0 };
/** Answers so slow that connecting and computing do not count beside them. */
const WAVE_MS = 300;
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
    waves: [await measureWaves(services, 1), await measureWaves(services, 2)],
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

async function measureWaves(services: Services, platforms: number): Promise<Waves> {
  return {
    platforms,
    discovered: await fewestWaves(services, platforms, {}),
    given: await fewestWaves(services, platforms, SCOPE),
  };
}

/** The fewest of three: a hiccup of the machine can only add one. */
async function fewestWaves(services: Services, platforms: number, extra: Inputs): Promise<number> {
  const order = { ...ONE_IMAGE, platforms, roundTripMs: 0, answerMs: WAVE_MS };
  const counts: number[] = [];
  for (let i = 0; i < 3; i += 1) {
    const { traffic } = await runAlone(services, order, extra);
    counts.push(
      countWaves(
        traffic.requests.map(({ at }) => at),
        WAVE_MS,
      ),
    );
  }
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
