import { describe, expect, it } from 'vitest';
import { problemsOf, readExample } from './inputs.fixture.ts';

describe('times', () => {
  it('reads them in milliseconds', () => {
    const changes = {
      'appear-timeout': '90s',
      'scan-timeout': '1h30m',
      'poll-min-interval': '500ms',
      'poll-max-interval': '2m',
      'max-scan-age': '30d',
    };
    const { timing, policy } = readExample(changes);
    expect(timing).toEqual({
      appearTimeout: 90_000,
      scanTimeout: 5_400_000,
      pollMinInterval: 500,
      pollMaxInterval: 120_000,
    });
    expect(policy.maxScanAge).toBe(2_592_000_000);
  });

  it.each([
    ['appear-timeout', '0s', 'from 100ms to 24h'],
    ['scan-timeout', '25h', 'from 100ms to 24h'],
    ['poll-min-interval', '0ms', 'from 1ms to 1h'],
    ['poll-max-interval', '2h', 'from 1ms to 1h'],
    ['max-scan-age', '0d', 'from 1s to 3650d, or unlimited'],
    ['max-scan-age', 'never', 'a duration such as 500ms, 90s, 5m, 1h30m or 30d, or unlimited'],
  ] as const)('refuses %s: %s', (name, text, form) => {
    expect(problemsOf({ [name]: text })).toContain(`${name} must be ${form}, not "${text}"`);
  });

  it('does not poll with a shortest interval above the longest', () => {
    expect(problemsOf({ 'poll-min-interval': '61s' })).toEqual([
      'poll-min-interval must not be longer than poll-max-interval: set both, or leave both out',
    ]);
    expect(readExample({ 'poll-min-interval': '60s' }).timing.pollMinInterval).toBe(60_000);
  });
});
