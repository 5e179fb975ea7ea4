import { describe, expect, it } from 'vitest';
import { parseBaseUrl } from './base-urls.ts';
import { problemsOf, valueOf } from './reading.ts';

const SUFFIXES = ['/har/api/v1', '/xray'];

function parse(text: string): string | undefined {
  return valueOf(parseBaseUrl('harness-url', text, SUFFIXES))?.href;
}

function refusal(text: string): string | undefined {
  return problemsOf(parseBaseUrl('harness-url', text, SUFFIXES))[0];
}

describe('parseBaseUrl', () => {
  it.each([
    ['https://app.harness.io', 'https://app.harness.io/'],
    ['app.harness.io', 'https://app.harness.io/'],
    ['HTTPS://App.Harness.IO//', 'https://app.harness.io/'],
    ['app.harness.io:8443/', 'https://app.harness.io:8443/'],
    ['https://app.harness.io/gateway', 'https://app.harness.io/gateway'],
    ['https://app.harness.io/gateway/', 'https://app.harness.io/gateway'],
    ['https://app.harness.io/gateway/har/api/v1/', 'https://app.harness.io/gateway'],
    ['https://app.harness.io/har/api/v1', 'https://app.harness.io/'],
    ['https://app.harness.io/gateway//', 'https://app.harness.io/gateway'],
    ['https://app.harness.io/gateway///har/api/v1', 'https://app.harness.io/gateway'],
    ['https://intra_net/a.b/c', 'https://intra_net/a.b/c'],
    ['https://[2001:db8::1]:8443', 'https://[2001:db8::1]:8443/'],
  ])('reads %s', (text, href) => {
    expect(parse(text)).toBe(href);
  });

  it.each([
    'http://localhost:3000',
    'http://127.0.0.1:3000',
    'http://127.9.9.9',
    'http://[::1]:3000',
  ])('allows http for the loopback address %s', (text) => {
    expect(parse(text)).toBe(new URL(text).href);
  });

  it.each([
    'http://app.harness.io',
    'http://localhost.evil.example',
    'http://127.0.0.1.evil.example',
    'http://0.0.0.0',
    'http://128.0.0.1',
    'http://[::2]',
  ])('refuses http for %s', (text) => {
    expect(refusal(text)).toBe(
      `harness-url must begin with https:// (http:// is for loopback alone), not "${text}"`,
    );
  });

  it('never quotes a user name or password', () => {
    expect(refusal('https://user:hunter2@host')).toBe(
      'harness-url must not hold a user name or password',
    );
    expect(refusal('https://hunter2@')).toBe('harness-url must not hold a user name or password');
  });

  it.each([
    ['https://host?', 'query'],
    ['https://host/a?b=c', 'query'],
    ['https://host#', 'fragment'],
    ['host/#/ui', 'fragment'],
    ['ftp://host', 'begin with https://'],
    ['file:///etc/passwd', 'begin with https://'],
    ['javascript:alert(1)', 'host name or URL'],
    ['https://', 'host name or URL'],
    ['https:host', 'host name or URL'],
    ['///host', 'host name or URL'],
    ['a b', 'host name or URL'],
    ['https://ho\nst', 'host name or URL'],
    ['https://host\\path', 'host name or URL'],
    ['https://h%6fst', 'host name or URL'],
    ['https://bücher.example', 'host name or URL'],
    ['https://host:99999', 'URL such as'],
    ['https://1.2.3.999', 'URL such as'],
    ['https://host/a/../b', 'plain path'],
    ['https://host/./b', 'plain path'],
    ['https://host/a%2Fb', 'plain path'],
    ['https://host/a b', 'plain path'],
    ['https://host/a\n', 'plain path'],
  ])('refuses %j', (text, why) => {
    expect(refusal(text)).toContain(why);
    expect(refusal(text)).toMatch(/^harness-url must/);
  });
});
