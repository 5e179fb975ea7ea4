import type { Services } from './services.ts';
import { countOf, runAlone } from './solo.ts';
import { median } from './stats.ts';
import { ONE_IMAGE } from './worlds.ts';

/** What a run with so many images costs. */
export interface Many {
  readonly images: number;
  readonly runs: number;
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMb: number;
  readonly harnessCalls: number;
  readonly jfrogCalls: number;
  /** What the default of `harness-requests-per-minute`, lifted here, would add at least. */
  readonly paceAddsMs: number;
}

const RUNS: Readonly<Record<number, number>> = { 1: 5, 10: 5, 100: 3, 500: 1 };
const DEFAULT_PACE = 300;

/** Runs with 1, 10, 100 and 500 images at 50 ms round trip, everything finished. */
export async function measureMany(services: Services): Promise<readonly Many[]> {
  const rows: Many[] = [];
  for (const [images, runs] of Object.entries(RUNS)) {
    rows.push(await measureOne(services, Number(images), runs));
  }
  return rows;
}

async function measureOne(services: Services, images: number, runs: number): Promise<Many> {
  const order = { ...ONE_IMAGE, images, roundTripMs: 50, answerMs: 0 };
  const all: Awaited<ReturnType<typeof runAlone>>[] = [];
  for (let i = 0; i < runs; i += 1) all.push(await runAlone(services, order));
  const harnessCalls = median(all.map(({ traffic }) => countOf(traffic, 'harness')));
  return {
    images,
    runs,
    wallMs: median(all.map(({ run }) => run.wallMs)),
    cpuMs: median(all.map(({ usage }) => usage.cpuMs)),
    peakMb: median(all.map(({ usage }) => usage.peakMb)),
    harnessCalls,
    jfrogCalls: median(all.map(({ traffic }) => countOf(traffic, 'jfrog'))),
    paceAddsMs: Math.floor((harnessCalls - 1) / DEFAULT_PACE) * 60_000,
  };
}
