import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatReference, parseReference } from './image-references.ts';
import { EXAMPLE_DIGEST as DIGEST } from './inputs.fixture.ts';
import { problemsOf, valueOf } from './reading.ts';

const NAME = 'pkg.harness.io/acct/reg/app';

function refusal(text: string): string | undefined {
  return problemsOf(parseReference(text))[0];
}

describe('parseReference', () => {
  it('takes host, path, tag and digest apart', () => {
    expect(valueOf(parseReference(`${NAME}:1.4.2@${DIGEST}`))).toEqual({
      host: 'pkg.harness.io',
      segments: ['acct', 'reg', 'app'],
      tag: '1.4.2',
      digest: DIGEST,
    });
  });

  it.each([
    `${NAME}:1`,
    `${NAME}@${DIGEST}`,
    NAME,
    'localhost/a/b:_x',
    'localhost:5000/a/b:1',
    '127.0.0.1:5000/a/b:1',
    '[::1]:5000/a/b:1',
    '[2001:db8::1]/a/b:1',
    `pkg.harness.io/${'a'.repeat(240)}:1`,
    `pkg.harness.io/_acc-/reg/a__b/c---d/e.f_g:${'T'.repeat(128)}`,
  ])('reads %s and writes it the same', (text) => {
    const reference = valueOf(parseReference(text));
    expect(reference && formatReference(reference)).toBe(text);
  });

  it('takes the host in any case', () => {
    expect(valueOf(parseReference('PKG.Harness.io/a/b/c:1'))?.host).toBe('pkg.harness.io');
  });

  it.each([
    [`${NAME}:1@`, 'nothing behind the @: which variable or step output was not set?'],
    [`${NAME}:`, 'nothing behind the colon: which variable or step output was not set?'],
    [`${NAME}:@${DIGEST}`, 'nothing behind the colon'],
    ['pkg.harness.io//reg/app:1', 'empty part between slashes: which variable'],
    ['pkg.harness.io/acct/reg/:1', 'empty part between slashes'],
    ['/acct/reg/app:1', 'must begin with the registry host'],
    ['acct/reg/app:1', 'must begin with the registry host'],
    ['app:1', 'must begin with the registry host'],
    ['app', 'must begin with the registry host'],
    ['pkg.harness.io:443', 'must begin with the registry host'],
    [`docker://${NAME}:1`, 'must be written without docker://'],
    [`https://${NAME}:1`, 'must be written without https://'],
    [`${NAME}:1 ${NAME}:2`, 'holds a blank'],
    ['pkg.harness.io/acct/reg/a%2Fb:1', 'without % encoding'],
    ['pkg.harness.io/aCct/reg/app:1', 'upper-case letters in "aCct"'],
    ['pkg.harness.io/acct/reg/../app:1', 'malformed part ".."'],
    ['pkg.harness.io/../reg/app:1', 'malformed part ".."'],
    ['pkg.harness.io/acct/reg/./app:1', 'malformed part "."'],
    ['pkg.harness.io/acct/reg/a___b:1', 'malformed part "a___b"'],
    ['pkg.harness.io/acct/reg/-a:1', 'malformed part "-a"'],
    ['pkg.harness.io/acct/reg/a..b:1', 'malformed part "a..b"'],
    ['pkg.harness.io/acct/reg/äpp:1', 'malformed part "äpp"'],
    ['pkg.harness.io/acct/reg/app:1:2', 'malformed part "app:1"'],
    ['pkg..io/acct/reg/app:1', 'malformed host'],
    ['-a.io/acct/reg/app:1', 'malformed host'],
    ['host:port/acct/reg/app:1', 'malformed host'],
    ['host:99999/acct/reg/app:1', 'malformed host'],
    ['[::g]/acct/reg/app:1', 'malformed host'],
    ['1.2.3.999/acct/reg/app:1', 'malformed host'],
    [`${NAME}:.1`, 'malformed tag ".1"'],
    [`${NAME}:${'t'.repeat(129)}`, 'malformed tag'],
    [`${NAME}:a+b`, 'malformed tag "a+b"'],
    [`${NAME}@sha512:${'0'.repeat(128)}`, 'digest by "sha512": only sha256'],
    [`${NAME}@${DIGEST.toUpperCase()}`, '64 lower-case hexadecimal digits'],
    [`${NAME}@${DIGEST}0`, 'malformed digest'],
    [`${NAME}@${DIGEST.slice(0, -1)}`, 'malformed digest'],
    [`${NAME}@${DIGEST}@${DIGEST}`, 'malformed digest'],
    [`${NAME}:1@${DIGEST.slice(7)}`, 'malformed digest'],
    [`${NAME}@sha-256:${'0'.repeat(64)}`, 'digest by "sha-256": only sha256'],
    [`${NAME}@blake3:0`, 'digest by "blake3": only sha256'],
    [`${NAME}@sha256:`, 'malformed digest'],
    [`app:1.4.2@${DIGEST}`, 'must begin with the registry host'],
    [`https://${NAME}:1@${DIGEST}`, 'must be written without https://'],
    ['acme.jfrog.io/docker-local/app:1@', 'nothing behind the @'],
    [`pkg.harness.io@${DIGEST}`, 'must begin with the registry host'],
    ['pkg.harness.io/a://b', 'empty part between slashes'],
    [`pkg.harness.io/${'a'.repeat(485)}`, 'name of more than 255 characters'],
    [`pkg.harness.io/acct/reg/${'a'.repeat(240)}:1`, 'name of more than 255 characters'],
    [`pkg.harness.io/${'a'.repeat(500)}:1`, 'more than 500 characters'],
  ])('refuses %s', (text, why) => {
    expect(refusal(text)).toContain(why);
    expect(refusal(text)).toMatch(/^image "/);
  });

  it.each([
    'https://user:hunter2@pkg.harness.io/acct/reg/app:1',
    'user:hunter2@pkg.harness.io/acct/reg/app:1',
    'hunter2@pkg.harness.io/app@sha256:1',
    'user:hunter2@pkg.harness.io',
    'https://user:hunter2@host:5000',
    '@hunter2',
    'hunter2@',
    'user:hunter2@',
    'https://hunter2@',
    `https://user:hunter2@${'a'.repeat(500)}/app:1@`,
    'user:https://hunter2@c',
    'user:https://user:hunter2@sha256:1',
    'a b https://hunter2@c',
    'https://user:hun/hunter2@c',
    'https://user:p@ss/hunter2@c',
    'user:hunter2%40c',
    `${NAME}:hunter2@c`,
    `${NAME}/hunter2@c:5000`,
    `${NAME}@${DIGEST}:hunter2@c`,
    `user:hunter2@c/app@${DIGEST}`,
    `user:hunter2@shadow:5000/app@${DIGEST}`,
    `user:hunter2@sha256.example.com`,
  ])('never quotes the credentials of %s', (text) => {
    expect(refusal(text)).toContain('image has a reference with a user name or password');
    expect(refusal(text)).not.toContain('hunter2');
  });

  it('takes no longer for a text of many @', () => {
    const start = performance.now();
    refusal(`${'sha256:@'.repeat(12_500)}x`);
    refusal(`${'a.'.repeat(50_000)}!@`);
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('reads back everything that the grammar allows', () => {
    const component = fc
      .stringMatching(/^[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*$/)
      .filter((text) => text.length < 20);
    const tag = fc.stringMatching(/^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$/);
    fc.assert(
      fc.property(fc.array(component, { minLength: 1, maxLength: 8 }), tag, (segments, name) => {
        const text = `pkg.harness.io/${segments.join('/')}:${name}@${DIGEST}`;
        const reference = valueOf(parseReference(text));
        expect(reference && formatReference(reference)).toBe(text);
      }),
    );
  });
});
