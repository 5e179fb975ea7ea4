import type { Comparison } from './pairs.ts';
import type { Results } from './results.ts';

/** One promise, and whether it is kept. */
export interface Target {
  readonly what: string;
  readonly target: string;
  readonly measured: string;
  readonly isMet: boolean;
}

interface Limit {
  readonly what: string;
  readonly value: number;
  readonly most: number;
  readonly unit?: string;
  readonly digits?: number;
}

/** All targets; a comparison that could not be made is one that is missed. */
export function judge(results: Results): readonly Target[] {
  const { start, solo, polling, comparisons } = results;
  return [
    limit({ what: 'start to first line ÷ `node -e 0`', value: start.ratio, most: 3.1 }),
    ...judgeComparison('everything DONE, 50 ms', comparisons?.far, [0.45, 0.6]),
    ...judgeComparison('15 polls, 50 ms', comparisons?.farPolling, [0.35, 0.2]),
    ...judgeWaves(solo.waves),
    count('TLS connections to Harness', solo.connections.harness, 3),
    count('TLS connections to JFrog', solo.connections.jfrog, 3),
    limit({ what: 'peak memory, one image', value: solo.peakMb, most: 75, unit: ' MB', digits: 1 }),
    ...solo.harnessCalls.map(({ platforms, calls }) =>
      count(`Harness calls, ${platforms} judged platforms`, calls, 12 + platforms),
    ),
    limit({ what: 'end after the last line', value: solo.endMs, most: 50, unit: ' ms', digits: 0 }),
    limit({ what: 'polls per scan', value: polling.requests, most: 18, digits: 1 }),
    limit({
      what: 'mean delay of a scan',
      value: polling.meanDelayMs / 1000,
      most: 5.5,
      unit: ' s',
      digits: 1,
    }),
    limit({ what: 'p95 of delay ÷ scan', value: polling.p95Share, most: 0.16 }),
    ...judgeMany(results),
    judgeDist(results),
  ];
}

function judgeComparison(
  what: string,
  comparison: Comparison | undefined,
  [wall, cpu]: readonly [number, number],
): readonly Target[] {
  const missing = Number.NaN;
  return [
    limit({ what: `${what}: wall ÷ script`, value: comparison?.wall.ratio ?? missing, most: wall }),
    limit({ what: `${what}: CPU ÷ script`, value: comparison?.cpu.ratio ?? missing, most: cpu }),
  ];
}

/** Promised of an image of one platform; how more of them fare stands below the table. */
function judgeWaves([one]: Results['solo']['waves']): readonly Target[] {
  const missing = Number.NaN;
  return [
    count('waves of requests, one platform, scope discovered', one?.discovered ?? missing, 5),
    count('waves of requests, one platform, org and project given', one?.given ?? missing, 4),
  ];
}

/** Room for noise: what costs a tenth more per image than a run of a fifth of the size still counts as linear. */
const NOISE = 1.1;

function judgeMany({ many }: Results): readonly Target[] {
  const [largest, before] = [many.at(-1), many.at(-2)];
  if (largest === undefined || before === undefined) return [];
  const perImage = (of: 'wallMs' | 'cpuMs') =>
    largest[of] / largest.images / (before[of] / before.images);
  const where = `${largest.images} images`;
  const memory = { value: largest.peakMb, most: 200, unit: ' MB', digits: 0 };
  const against = `${where} against ${before.images}`;
  return [
    limit({ what: `peak memory, ${where}`, ...memory }),
    limit({ what: `wall per image, ${against}`, value: perImage('wallMs'), most: NOISE }),
    limit({ what: `CPU per image, ${against}`, value: perImage('cpuMs'), most: NOISE }),
  ];
}

function judgeDist({ dist }: Results): Target {
  const target = 'index.js, licenses.txt, package.json';
  const measured = dist.toSorted().join(', ');
  return { what: 'files in `dist/`', target, measured, isMet: measured === target };
}

function count(what: string, value: number, most: number): Target {
  return limit({ what, value, most, digits: 0 });
}

function limit({ what, value, most, unit = '', digits = 2 }: Limit): Target {
  const measured = Number.isNaN(value) ? 'not measured' : `${value.toFixed(digits)}${unit}`;
  return { what, target: `≤ ${most}${unit}`, measured, isMet: value <= most };
}
