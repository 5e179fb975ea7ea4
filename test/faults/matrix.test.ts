import { describe, expect, it } from 'vitest';
import type { CallName } from '../simulator/calls.ts';
import { type Entry, EVERYWHERE, endingOf } from './catalogue.ts';
import { routeGone } from './content-faults.ts';
import { EndedCalls } from './ended-calls.ts';
import type { Plan } from './exchange.ts';
import { type Judged, judgeMany } from './judged-images.ts';
import { byImage, type Crowd } from './many-images.ts';
import { acceptedEndings, CALLS, UNLISTED } from './matrix-endings.ts';
import { collectRows } from './record.ts';
import { limit } from './trial.ts';

/**
 * Every fault at every call: each image of a run meets a fault of its own at one call, and all of its other calls
 * are answered. Images that meet none pass beside them. Time runs fast, so that time-outs of 30 s take one.
 */
const PASSING: readonly Entry[] = EVERYWHERE.filter(({ isPassing }) => isPassing);
const UNTOUCHED = 2;
/** More would be slow for want of processors, not for the fault. */
const inThrees = limit(3);
const record = collectRows('every fault at every call');
const ended = new EndedCalls(CALLS);

/** What leads to the calls that a good image in one registry does not need. */
const CROWDS: Partial<Record<CallName, Crowd>> = {
  listRegistries: { registries: 'own' },
  xraySummary: { scanned: 'before' },
};

function meeting(name: CallName, met: readonly Entry[], times: number): Plan {
  return byImage((image, call) => {
    if (name === 'versions' && call.name === 'tags') return routeGone;
    const isProbe = call.url.endsWith('/1.4.2/manifest.json');
    return call.name === name && call.nth <= times && !isProbe ? met[image]?.fault : undefined;
  });
}

async function judge(
  name: CallName,
  met: readonly Entry[],
  times: number,
): Promise<readonly Judged[]> {
  const patience = times > 2 ? '60s' : '10m';
  const { images } = await inThrees(() =>
    judgeMany(met.length + UNTOUCHED, meeting(name, met, times), {
      crowd: CROWDS[name] ?? {},
      inputs: { 'appear-timeout': patience, 'scan-timeout': patience },
    }),
  );
  return images;
}

describe.concurrent('every fault', () => {
  it.each(CALLS)(
    'met for ever at %s is never green, and the reason says what came',
    async (name) => {
      const images = await judge(name, EVERYWHERE, Number.POSITIVE_INFINITY);
      for (const [index, entry] of EVERYWHERE.entries()) {
        const { verdict, reason } = images[index] ?? { verdict: 'missing', reason: 'missing' };
        const accepted = acceptedEndings(name, entry);
        const ending = endingOf(reason);
        expect(accepted, `${entry.name} at ${name}: ${reason}`).toContain(ending);
        expect(verdict, reason).toBe(ending === 'passes' ? 'passed' : 'inconclusive');
        ended.note(entry.name, accepted[0] ?? entry.ending, name);
      }
      for (let index = 0; index < UNTOUCHED; index += 1) {
        expect(images[EVERYWHERE.length + index]?.verdict).toBe('passed');
      }
    },
    60_000,
  );

  it.each(CALLS)(
    'that may pass, met twice at %s, is got over',
    async (name) => {
      const images = await judge(name, PASSING, 2);
      for (const [index, entry] of PASSING.entries()) {
        const { verdict, reason } = images[index] ?? {};
        expect(verdict, `${entry.name} at ${name}: ${reason}`).toBe('passed');
      }
    },
    60_000,
  );
});

describe('a list of registries that is refused or empty', () => {
  const met = EVERYWHERE.filter(({ name }) => UNLISTED.includes(name));

  it('is done without where the registry is the account’s own', async () => {
    const { images } = await judgeMany(met.length, meeting('listRegistries', met, 1e9), {
      crowd: { registries: 'own', space: 'account' },
    });
    expect(met.length).toBe(UNLISTED.length);
    for (const { verdict, reason } of images) expect(verdict, reason).toBe('passed');
  });
});

describe('the page', () => {
  it('has a row for each fault', () => {
    for (const row of ended.rows()) record(row);
    expect(ended.rows().length).toBe(EVERYWHERE.length);
  });
});
