import { describe, expect, it } from 'vitest';
import { problemsOf, readExample } from './inputs.fixture.ts';

describe('limits', () => {
  it.each([
    'max-critical',
    'max-high',
    'max-medium',
    'max-low',
    'max-info',
    'max-sbom-deny-list-violations',
  ] as const)('%s is a whole number or unlimited', (name) => {
    const wrong = [
      '-1',
      '+1',
      '1.10',
      '1e3',
      '01',
      '0x1',
      '1_000',
      '1 0',
      '٣',
      'Unlimited',
      'none',
      '9007199254740992',
    ];
    for (const text of wrong) {
      expect(problemsOf({ [name]: text })).toEqual([
        `${name} must be a whole number from 0, or unlimited, not "${text}"`,
      ]);
    }
  });

  it('reads them', () => {
    const { policy } = readExample({
      'max-critical': '1',
      'max-high': 'unlimited',
      'max-medium': ' 10 ',
      'max-low': '9007199254740991',
      'max-info': '0',
    });
    expect(policy.max).toEqual({
      critical: 1,
      high: 'unlimited',
      medium: 10,
      low: Number.MAX_SAFE_INTEGER,
      info: 0,
    });
  });
});

describe('max-scan-age', () => {
  it("is not limited where STO, which tells the scan's age, is off", () => {
    expect(problemsOf({ sto: 'off', 'max-scan-age': '30d' })).toEqual([
      "max-scan-age limits the age of STO's scan, but sto is off: set sto: if-present, or leave max-scan-age out",
    ]);
    expect(problemsOf({ sto: 'if-present', 'max-scan-age': '30d' })).toEqual([]);
  });
});
