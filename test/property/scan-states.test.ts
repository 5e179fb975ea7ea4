import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inTurn, statusOf } from '../../src/gate/ports.fixture.ts';
import type { StatusReading } from '../../src/gate/ports.ts';
import { type Run, runnerOf } from '../../src/gate/run.fixture.ts';
import { gate } from '../../src/gate.ts';
import { part } from '../../src/policy/evidence.fixture.ts';

/** Every word that Xray is known to send, an unknown one, none at all, and DONE with a part that is not. */
const STATUSES: Readonly<Record<string, StatusReading | undefined>> = {
  'no status': undefined,
  '(empty)': statusOf(''),
  NOT_SCANNED: statusOf('NOT_SCANNED'),
  PENDING: statusOf('PENDING'),
  SCANNING: statusOf('SCANNING'),
  REINDEXING: statusOf('REINDEXING'),
  'DONE, sca NOT_SCANNED': statusOf('DONE', { parts: [part('sca', 'NOT_SCANNED')] }),
  'DONE, violations SCANNING': doneBut('violations', 'SCANNING'),
  DONE: statusOf('DONE'),
  'DONE, sca NOT_SUPPORTED': statusOf('DONE', { parts: [part('sca', 'NOT_SUPPORTED')] }),
  'DONE, exposures FAILED': doneBut('exposures', 'FAILED'),
  PARTIAL: statusOf('PARTIAL'),
  FAILED: statusOf('FAILED'),
  NOT_SUPPORTED: statusOf('NOT_SUPPORTED'),
};
const NAMES = Object.keys(STATUSES);
/** Those that end the waiting, and how the reason words them; DONE has none. */
const FINAL: Readonly<Record<string, string>> = {
  DONE: '',
  'DONE, sca NOT_SUPPORTED': 'its part "sca" ended as NOT_SUPPORTED',
  'DONE, exposures FAILED': 'its part "exposures" ended as FAILED',
  PARTIAL: 'ended the scan as PARTIAL',
  FAILED: 'ended the scan as FAILED',
  NOT_SUPPORTED: 'ended the scan as NOT_SUPPORTED',
};
/** What is said of the last one seen when none of them ends it. */
const STILL: Readonly<Record<string, string>> = {
  'no status': 'Xray had no status',
  '(empty)': 'still not started',
  'DONE, sca NOT_SCANNED': 'still DONE, but sca NOT_SCANNED',
  'DONE, violations SCANNING': 'still DONE, but violations SCANNING',
};
const runGate = runnerOf(gate);

function doneBut(name: string, state: string): StatusReading {
  return statusOf('DONE', { parts: [part('sca', 'DONE'), part(name, state)] });
}

/** The first that ends it decides, whatever came before and would come behind; else the last one stays for ever. */
async function expectFirstFinal(names: readonly string[]): Promise<void> {
  const [first, ...rest] = names.map((name) => STATUSES[name]);
  const run = await runGate({ scanner: { readStatus: inTurn(first, ...rest) } });
  const at = names.findIndex((name) => FINAL[name] !== undefined);
  const what = `${names.join(', ')}: ${run.verdict}: ${run.reason}`;
  if (at < 0) expectTimeOut(run, names.at(-1) ?? '', what);
  else expectEnd(run, FINAL[names[at] ?? ''] ?? '', at + 1, what);
}

function expectEnd(run: Run, words: string, polls: number, what: string): void {
  expect(run.verdict, what).toBe(words === '' ? 'passed' : 'inconclusive');
  expect(run.reason, what).toContain(words);
  expect(run.times('readStatus').length, what).toBe(polls);
}

function expectTimeOut(run: Run, last: string, what: string): void {
  expect(run.verdict, what).toBe('inconclusive');
  expect(run.reason, what).toContain(`${STILL[last] ?? `still ${last}`} after 30m`);
}

const TRIPLES = NAMES.flatMap((one) =>
  NAMES.flatMap((two) => NAMES.map((three) => [one, two, three])),
);

describe('the states of a scan', () => {
  it('in any three of them, one after the other, end with the first that is final', async () => {
    for (const triple of TRIPLES) await expectFirstFinal(triple);
    expect(TRIPLES.length).toBe(NAMES.length ** 3);
  }, 60_000);

  it('in any order of up to six end with the first that is final', async () => {
    const orders = fc.array(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 6 });
    await fc.assert(fc.asyncProperty(orders, expectFirstFinal), { numRuns: 1_000 });
  }, 60_000);
});
