import { describe, expect, it } from 'vitest';
import type { Reply } from '../simulator/answers.ts';
import { missingArtifact } from '../simulator/jfrog.ts';
import { missingIntegration, xrayNotStarted, xrayStatus } from '../simulator/scan-answers.ts';
import { answers } from './content-faults.ts';
import type { Fault } from './exchange.ts';
import { judgeMany, SPEED } from './judged-images.ts';
import { byImage } from './many-images.ts';
import { collectRows } from './record.ts';
import { resetBeforeHeaders } from './wire-faults.ts';

const record = collectRows('states');

function replying(reply: Reply): Fault {
  if (reply === 'drop') return resetBeforeHeaders;
  const { status, contentType = '', body } = reply;
  return answers({ status, type: contentType, body });
}

const UNFINISHED: Readonly<Record<string, () => Reply>> = {
  'no status': () => missingArtifact('docker-local', 'app'),
  NOT_SCANNED: () => xrayNotStarted(),
  '(empty)': () => xrayNotStarted(''),
  PENDING: () => xrayNotStarted('PENDING'),
  SCANNING: () => xrayStatus('SCANNING'),
  REINDEXING: () => xrayStatus('REINDEXING'),
  'DONE, sca SCANNING': () => xrayStatus('DONE', { sca: 'SCANNING' }),
  'DONE, exposures PENDING': () => xrayStatus('DONE', { exposures: 'PENDING' }),
};
const NAMES = Object.keys(UNFINISHED);
const PAIRS = NAMES.flatMap((one) => NAMES.map((other) => [one, other] as const)).filter(
  ([one, other]) => one !== other,
);

/** Each image's status: two states, then the last one for ever. */
function inOrder(pairs: readonly (readonly [string, string])[], last: () => Reply) {
  return byImage((image, call) => {
    if (call.name !== 'status') return undefined;
    const state = pairs[image]?.[call.nth - 1];
    return replying((UNFINISHED[state ?? ''] ?? last)());
  });
}

/** A busy machine must not make an outage of what it is slow at. */
const PATIENT = { 'appear-timeout': '10m', 'scan-timeout': '10m' };

/** Evidence that is older than 30 s is read again before a pass; where time runs fast, a busy machine costs seconds. */
const GROWN_OLD_MS = 50_000;

const OPEN = ['FAILED', 'PARTIAL', 'ODD', 'SCANNING'];
const PARTS = (['sca', 'contextual', 'exposures', 'violations'] as const).flatMap((part) => [
  ...OPEN.map((state) => ({ part, state, ended: 'inconclusive' })),
  { part, state: 'NOT_SCANNED', ended: part === 'sca' ? 'inconclusive' : 'passed' },
  { part, state: 'NOT_SUPPORTED', ended: part === 'sca' ? 'inconclusive' : 'passed' },
  { part, state: 'DONE', ended: 'passed' },
]);

describe.concurrent('states of Xray', () => {
  it('in every order, backwards and unknown ones among them, are waited for until DONE', async () => {
    const { images, outcome } = await judgeMany(
      PAIRS.length,
      inOrder(PAIRS, () => xrayStatus('DONE')),
      { inputs: PATIENT },
    );
    record({
      fault: `${PAIRS.length} orders of ${NAMES.length} unfinished states, then DONE`,
      ended: 'passed',
      ms: outcome.ms,
      peakMb: outcome.peakMb,
    });
    for (const [index, pair] of PAIRS.entries()) {
      expect(images[index]?.verdict, `${pair.join(', ')}: ${images[index]?.reason}`).toBe('passed');
    }
  }, 60_000);

  it.each(['FAILED', 'PARTIAL', 'NOT_SUPPORTED'])(
    'that lead to %s never pass',
    async (state) => {
      const pairs = PAIRS.filter((_, index) => index % 5 === 0);
      const { images, outcome } = await judgeMany(
        pairs.length,
        inOrder(pairs, () => xrayStatus(state)),
        { inputs: PATIENT },
      );
      record({
        fault: `${pairs.length} orders of unfinished states, then ${state}`,
        ended: 'inconclusive',
        ms: outcome.ms,
        peakMb: outcome.peakMb,
      });
      for (const { verdict, reason } of images) {
        expect(verdict).toBe('inconclusive');
        expect(reason).toContain(state);
      }
    },
    60_000,
  );

  it('that never end are told with the last one seen', async () => {
    const { images } = await judgeMany(
      NAMES.length,
      byImage((image, call) =>
        call.name === 'status' ? replying(UNFINISHED[NAMES[image] ?? '']?.() ?? 'drop') : undefined,
      ),
      { inputs: { 'scan-timeout': '20s' } },
    );
    record({ fault: `each of ${NAMES.length} unfinished states for ever`, ended: 'inconclusive' });
    for (const { verdict } of images) expect(verdict).toBe('inconclusive');
  }, 60_000);

  it('that go back behind DONE before the second reading never pass', async () => {
    const states = [...NAMES, 'FAILED', 'ODD'];
    const later = (image: number) =>
      UNFINISHED[states[image] ?? ''] ?? (() => xrayStatus(states[image] ?? ''));
    const doneAt = new Map<number, number>();
    const { images, outcome } = await judgeMany(
      states.length,
      byImage((image, { name, nth }) => {
        if (name === 'status' && nth > 1) return replying(later(image)());
        if (name === 'status') doneAt.set(image, performance.now());
        if (name !== 'integrationdetails') return undefined;
        const age = performance.now() - (doneAt.get(image) ?? performance.now());
        return age < GROWN_OLD_MS / SPEED ? replying(missingIntegration()) : undefined;
      }),
      { inputs: { 'scan-timeout': '5m' } },
    );
    record({
      fault: `each of ${states.length} states once Xray was DONE`,
      ended: 'inconclusive',
      ms: outcome.ms,
      peakMb: outcome.peakMb,
    });
    for (const [index, state] of states.entries()) {
      const { verdict, reason } = images[index] ?? {};
      expect(verdict, `${state}: ${reason}`).toBe('inconclusive');
      expect(reason, state).toMatch(/Xray/);
    }
  }, 60_000);

  it('under DONE decide part by part', async () => {
    const { images } = await judgeMany(
      PARTS.length,
      byImage((image, call) => {
        const { part = 'sca', state = '' } = PARTS[image] ?? {};
        return call.name === 'status' ? replying(xrayStatus('DONE', { [part]: state })) : undefined;
      }),
    );
    for (const [index, { part, state, ended }] of PARTS.entries()) {
      const { verdict, reason } = images[index] ?? {};
      record({ fault: `DONE with ${part} ${state}`, ended });
      expect(verdict, `${part} ${state}: ${reason}`).toBe(ended);
    }
  }, 60_000);
});
