import { describe, expect, it } from 'vitest';
import type { Trouble, TroubleClass } from './trouble.ts';
import { decidingTrouble, mayRetry } from './trouble.ts';

function troubles(...classes: readonly TroubleClass[]): readonly Trouble[] {
  return classes.map((each, at) => ({ kind: 'trouble', class: each, what: `attempt ${at + 1}` }));
}

describe('mayRetry', () => {
  it('allows the first attempt', () => {
    expect(mayRetry([], 1)).toBe(true);
  });

  it.each<[string, readonly TroubleClass[]]>([
    ['outages', ['outage', 'outage', 'outage', 'outage', 'outage']],
    ['too many requests', ['throttled', 'throttled', 'throttled', 'throttled']],
    ['one wrong answer', ['permission']],
    ['one wrong answer behind outages', ['outage', 'outage', 'login-page']],
    ['wrong answers of different kinds', ['permission', 'unrecognised', 'login-page']],
    ['a host that was not found twice', ['unknown-host', 'outage', 'unknown-host']],
  ])('goes on after %s', (_, classes) => {
    expect(mayRetry(troubles(...classes), undefined)).toBe(true);
  });

  it.each<[string, readonly TroubleClass[]]>([
    ['the same wrong answer twice', ['permission', 'outage', 'permission']],
    ['a host that was not found three times', ['unknown-host', 'unknown-host', 'unknown-host']],
    ['a redirect', ['redirect']],
    ['a certificate that will not do', ['outage', 'tls']],
  ])('ends after %s', (_, classes) => {
    expect(mayRetry(troubles(...classes), undefined)).toBe(false);
  });

  it('ends at the most attempts that the caller allows', () => {
    expect(mayRetry(troubles('outage', 'outage'), 3)).toBe(true);
    expect(mayRetry(troubles('outage', 'outage', 'outage'), 3)).toBe(false);
  });
});

describe('decidingTrouble', () => {
  it('is the last one that says more than "slow down"', () => {
    const all = troubles('permission', 'outage', 'throttled', 'throttled');
    expect(decidingTrouble(all)?.what).toBe('attempt 2');
  });

  it('is the last one where all say "slow down"', () => {
    expect(decidingTrouble(troubles('throttled', 'throttled', 'throttled'))?.what).toBe(
      'attempt 3',
    );
  });

  it('is none where nothing went wrong', () => {
    expect(decidingTrouble([])).toBeUndefined();
  });
});
