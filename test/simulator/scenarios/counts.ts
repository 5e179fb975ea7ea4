import { AMD64, ARM64 } from '../builds.ts';
import { inTurn } from '../progress.ts';
import {
  goodIntegration,
  integration,
  sbomResult,
  secondsAgo,
  stoResult,
} from '../scan-answers.ts';
import type { Scenario } from '../scenario.ts';
import type { ShopOptions } from '../shop.ts';
import { createShop } from '../shop.ts';
import { integrationSample } from '../vendor-samples.ts';

const DAY_MINUTES = 24 * 60;
const BRIEF = { 'scan-timeout': '600ms' };

/** The same STO object for both platforms. */
function bothPlatforms(sto: unknown): ShopOptions {
  const answer = integration({ sto, sbom: sbomResult() });
  return { integration: { [AMD64.digest]: answer, [ARM64.digest]: answer } };
}

/** STO counts: over a limit, absent, unfinished, unreadable. */
export const countScenarios: readonly Scenario[] = [
  {
    name: 'high-only',
    title: 'Three high issues on arm64, nothing critical',
    expect: { verdict: 'failed', reason: /3 high issues?, 0 allowed.*linux\/arm64/ },
    world: () => createShop({ integration: { [ARM64.digest]: goodIntegration({ high: 3 }) } }),
  },
  {
    name: 'integration-sample',
    title: 'The one complete answer found in public: 17 critical, 19 high, no SLSA run',
    expect: { verdict: 'failed', reason: /17 critical issues?, 0 allowed/ },
    world: () =>
      createShop({ pushed: [AMD64], integration: { [AMD64.digest]: integrationSample() } }),
  },
  {
    name: 'ignored-issues',
    title: 'Three exempted issues, which no other count holds',
    expect: { verdict: 'passed', reason: /^Passed/ },
    world: () => createShop({ integration: { [AMD64.digest]: goodIntegration({ ignored: 3 }) } }),
  },
  {
    name: 'limits-lifted',
    title: 'Critical issues within the limits that were set',
    expect: { verdict: 'passed', reason: /^Passed/ },
    inputs: { 'max-critical': '2', 'max-high': 'unlimited' },
    world: () =>
      createShop({ integration: { [AMD64.digest]: goodIntegration({ critical: 2, high: 40 }) } }),
  },
  {
    name: 'fresh-counts-change',
    title: 'Counts of a scan that has just ended rise between two readings',
    expect: { verdict: 'failed', reason: /3 critical issues?, 0 allowed/ },
    world: () => {
      const fresh = { lastScanned: secondsAgo(0) };
      const rising = inTurn(goodIntegration(fresh), goodIntegration({ ...fresh, critical: 3 }));
      return createShop({
        integration: { [AMD64.digest]: rising, [ARM64.digest]: goodIntegration(fresh) },
      });
    },
  },
  {
    name: 'scan-too-old',
    title: 'The last scan is older than allowed',
    expect: { verdict: 'failed', reason: /scan.*(old|30d|90)/i },
    inputs: { 'max-scan-age': '30d' },
    world: () =>
      createShop({
        integration: {
          [ARM64.digest]: goodIntegration({ lastScanned: secondsAgo(90 * DAY_MINUTES) }),
        },
      }),
  },
  {
    name: 'no-sto',
    title: 'STO never has a result',
    expect: { verdict: 'inconclusive', reason: /STO/ },
    inputs: BRIEF,
    world: () => createShop(bothPlatforms(undefined)),
  },
  {
    name: 'sto-if-present-absent',
    title: 'STO has no result, and none is required',
    expect: { verdict: 'passed', reason: /^Passed/ },
    inputs: { sto: 'if-present' },
    world: () => createShop(bothPlatforms(undefined)),
  },
  {
    name: 'sto-on-one-platform',
    title: 'STO has a result for amd64 only',
    expect: { verdict: 'inconclusive', reason: /STO has no result for linux\/arm64/ },
    inputs: BRIEF,
    world: () => createShop({ integration: { [ARM64.digest]: integration({}) } }),
  },
  {
    name: 'sto-empty-shell',
    title: 'STO sends zeros without an execution: absent, not clean',
    expect: { verdict: 'inconclusive', reason: /STO/ },
    inputs: BRIEF,
    world: () =>
      createShop(
        bothPlatforms(stoResult({ executionId: '', lastScanned: '', medium: 0, low: 0, info: 0 })),
      ),
  },
  {
    name: 'sto-count-missing',
    title: 'STO sends everything but the critical count',
    expect: { verdict: 'inconclusive', reason: /STO|critical/ },
    inputs: BRIEF,
    world: () => createShop(bothPlatforms(stoResult({ critical: undefined }))),
  },
  {
    name: 'sto-malformed',
    title: 'STO sends the critical count as text',
    expect: { verdict: 'inconclusive', reason: /STO|critical/ },
    inputs: BRIEF,
    malformed: true,
    world: () => createShop(bothPlatforms(stoResult({ critical: '2' }))),
  },
  {
    name: 'sto-negative',
    title: 'STO sends a count below zero',
    expect: { verdict: 'inconclusive', reason: /STO|critical/ },
    inputs: BRIEF,
    world: () => createShop(bothPlatforms(stoResult({ critical: -1 }))),
  },
  {
    name: 'sto-total-too-large',
    title: 'STO says more issues than its counts hold',
    expect: { verdict: 'inconclusive', reason: /STO|total/ },
    inputs: BRIEF,
    world: () =>
      createShop({
        integration: { [AMD64.digest]: integration({ sto: { ...stoResult(), total: 40 } }) },
      }),
  },
  {
    name: 'sto-from-the-future',
    title: 'STO says that the scan ends in an hour',
    expect: { verdict: 'inconclusive', reason: /STO|future|scan/i },
    inputs: BRIEF,
    world: () =>
      createShop({
        integration: { [AMD64.digest]: goodIntegration({ lastScanned: secondsAgo(-60) }) },
      }),
  },
];
