import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRedactor } from './redact.ts';

const SECRET = 'q7Zt/2b+Wx9LmNvR4sKd8Yh1';
const redact = (text: string) => createRedactor(`pat.AbC1xYz9.token1.${SECRET}`)(text);
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

  it.each([['as a host name shows it', SECRET.replace('/', '').replace('+', '').toLowerCase()]])(
    'removes it %s',
    (_, echo) => {
      const key = `pat.AbC1xYz9.token1.${SECRET.replace('/', '').replace('+', '')}`;
      expect(createRedactor(key)(`https://${echo}.example`)).toBe('https://[redacted].example');
    },
  );

  it.each(['\u200b', '\u00ad', '\u2066'])('removes it where %j parts its letters', (sign) => {
    const parted = [...SECRET].join(sign);
    expect(redact(`you sent ${parted}`)).toBe('you sent [redacted]');
    expect(JSON.parse(redact(JSON.stringify({ message: parted })))).toEqual({
      message: '[redacted]',
    });
    expect(redact(`nothing${sign}here`)).toBe(`nothing${sign}here`);
  });

  it.each([
    ['a text', 'x'],
    ['a number', 2],
    ['a truth', true],
    ['null', null],
    ['a list', [1, [null, { a: 'b' }]]],
  ])('removes it behind the escapes of JSON and keeps what stands beside it: %s', (_, value) => {
    const body = JSON.stringify({ message: SECRET, value }).replace(/[a-z](?=[A-Z0-9])/g, escape);
    expect(body).not.toContain(SECRET);
    expect(JSON.parse(redact(body))).toEqual({ message: '[redacted]', value });
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

  it.each([
    ['all of it', SECRET, '[redacted]'],
    ['between other text', `<${SECRET}>`, '<[redacted]>'],
    ['in part, from twelve characters', `a${SECRET.slice(12)}`, 'a[redacted]'],
    ['twice in part', SECRET.slice(0, 12) + SECRET.slice(0, 12), '[redacted][redacted]'],
    ['three times', `${SECRET}, ${SECRET}, ${SECRET}.`, '[redacted], [redacted], [redacted].'],
    ['but not eleven characters of it', SECRET.slice(0, 11), SECRET.slice(0, 11)],
    [
      'base64, but for its first characters',
      base64(SECRET),
      `${base64(SECRET).slice(0, 4)}[redacted]`,
    ],
    [
      'base64, but not the padding',
      `x=${base64(`:${SECRET}`)}`,
      `x=${base64(`:${SECRET}`).slice(0, 4)}[redacted]==`,
    ],
    ['hex', `0${Buffer.from(SECRET).toString('hex')}g`, '0[redacted]g'],
    ['hex in capitals', Buffer.from(SECRET).toString('hex').toUpperCase(), '[redacted]'],
    ['backwards', `-${[...SECRET].reverse().join('')}-`, '-[redacted]-'],
    ['URI form', `?key=${encodeURIComponent(SECRET)}`, '?key=[redacted]'],
  ])('replaces what repeats the secret and nothing around it: %s', (_, text, clean) => {
    expect(redact(text)).toBe(clean);
  });

  it.each([
    ['base64', 'base64'],
    ['base64url', 'base64url'],
  ] as const)('knows the letters of %s that the other one has not', (_, encoding) => {
    const secret = '>>>???~~~<<<@@@|||';
    const echo = Buffer.from(secret).toString(encoding);
    expect(createRedactor(secret)(echo)).toBe(`${echo.slice(0, 4)}[redacted]`);
  });

  it.each([
    [
      'of a bearer token, not its scheme',
      `Bearer ${SECRET}`,
      `Bearer ${SECRET}`,
      'Bearer [redacted]',
    ],
    [
      'of a service account',
      `sat.account00.tokenid00.${SECRET}`,
      `tokenid00.${SECRET}`,
      'tokenid00.[redacted]',
    ],
    [
      'of an older key: all of it',
      `pat.account00.${SECRET}`,
      `pat.account00.${SECRET}`,
      '[redacted]',
    ],
    [
      'of another key with dots: all of it',
      `jwt.header000.payload00.${SECRET}`,
      'jwt.header000.payload00',
      '[redacted]',
    ],
    [
      'of a key that only begins like one: all of it',
      `patx.header000.payload00.${SECRET}`,
      'patx.header000.payload00',
      '[redacted]',
    ],
    [
      'of a key that only ends like one: all of it',
      `xpat.header000.payload00.${SECRET}`,
      'xpat.header000.payload00',
      '[redacted]',
    ],
  ])('removes the secret part %s', (_, key, echo, clean) => {
    expect(createRedactor(key)(echo)).toBe(clean);
  });

  it('needs twelve characters to know a secret by', () => {
    expect(createRedactor('twelve-chars')('my twelve-chars!')).toBe('my [redacted]!');
    const text = `my eleven-char, ${Buffer.from('eleven-char').toString('hex')}`;
    expect(createRedactor('eleven-char')(text)).toBe(text);
  });

  it('gives nothing of JSON that is nested too deep to be searched', () => {
    const hidden = [...SECRET]
      .map((c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
      .join('');
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    expect(redact(`{"message": "${hidden}", "deep": ${deep}}`)).toBe('[redacted]');
  });

  it('takes the signs of a secret for themselves', () => {
    const clean = createRedactor('a.*+?^$()|[]{}\\b');
    expect(clean('{"x": "harmless"}')).toBe('{"x": "harmless"}');
    expect(clean('say a.*+?^$()|[]{}\\b')).toBe('say [redacted]');
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
