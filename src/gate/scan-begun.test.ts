import { describe, expect, it } from 'vitest';
import { hasBegun } from './scan-state.ts';

const status = (state: string, ...parts: { name: string; state: string }[]) => ({
  state,
  at: undefined,
  parts,
});

describe('a scan has begun', () => {
  it.each(['', 'NOT_SCANNED', 'NOT_SUPPORTED'])('not while it is "%s"', (state) => {
    expect(hasBegun(status(state))).toBe(false);
  });

  it('when a part of it has failed, whatever the whole says', () => {
    expect(hasBegun(status('NOT_SCANNED', { name: 'sca', state: 'FAILED' }))).toBe(true);
  });
});
