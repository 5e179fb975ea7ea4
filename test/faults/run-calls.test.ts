import { describe, expect, it } from 'vitest';
import { type Entry, EVERYWHERE, endingOf } from './catalogue.ts';
import { EndedCalls } from './ended-calls.ts';
import { collectRows } from './record.ts';
import { acceptedEndings, type Meeting, meetAt, RUN_CALLS, type RunCall } from './run-calls.ts';
import { limit } from './trial.ts';

/** Every fault at the calls that a run makes once: a run for each fault. Time runs fast. */
const MOST_MB = 150;
const inThrees = limit(3);
const record = collectRows('every fault at the calls of a run');
const ended = new EndedCalls(RUN_CALLS);
const FAST = { preload: ['fast-time.mjs'], env: { TIME_SPEED: '20' } };
const QUICK = { 'poll-min-interval': '20ms', 'poll-max-interval': '400ms' };
/** An outage lasts until the deadline; everything else must end long before. */
const PATIENT = { ...QUICK, 'appear-timeout': '10m', 'scan-timeout': '10m' };
const BRIEF = { ...QUICK, 'appear-timeout': '20s', 'scan-timeout': '20s' };

const MET = RUN_CALLS.flatMap((call) =>
  EVERYWHERE.map((entry) => [call, entry.name, entry] as const),
);

function passingAt(call: RunCall): readonly Entry[] {
  return EVERYWHERE.filter(
    (entry) => entry.isPassing && !acceptedEndings(call, entry).includes('passes'),
  );
}

/** A run whose requests of that call meet these faults in turn, and how many such requests there were. */
async function meet(call: RunCall, meeting: Meeting, inputs: Readonly<Record<string, string>>) {
  let asked = 0;
  const counting: Meeting = (nth) => {
    asked = nth;
    return meeting(nth);
  };
  const outcome = await inThrees(() => meetAt(call, counting, { ...FAST, inputs }));
  return { ...outcome, asked };
}

describe.concurrent('a call that is made once in a run', () => {
  it.each(MET)(
    '%s that always meets %s: the run ends, and the reason says what came',
    async (call, name, entry) => {
      const accepted = acceptedEndings(call, entry);
      const isOutage = accepted.includes('no time left');
      const run = await meet(call, () => entry.fault, isOutage ? BRIEF : PATIENT);
      const ending = endingOf(run.reason);
      expect(accepted, run.reason).toContain(ending);
      expect(run.verdict, run.reason).toBe(ending === 'passes' ? 'passed' : 'inconclusive');
      expect(run.asked).toBeGreaterThan(0);
      expect(run.peakMb).toBeLessThan(MOST_MB);
      ended.note(name, accepted[0] ?? entry.ending, call);
    },
  );

  it.each(RUN_CALLS)(
    '%s that meets each fault that may pass twice, one after the other, is got over',
    async (call) => {
      const met = passingAt(call).flatMap(({ fault }) => [fault, fault]);
      const run = await meet(call, (nth) => met[nth - 1], PATIENT);
      expect(run.verdict, run.reason).toBe('passed');
      expect(run.asked).toBeGreaterThan(met.length);
    },
  );
});

describe('the page', () => {
  it('has a row for each fault', () => {
    for (const row of ended.rows()) record(row);
    expect(ended.rows().length).toBe(EVERYWHERE.length);
  });
});
