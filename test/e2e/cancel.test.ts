import { describe, expect, test } from 'vitest';
import { type BuiltManifest, buildImage, platform } from '../simulator/manifests.ts';
import { goodIntegration, xrayStatus } from '../simulator/scan-answers.ts';
import type { Scenario } from '../simulator/scenarios.ts';
import { createShop, reference } from '../simulator/shop.ts';
import { createImage, createRegistry } from '../simulator/shop-images.ts';
import { findLeaks } from './leaks.ts';
import { type Played, type PlayOptions, play } from './play.ts';
import { endOfLog, sentenceOfReason, sentenceOfSummary } from './sentence.ts';

const LONG = { 'scan-timeout': '10m', 'appear-timeout': '10m' };
const QUICK_MS = 2_000;
const WAITING = /^(?:\S+: )?waiting /;

const APP = buildImage('app to cancel', platform('linux/amd64'));
const WORKER = buildImage('worker to cancel', platform('linux/amd64'));

/** One image has critical issues at once, the other is scanned for ever. */
function oneBadOneWaiting(): Scenario {
  const bad = goodIntegration({ critical: 2 });
  const images = [
    createImage({ name: 'app', pushed: [APP], integration: { [APP.digest]: bad } }),
    createImage({ name: 'worker', pushed: [WORKER] }),
  ];
  const scanning = { status: () => xrayStatus('SCANNING') };
  const place = 'default/shop/docker-prod';
  return {
    name: 'one bad, one waiting',
    title: 'One image has critical issues, the other is scanned for ever',
    expect: { verdict: 'failed', reason: /critical/ },
    inputs: {
      image: `${reference(`app@${APP.digest}`)},${reference(`worker:1.4.2@${WORKER.digest}`)}`,
      xray: 'required',
    },
    without: ['digest'],
    world: () =>
      createShop({
        registries: [createRegistry(place, images)],
        files: [
          { path: manifestPath(APP), sha256: APP.digest },
          { path: 'worker/1.4.2/manifest.json', sha256: WORKER.digest, ...scanning },
        ],
      }),
  };
}

function manifestPath({ digest }: BuiltManifest): string {
  return `app/${digest.replace(':', '__')}/manifest.json`;
}

/** Runs a scenario that would wait for minutes, and cancels it at a line of its log: its first word of waiting, if no other. */
async function cancel(
  scenario: string | Scenario,
  signal: NodeJS.Signals,
  { line = WAITING, ...options }: PlayOptions & { readonly line?: RegExp } = {},
): Promise<{ readonly played: Played; readonly tookMs: number }> {
  let cancelledAt = Number.NaN;
  const played = await play(scenario, {
    ...options,
    inputs: { ...LONG, ...options.inputs },
    signalAfter: { line, signal },
    onLine: (shown) => {
      if (line.test(shown) && Number.isNaN(cancelledAt)) cancelledAt = performance.now();
    },
  });
  return { played, tookMs: performance.now() - cancelledAt };
}

function expectCancelled(played: Played): void {
  const { outputs, exitCode, signal, summary, annotations } = played;
  expect({ verdict: outputs['verdict'], approved: outputs['approved'], exitCode, signal }).toEqual({
    verdict: 'cancelled',
    approved: '',
    exitCode: 1,
    signal: null,
  });
  const { reason = '' } = outputs;
  expect(reason).toMatch(/^Cancelled: /);
  expect(summary).toMatch(/^## ⏹️ Cancelled: nothing may ship\n/);
  expect(sentenceOfSummary(summary)).toBe(sentenceOfReason(reason));
  expect(endOfLog(played)).toBe(reason);
  expect(annotations.map(({ level }) => level)).toEqual(['error']);
  expect(findLeaks(played)).toEqual([]);
}

describe.concurrent('a run that is cancelled', () => {
  test.each([
    ['SIGINT', 'always-scanning'],
    ['SIGTERM', 'always-scanning'],
    ['SIGINT', 'never-appears'],
    ['SIGTERM', 'no-sto'],
  ] as const)('%s in %s: says so and ends at once', async (signal, name) => {
    const { played, tookMs } = await cancel(name, signal);
    expectCancelled(played);
    expect(tookMs).toBeLessThan(QUICK_MS);
  });

  test('mode: warn does not cover it', async () => {
    const { played } = await cancel('always-scanning', 'SIGINT', { inputs: { mode: 'warn' } });
    expectCancelled(played);
  });

  test('several images: what was found before is no verdict of the run', async () => {
    const { played, tookMs } = await cancel(oneBadOneWaiting(), 'SIGINT');
    expectCancelled(played);
    expect(tookMs).toBeLessThan(QUICK_MS);
  });

  test('an answer under way is not awaited', async () => {
    const simulator = { latencyMs: QUICK_MS + 500 };
    const { played, tookMs } = await cancel('clean', 'SIGINT', { simulator, line: /^found / });
    expectCancelled(played);
    expect(tookMs).toBeLessThan(QUICK_MS);
  });
});
