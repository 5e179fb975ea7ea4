import { describe, expect, it } from 'vitest';
import type { Reply } from '../simulator/answers.ts';
import { missingArtifact } from '../simulator/jfrog.ts';
import { goodIntegration, xrayNotStarted, xrayStatus } from '../simulator/scan-answers.ts';
import { answers } from './content-faults.ts';
import type { Fault } from './exchange.ts';
import { judgeMany } from './judged-images.ts';
import { byImage } from './many-images.ts';
import { collectRows } from './record.ts';
import { resetBeforeHeaders } from './wire-faults.ts';

const record = collectRows('states and counts');

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

const OPEN = ['FAILED', 'PARTIAL', 'ODD', 'SCANNING'];
const PARTS = (['sca', 'contextual', 'exposures', 'violations'] as const).flatMap((part) => [
  ...OPEN.map((state) => ({ part, state, ended: 'inconclusive' })),
  { part, state: 'NOT_SCANNED', ended: part === 'sca' ? 'inconclusive' : 'passed' },
  ...(part === 'sca' ? [] : [{ part, state: 'NOT_SUPPORTED', ended: 'passed' }]),
  { part, state: 'DONE', ended: 'passed' },
]);

describe.concurrent('states of Xray', () => {
  it('in every order, backwards and unknown ones among them, are waited for until DONE', async () => {
    const { images, outcome } = await judgeMany(
      PAIRS.length,
      inOrder(PAIRS, () => xrayStatus('DONE')),
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

const DEEP = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
const COUNTS = [
  'null',
  '-1',
  '-0.0001',
  '0.5',
  '"0"',
  '"2"',
  '""',
  '1e300',
  '9007199254740993',
  'true',
  'false',
  '[]',
  '[0]',
  '{}',
  DEEP,
  'left out',
];

describe.concurrent('a count of STO', () => {
  it.each(['critical', 'high'])(
    'that is no whole number from 0 up never passes as %s',
    async (field) => {
      const { images, outcome } = await judgeMany(
        COUNTS.length,
        byImage((image, call) => {
          const value = COUNTS[image] ?? '';
          const reply = goodIntegration({ [field]: value === 'left out' ? undefined : 'HERE' });
          const body = reply === 'drop' ? '' : reply.body.replace('"HERE"', value);
          return call.name === 'integrationdetails' ? answers({ status: 200, body }) : undefined;
        }),
        { inputs: { 'scan-timeout': '20s' } },
      );
      for (const [index, value] of COUNTS.entries()) {
        const shown = value.length > 40 ? 'arrays in arrays, 50,000 deep' : value;
        const ended = images[index];
        expect(ended?.verdict, `${field} ${shown}: ${ended?.reason}`).toBe('inconclusive');
        record({ fault: `STO ${field}: ${shown}`, ended: 'inconclusive' });
      }
      expect(outcome.peakMb).toBeLessThan(250);
    },
    60_000,
  );
});
