import { describe, expect, it } from 'vitest';
import { listAlternatives, quote } from './quote.ts';

describe('quote', () => {
  it('leaves a plain text as it is', () => {
    expect(quote('app:1.4.2')).toBe('"app:1.4.2"');
  });

  it('makes line breaks, escapes and invisible characters visible as question marks', () => {
    expect(quote('a\n::error::b\u001b[31m\u202ec\u2028\ud800')).toBe('"a?::error::b?[31m?c??"');
  });

  it.each([
    ['https://user:hunter2@host/x', '"…host/x"'],
    ['user:https://hunter2@c', '"…c"'],
    ['a@hunter2@c', '"…c"'],
    ['hunter2%40c', '"…c"'],
    [`x://u:hunter2@sha256:${'0'.repeat(4)}`, '"x://…@sha256:0000"'],
    ['line\nhunter2@c', '"…c"'],
  ])('never shows a login: %j', (text, quoted) => {
    expect(quote(text)).toBe(quoted);
  });

  it('shows a digest', () => {
    expect(quote('app:1.4.2@sha256:12')).toBe('"app:1.4.2@sha256:12"');
  });

  it('shows at most 80 characters', () => {
    expect(quote('x'.repeat(80))).toBe(`"${'x'.repeat(80)}"`);
    expect(quote('x'.repeat(81))).toBe(`"${'x'.repeat(79)}…"`);
    expect(quote('😀'.repeat(81))).toBe(`"${'😀'.repeat(79)}…"`);
  });
});

describe('listAlternatives', () => {
  it('reads like a sentence', () => {
    expect(listAlternatives([])).toBe('');
    expect(listAlternatives(['a'])).toBe('a');
    expect(listAlternatives(['a', 'b'])).toBe('a or b');
    expect(listAlternatives(['a', 'b', 'c'])).toBe('a, b or c');
  });
});
