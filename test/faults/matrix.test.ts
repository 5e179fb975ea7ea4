import { describe, expect, it } from 'vitest';
import type { CallName } from '../simulator/calls.ts';
import { ENDINGS, type Ending, type Entry, NETWORK, SERVICE } from './catalogue.ts';
import { answers } from './content-faults.ts';
import type { Plan } from './exchange.ts';
import { type Judged, judgeMany } from './judged-images.ts';
import { byImage } from './many-images.ts';
import { acceptedEndings, CALLS } from './matrix-endings.ts';
import { collectRows } from './record.ts';
import { limit } from './trial.ts';

/**
 * Every fault at every call: each image of a run meets a fault of its own at one call, and all of its other calls
 * are answered. Images that meet none pass beside them. Time runs fast, so that time-outs of 30 s take one.
 */
const ENTRIES: readonly Entry[] = [...NETWORK, ...SERVICE].filter(({ isAlone }) => !isAlone);
const PASSING: readonly Entry[] = ENTRIES.filter(({ isPassing }) => isPassing);
const UNTOUCHED = 2;
/** More would be slow for want of processors, not for the fault. */
const inThrees = limit(3);
const record = collectRows('every fault at every call');
const endings = new Map<string, Map<string, string[]>>();

const routeGone = answers({ status: 404, type: 'text/plain', body: '404 page not found\n' });

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
      scanned: name === 'xraySummary' ? 'before' : 'now',
      inputs: { 'appear-timeout': patience, 'scan-timeout': patience },
    }),
  );
  return images;
}

function endingOf(reason: string): Ending | undefined {
  const names = Object.keys(ENDINGS) as Ending[];
  return names.find((ending) => ENDINGS[ending].test(reason));
}

function note(fault: string, what: string, call: string): void {
  const ended = endings.get(fault) ?? new Map<string, string[]>();
  endings.set(fault, ended.set(what, [...(ended.get(what) ?? []), call]));
}

describe.concurrent('every fault', () => {
  it.each(CALLS)(
    'met for ever at %s is never green, and the reason says what came',
    async (name) => {
      const images = await judge(name, ENTRIES, Number.POSITIVE_INFINITY);
      for (const [index, entry] of ENTRIES.entries()) {
        const { verdict, reason } = images[index] ?? { verdict: 'missing', reason: 'missing' };
        const accepted = acceptedEndings(name, entry);
        const ending = endingOf(reason);
        expect(accepted, `${entry.name} at ${name}: ${reason}`).toContain(ending);
        expect(verdict, reason).toBe(ending === 'passes' ? 'passed' : 'inconclusive');
        note(entry.name, accepted[0] ?? '', name);
      }
      for (let index = 0; index < UNTOUCHED; index += 1) {
        expect(images[ENTRIES.length + index]?.verdict).toBe('passed');
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

describe('the page', () => {
  it('has a row for each fault', () => {
    for (const [fault, ended] of endings) {
      const parts = [...ended].map(
        ([what, calls]) =>
          `${what} (${calls.length === CALLS.length ? 'all calls' : calls.sort().join(', ')})`,
      );
      record({ fault, ended: parts.sort().join('; ') });
    }
    expect(endings.size).toBe(ENTRIES.length);
  });
});
