import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDuration, parseDuration } from './durations.ts';

describe('parseDuration', () => {
  it.each([
    ['500ms', 500],
    ['90s', 90_000],
    ['5m', 300_000],
    ['1h30m', 5_400_000],
    ['30d', 2_592_000_000],
    ['1d2h3m4s5ms', 93_784_005],
    ['0s', 0],
  ])('reads %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each([
    '',
    '5',
    's',
    '-5s',
    '+5s',
    '1.5h',
    '1e3s',
    '05s',
    '5 s',
    '5S',
    '5sec',
    '30m1h',
    '5m5m',
    '5min',
    '1w',
    'PT5M',
    '٥s',
    '9007199254740992ms',
    `${'9'.repeat(400)}d`,
  ])('does not read %j', (text) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it('adds up its units', () => {
    const part = fc.nat({ max: 999 });
    fc.assert(
      fc.property(part, part, part, (hours, minutes, seconds) => {
        const milliseconds = hours * 3_600_000 + minutes * 60_000 + seconds * 1_000;
        expect(parseDuration(`${hours}h${minutes}m${seconds}s`)).toBe(milliseconds);
      }),
    );
  });
});

describe('checkDuration', () => {
  const range = { from: '1s', to: '1h' };

  it.each([
    ['1s', 1_000],
    ['1h', 3_600_000],
  ])('allows the end %s of the range', (text, value) => {
    expect(checkDuration('scan-timeout', text, range)).toEqual({ ok: true, value });
  });

  it.each(['999ms', '1h1ms', '0s'])('refuses %s outside the range and names its ends', (text) => {
    expect(checkDuration('scan-timeout', text, range)).toEqual({
      ok: false,
      problems: [`scan-timeout must be from 1s to 1h, not "${text}"`],
    });
  });

  it('shows how a duration is written', () => {
    expect(checkDuration('scan-timeout', 'soon', range)).toEqual({
      ok: false,
      problems: [
        'scan-timeout must be a duration such as 500ms, 90s, 5m, 1h30m or 30d, not "soon"',
      ],
    });
  });
});
