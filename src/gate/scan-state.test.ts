import { describe, expect, it } from 'vitest';
import { part } from '../policy/evidence.fixture.ts';
import { statusOf } from './ports.fixture.ts';
import { hasBegun, readScanState } from './scan-state.ts';

describe('readScanState', () => {
  it.each(['NOT_SCANNED', 'PENDING', 'SCANNING', 'done', 'anything else'])(
    'calls %s unfinished',
    (state) => {
      expect(readScanState(statusOf(state))).toEqual({ kind: 'unfinished', state });
    },
  );

  it('calls no state not started', () => {
    expect(readScanState(statusOf(''))).toEqual({ kind: 'unfinished', state: 'not started' });
  });

  it.each(['DONE', 'PARTIAL', 'FAILED', 'NOT_SUPPORTED'])('calls %s ended', (state) => {
    expect(readScanState(statusOf(state))).toEqual({ kind: 'ended', state });
  });

  it('calls DONE unfinished while a part is running', () => {
    const parts = [part('sca', 'DONE'), part('exposures', 'SCANNING')];
    expect(readScanState(statusOf('DONE', { parts }))).toEqual({
      kind: 'unfinished',
      state: 'DONE, but exposures SCANNING',
    });
  });

  it.each(['FAILED', 'PARTIAL', 'NOT_SUPPORTED'])('does not wait for parts under %s', (state) => {
    const parts = [part('sca', 'SCANNING')];
    expect(readScanState(statusOf(state, { parts }))).toEqual({ kind: 'ended', state });
  });
});

describe('hasBegun', () => {
  it.each(['', 'NOT_SCANNED', 'NOT_SUPPORTED'])(
    'is false while nothing was scanned: “%s”',
    (state) => {
      expect(hasBegun(statusOf(state))).toBe(false);
      expect(hasBegun(statusOf(state, { parts: [] }))).toBe(false);
    },
  );

  it.each(['PENDING', 'SCANNING', 'DONE', 'PARTIAL', 'FAILED', 'anything else'])(
    'is true for %s',
    (state) => {
      expect(hasBegun(statusOf(state))).toBe(true);
    },
  );

  it.each(['FAILED', 'PARTIAL'])('is true when a part is %s, whatever the whole says', (state) => {
    expect(hasBegun(statusOf('NOT_SCANNED', { parts: [part('sca', state)] }))).toBe(true);
  });
});
