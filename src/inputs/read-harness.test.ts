import { describe, expect, it } from 'vitest';
import { problemsOf, readExample } from './inputs.fixture.ts';

describe('harness scope', () => {
  it('keeps the case of the account in the key', () => {
    expect(readExample({ 'harness-api-key': 'sat.aBC_12-X.id.secret' }).harness.account).toBe(
      'aBC_12-X',
    );
  });

  it.each([
    'oldkey.secret',
    'pat.abc.secret',
    'opaque',
    'pat..id.secret',
    'pat.a$.id.secret',
    'jwt.a.b.c',
  ])('needs harness-account for the key %s, which does not name one', (key) => {
    expect(problemsOf({ 'harness-api-key': key })).toEqual([
      'harness-account must be set: this harness-api-key does not name its account',
    ]);
    const account = 'ABC_12-x';
    expect(
      readExample({ 'harness-api-key': key, 'harness-account': account }).harness.account,
    ).toBe(account);
  });

  it('does not accept another account than that of the key', () => {
    expect(problemsOf({ 'harness-account': 'abc_12-x' })).toEqual([
      'harness-account is "abc_12-x", but harness-api-key belongs to account "aBc_12-x": ' +
        'correct one, or leave harness-account out (upper and lower case matter)',
    ]);
  });

  it.each([
    ['https://app.harness.io/har/api/v1/', 'https://app.harness.io/'],
    ['https://harness.example/gateway', 'https://harness.example/gateway'],
    ['https://harness.example/gateway/har/api/v1', 'https://harness.example/gateway'],
  ])('reads the URL %s', (text, href) => {
    expect(readExample({ 'harness-url': text }).harness.url.href).toBe(href);
  });

  it('reads org and project', () => {
    const { harness } = readExample({ 'harness-org': 'my_org', 'harness-project': 'Proj$1' });
    expect(harness).toMatchObject({ org: 'my_org', project: 'Proj$1' });
    expect(readExample({ 'harness-org': 'my_org' }).harness).toMatchObject({
      org: 'my_org',
      project: undefined,
    });
  });

  it('needs the org of a project', () => {
    expect(problemsOf({ 'harness-project': 'p' })).toEqual([
      'harness-project is given without harness-org: set both, or leave both out',
    ]);
  });

  it.each([
    'harness-account',
    'harness-org',
    'harness-project',
    'jfrog-project',
    'jfrog-repository',
  ] as const)('refuses a path in %s', (name) => {
    for (const text of ['.', '..', 'a/b', 'a b', 'a%2Fb', 'a?b', 'ä']) {
      expect(problemsOf({ 'harness-org': 'o', [name]: text })).toEqual([
        expect.stringMatching(new RegExp(`^${name} must be`)),
      ]);
    }
  });
});

describe('harness-requests-per-minute', () => {
  it('allows one request a minute', () => {
    expect(readExample({ 'harness-requests-per-minute': '1' }).harness.requestsPerMinute).toBe(1);
  });

  it.each(['0', '-1', '1.5', 'unlimited'])('refuses %s requests a minute', (text) => {
    expect(problemsOf({ 'harness-requests-per-minute': text })).toEqual([
      `harness-requests-per-minute must be a whole number from 1, not "${text}"`,
    ]);
  });
});
