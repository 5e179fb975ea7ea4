import { html, xrayError } from '../answers.ts';
import { xrayNotStarted, xrayStatus } from '../scan-answers.ts';
import type { Scenario } from '../scenario.ts';
import { createShop } from '../shop.ts';
import { xrayStatusSample } from '../vendor-samples.ts';

const PASSED = { verdict: 'passed', reason: /^Passed/ } as const;
const BRIEF = { 'scan-timeout': '500ms' };

/** What Xray says, and what it says too early. */
export const xrayScenarios: readonly Scenario[] = [
  {
    name: 'xray-sample',
    title: "The vendor's own sample answer",
    expect: PASSED,
    world: () =>
      createShop({
        file: { status: xrayStatusSample(), storedAt: '2024-07-04T08:58:11.204+02:00' },
      }),
  },
  {
    name: 'scanning-then-done',
    title: 'Every state on the way, an overall DONE with an unfinished part among them',
    expect: PASSED,
    world: () =>
      createShop({
        file: {
          status: ({ nth }) => {
            if (nth === 1) return xrayNotStarted();
            if (nth === 2) return xrayNotStarted('PENDING');
            if (nth < 5)
              return xrayStatus('SCANNING', { contextual: 'PENDING', violations: 'NOT_SCANNED' });
            return nth === 5
              ? xrayStatus('DONE', { sca: 'DONE', exposures: 'SCANNING' })
              : xrayStatus('DONE');
          },
        },
      }),
  },
  {
    name: 'never-scanned',
    title: 'Xray never starts: the repository is not indexed',
    expect: { verdict: 'inconclusive', reason: /Xray.*NOT_SCANNED/ },
    inputs: BRIEF,
    world: () => createShop({ file: { status: xrayNotStarted() } }),
  },
  {
    name: 'always-scanning',
    title: 'Xray never finishes, though its time moves on',
    expect: { verdict: 'inconclusive', reason: /Xray.*SCANNING/ },
    inputs: BRIEF,
    world: () => createShop({ file: { status: () => xrayStatus('SCANNING') } }),
  },
  {
    name: 'scan-failed',
    title: 'The scan failed',
    expect: { verdict: 'inconclusive', reason: /Xray.*FAILED/ },
    world: () => createShop({ file: { status: () => xrayStatus('FAILED') } }),
  },
  {
    name: 'scan-partial',
    title: 'The scan ended incompletely',
    expect: { verdict: 'inconclusive', reason: /Xray.*PARTIAL/ },
    world: () => createShop({ file: { status: () => xrayStatus('PARTIAL') } }),
  },
  {
    name: 'scan-not-supported',
    title: 'Xray does not scan this kind of artifact',
    expect: { verdict: 'inconclusive', reason: /Xray.*NOT_SUPPORTED/ },
    world: () => createShop({ file: { status: () => xrayStatus('NOT_SUPPORTED') } }),
  },
  {
    name: 'scan-unrecognised',
    title: 'A state that nobody has seen before',
    expect: { verdict: 'inconclusive', reason: /Xray.*REINDEXING/ },
    inputs: BRIEF,
    world: () => createShop({ file: { status: () => xrayStatus('REINDEXING') } }),
  },
  {
    name: 'done-violations-failed',
    title: 'Overall DONE, but the violations could not be worked out',
    expect: { verdict: 'inconclusive', reason: /violations.*FAILED|FAILED.*violations/ },
    world: () =>
      createShop({ file: { status: () => xrayStatus('DONE', { violations: 'FAILED' }) } }),
  },
  {
    name: 'done-violations-not-scanned',
    title: 'Overall DONE, and no watch covers the repository',
    expect: PASSED,
    world: () =>
      createShop({ file: { status: () => xrayStatus('DONE', { violations: 'NOT_SCANNED' }) } }),
  },
  {
    name: 'older-xray',
    title: 'An Xray that does not have the call yet',
    expect: { verdict: 'inconclusive', reason: /3\.80\.9/ },
    world: () =>
      createShop({
        intercept: (call) => (call.name === 'status' ? html(404, 'Not Found') : undefined),
      }),
  },
  {
    name: 'xray-forbidden',
    title: 'The token has no Read permission in Xray',
    expect: { verdict: 'inconclusive', reason: /permission|403/i },
    world: () =>
      createShop({
        intercept: (call) =>
          call.system === 'jfrog' ? xrayError(403, 'Permission denied') : undefined,
      }),
  },
  {
    name: 'xray-wrong-token',
    title: 'JFrog does not know the token',
    expect: { verdict: 'inconclusive', reason: /401|jfrog-access-token/ },
    inputs: { 'jfrog-access-token': ['revoked', 'jfrog', 'token'].join('-') },
    world: () => createShop(),
  },
  {
    name: 'xray-off',
    title: 'Nothing asked of JFrog at all',
    expect: PASSED,
    inputs: { xray: 'off' },
    without: ['jfrog-url', 'jfrog-access-token', 'jfrog-repository'],
    world: () => createShop({ files: [] }),
  },
];
