import { describe, expect, it } from 'vitest';
import { GateError } from '../errors.ts';
import { checkBaseUrl, isLoopback, joinUrl } from './address.ts';

describe('joinUrl', () => {
  it.each([
    ['https://app.harness.io', '/har/api/v1/x', 'https://app.harness.io/har/api/v1/x'],
    ['https://a.example/gateway', '/har', 'https://a.example/gateway/har'],
    ['https://a.example/gateway/', '/har', 'https://a.example/gateway/har'],
    ['https://a.example/gateway//', '/har', 'https://a.example/gateway/har'],
    ['https://a.example:8443', '/r/+/sha256:ab%2Fc', 'https://a.example:8443/r/+/sha256:ab%2Fc'],
  ])('puts below %s what is asked for, unchanged', (base, path, expected) => {
    expect(joinUrl(new URL(base), path).href).toBe(expected);
  });

  it('encodes the query', () => {
    const url = joinUrl(new URL('https://a.example'), '/x', { a: 'b&c=d', e: 'é' });
    expect(url.search).toBe('?a=b%26c%3Dd&e=%C3%A9');
  });

  it.each([
    '/a/../b',
    '/a/%2e%2e/b',
    '/a/./b',
    '/a?b=c',
    '/a#b',
    '/a b',
    '/a\\b',
    '@evil.example/',
    '.evil.example/',
    ':1/',
    ':port/',
    'x',
    '',
  ])('refuses the path %j, which would lead elsewhere', (path) => {
    expect(() => joinUrl(new URL('https://a.example'), path)).toThrow(/was not encoded/);
  });
});

describe('joinUrl below a path', () => {
  it.each(['x', '/../x', '?x', ''])('refuses %j, which would leave or extend it', (path) => {
    expect(codeOf(() => joinUrl(new URL('https://a.example/gateway'), path))).toBe('bug');
  });
});

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
  } catch (error) {
    return error instanceof GateError ? error.code : 'another error';
  }
  return undefined;
}

describe('checkBaseUrl', () => {
  it.each(['https://a.example/x', 'http://127.0.0.1:80', 'http://[::1]:80', 'http://localhost'])(
    'lets the key go to %s',
    (url) => {
      expect(() => checkBaseUrl(new URL(url), 'harness-url')).not.toThrow();
    },
  );

  it.each([
    'http://a.example',
    'ftp://a.example',
    'ftp://localhost',
    'https://u:secret@a.example',
    'https://u@a.example',
    'https://:secret@a.example',
    'https://a.example?x',
    'https://a.example#x',
  ])('does not let it go to %s, and shows no part of it', (url) => {
    expect(() => checkBaseUrl(new URL(url), 'harness-url')).toThrow(/^harness-url must [^@]*$/);
    expect(codeOf(() => checkBaseUrl(new URL(url), 'harness-url'))).toBe('configuration');
  });
});

describe('isLoopback', () => {
  it.each(['http://localhost:1', 'http://127.0.0.1', 'http://127.10.200.255', 'http://[::1]:1'])(
    '%s is this machine',
    (url) => {
      expect(isLoopback(new URL(url))).toBe(true);
    },
  );

  it.each([
    'http://localhost.example',
    'http://127.0.0.1.example',
    'http://10.0.0.1',
    'http://[::2]',
  ])('%s is not this machine', (url) => {
    expect(isLoopback(new URL(url))).toBe(false);
  });
});
