import type { Reply } from '../answers.ts';
import { html, json, tooManyRequests } from '../answers.ts';
import { AMD64, ARM64 } from '../builds.ts';
import type { Call } from '../calls.ts';
import { integration, sbomResult, stoResult } from '../scan-answers.ts';
import type { Scenario } from '../scenario.ts';
import { createShop } from '../shop.ts';

const PASSED = { verdict: 'passed', reason: /^Passed/ } as const;
const LOGIN = 'https://login.example.com';

function inFrontOfHarness(answer: (call: Call) => Reply | undefined) {
  return createShop({
    intercept: (call) => (call.system === 'harness' ? answer(call) : undefined),
  });
}

/** What stands in front of the services, and what comes back instead of an answer. */
export const outageScenarios: readonly Scenario[] = [
  {
    name: 'throttled',
    title: 'Bursts of 429 from both services, without Retry-After',
    expect: PASSED,
    world: () =>
      createShop({
        intercept: ({ nthOfSystem }) =>
          [2, 3, 7, 8, 9, 14].includes(nthOfSystem) ? tooManyRequests() : undefined,
      }),
  },
  {
    name: 'short-outage',
    title: 'Both services are down for the first three requests',
    expect: PASSED,
    world: () =>
      createShop({
        intercept: ({ nthOfSystem }) =>
          nthOfSystem <= 3 ? html(503, 'Service Unavailable') : undefined,
      }),
  },
  {
    name: 'harness-unreachable',
    title: 'Harness never answers with anything but 502',
    expect: { verdict: 'inconclusive', reason: /Harness|unreachable|502/i },
    inputs: { 'appear-timeout': '600ms', 'scan-timeout': '800ms' },
    world: () => inFrontOfHarness(() => html(502, 'Bad Gateway')),
  },
  {
    name: 'xray-unreachable',
    title: 'JFrog never answers with anything but 503',
    expect: { verdict: 'inconclusive', reason: /Xray|JFrog|unreachable|503/i },
    inputs: { 'appear-timeout': '600ms', 'scan-timeout': '800ms' },
    world: () =>
      createShop({
        intercept: (call) =>
          call.system === 'jfrog' ? html(503, 'Service Unavailable') : undefined,
      }),
  },
  {
    name: 'login-page',
    title: 'A login page with status 200 instead of Harness',
    expect: { verdict: 'inconclusive', reason: /HTML|login|sign-in|page/i },
    world: () => inFrontOfHarness(() => html(200, 'Sign in')),
  },
  {
    name: 'redirect',
    title: 'A redirect to a login host instead of Harness',
    expect: { verdict: 'inconclusive', reason: /redirect|login\.example\.com/i },
    world: () =>
      inFrontOfHarness((call) => ({
        status: 302,
        headers: { Location: `${LOGIN}/sso?return=${encodeURIComponent(call.url)}` },
        body: '',
      })),
  },
  {
    name: 'failure-envelope',
    title: 'Good counts in an envelope that says FAILURE',
    expect: { verdict: 'inconclusive', reason: /STO|FAILURE|integrationdetails|Harness/ },
    inputs: { 'scan-timeout': '600ms' },
    world: () => {
      const good = integration({ sto: stoResult(), sbom: sbomResult() });
      const failure =
        good === 'drop' ? good : { ...good, body: good.body.replace('"SUCCESS"', '"FAILURE"') };
      return createShop({ integration: { [AMD64.digest]: failure, [ARM64.digest]: failure } });
    },
  },
  {
    name: 'unreadable-counts',
    title: 'JSON of another service instead of the counts',
    expect: { verdict: 'inconclusive', reason: /STO|unrecognised|integrationdetails|Harness/i },
    inputs: { 'scan-timeout': '600ms' },
    malformed: true,
    world: () => {
      const foreign = json(200, { ok: true, result: [] });
      return createShop({ integration: { [AMD64.digest]: foreign, [ARM64.digest]: foreign } });
    },
  },
];
