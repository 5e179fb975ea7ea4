import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneLine } from './text.ts';

describe('oneLine', () => {
  it.each([
    ['plain text stays', 'Bad Gateway', 'Bad Gateway'],
    ['line breaks and tabs become one space', 'a\r\n\tb\u2028c', 'a b c'],
    ['controls and escape sequences lose their power', 'a\u001b[31mb\u0085\u007f', 'a[31mb'],
    ['bidi and zero-width characters go', 'a\u202eb\u200bc\u2066d\ufeff', 'abcd'],
    ['a workflow command is disarmed', '  ::set-output name=a::b', ': :set-output name=a::b'],
    ['a command hidden behind a zero-width character too', ':\u200b:error::x', ': :error::x'],
    ['the old command form is disarmed anywhere', 'x ##[error]y', 'x ## [error]y'],
    ['a pair of colons inside stays', 'a::b', 'a::b'],
    ['half a surrogate pair becomes readable', 'a\ud800b', 'a\ufffdb'],
  ])('%s', (_, text, line) => {
    expect(oneLine(text)).toBe(line);
  });

  it('cuts by code points and says so', () => {
    expect(oneLine('😀'.repeat(5), 3)).toBe('😀😀…');
    expect(oneLine('abc', 3)).toBe('abc');
  });

  it('says that it cut even where little of a huge text is visible', () => {
    expect(oneLine(`a${'\u200b'.repeat(9_000)}b`)).toBe('a…');
  });

  it('is one harmless, bounded line whatever comes in', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const line = oneLine(text);
        expect([...line].length).toBeLessThanOrEqual(200);
        expect(line).not.toMatch(/^\s*::|##\[|[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
      }),
    );
  });
});
