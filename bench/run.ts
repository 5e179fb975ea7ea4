import { readdir, writeFile } from 'node:fs/promises';
import { describeMachine, findMissingTools } from './machine.ts';
import { measureMany } from './many.ts';
import { targetTable, toMarkdown } from './markdown.ts';
import { comparePairs } from './pairs.ts';
import { toSvg } from './plot.ts';
import { simulatePolling } from './polling.ts';
import type { Comparisons, Results } from './results.ts';
import { Services } from './services.ts';
import { measureSolo } from './solo.ts';
import { measureStart } from './start.ts';
import { judge } from './targets.ts';
import { ONE_IMAGE } from './worlds.ts';

/** Enough that a median of ratios stands still; `--quick` is for trying the bench itself. */
const PAIRS = 15;
const QUICK_PAIRS = 3;

/**
 * `node bench/run.ts`: measures and writes `results.md` and `results.svg`. With `--check` it writes nothing and fails
 * when a target is missed.
 */
async function main(args: readonly string[]): Promise<void> {
  if (!process.versions.node.startsWith('24.')) throw new Error('The bench needs Node 24.');
  const isCheck = args.includes('--check');
  const isQuick = args.includes('--quick');
  const services = new Services();
  try {
    const results = await measure(services, isQuick ? QUICK_PAIRS : PAIRS);
    console.log(`\n${targetTable(results)}`);
    if (!isCheck && !isQuick) await write(results);
    const missed = judge(results).filter(({ isMet }) => !isMet).length;
    if (missed > 0) console.log(`\n${missed} of the targets are missed.`);
    if (isCheck && missed > 0) process.exitCode = 1;
  } finally {
    services.close();
  }
}

async function measure(services: Services, pairs: number): Promise<Results> {
  const missingTools = findMissingTools();
  return {
    machine: describeMachine(),
    date: new Date().toISOString(),
    missingTools,
    dist: await readdir(new URL('../dist', import.meta.url)),
    polling: await tell('polling, simulated', simulatePolling()),
    start: await tell('start', measureStart(2 * pairs)),
    solo: await tell('one image', measureSolo(services, pairs)),
    comparisons: await compare(services, pairs, missingTools),
    many: await tell('many images', measureMany(services)),
  };
}

async function compare(
  services: Services,
  pairs: number,
  missingTools: readonly string[],
): Promise<Comparisons | undefined> {
  if (missingTools.length > 0) {
    console.error(`!!! ${missingTools.join(', ')} missing: NOT compared with the script !!!`);
    console.error('!!! On Debian: apt-get install curl jq !!!');
    return undefined;
  }
  const far = { ...ONE_IMAGE, roundTripMs: 50, answerMs: 0 };
  const near = { ...far, roundTripMs: 0 };
  const polling = { ...far, polls: 15 };
  return {
    near: await tell('pairs, no latency', comparePairs(services, near, pairs)),
    far: await tell('pairs, 50 ms', comparePairs(services, far, pairs)),
    farPolling: await tell('pairs, 15 polls, 50 ms', comparePairs(services, polling, pairs)),
  };
}

async function tell<T>(what: string, measured: Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await measured;
  console.log(`${what}: ${((performance.now() - start) / 1000).toFixed(0)} s`);
  return result;
}

async function write(results: Results): Promise<void> {
  await writeFile(new URL('results.md', import.meta.url), toMarkdown(results));
  await writeFile(new URL('results.svg', import.meta.url), toSvg(results.many));
}

await main(process.argv.slice(2));
