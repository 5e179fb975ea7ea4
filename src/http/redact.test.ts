import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from './redact.ts';

const SECRET = 'q7Zt/2b+Wx9LmNvR4sKd8Yh1';
const redact = createRedactor(`pat.AbC1xYz9.token1.${SECRET}`);
const base64 = (text: string) => Buffer.from(text).toString('base64');

describe('a redactor', () => {
  it.each([
    ['as it is', SECRET],
    ['in part', SECRET.slice(5, 20)],
    ['backwards', [...SECRET].reverse().join('')],
    ['in hex', Buffer.from(SECRET).toString('hex')],
    ['in URI form', encodeURIComponent(SECRET)],
    ['in base64', base64(SECRET)],
    ['in base64 behind one character', base64(`:${SECRET}`)],
    ['in base64 behind two characters', base64(`k:${SECRET}`)],
    ['in base64url', Buffer.from(SECRET).toString('base64url')],
  ])('removes a secret that is echoed %s', (_, echo) => {
    const clean = redact(`you sent ${echo} to us`);
    expect(clean).toContain('[redacted]');
    expect(clean).not.toContain(echo.slice(-12));
  });

  it('removes it behind the escapes of JSON', () => {
    const body = JSON.stringify({ message: SECRET }).replace(/[a-z](?=[A-Z0-9])/g, escape);
    expect(body).not.toContain(SECRET);
    expect(JSON.parse(redact(body))).toEqual({ message: '[redacted]' });
  });

  it('removes it from every string of an answer and leaves the rest as it was', () => {
    const body = JSON.stringify({ data: { [SECRET]: 1, list: [`x${SECRET}y`, 2, null] } });
    expect(JSON.parse(redact(body))).toEqual({
      data: { '[redacted]': 1, list: ['x[redacted]y', 2, null] },
    });
  });

  it('leaves an answer without it alone, byte for byte', () => {
    const body = '{ "account": "AbC1xYz9",\n "path": "/registry/AbC1xYz9/token1" }';
    expect(redact(body)).toBe(body);
  });

  it('leaves everything alone when the secret is too short to be told from other text', () => {
    expect(createRedactor('short')('short')).toBe('short');
  });

  it('leaves no twelve characters of the secret in any text', () => {
    const piece = fc
      .nat(SECRET.length - 12)
      .chain((from) =>
        fc.integer({ min: from + 12, max: SECRET.length }).map((to) => SECRET.slice(from, to)),
      );
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), piece)), (parts) => {
        const clean = redact(parts.join(' '));
        for (let at = 0; at + 12 <= SECRET.length; at += 1) {
          expect(clean).not.toContain(SECRET.slice(at, at + 12));
        }
      }),
    );
  });
});

function escape(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
