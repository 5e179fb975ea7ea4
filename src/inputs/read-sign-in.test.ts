import { describe, expect, it } from 'vitest';
import { exampleInputs, ID_TOKEN_ENVIRONMENT, type Written } from './inputs.fixture.ts';
import { readInputs } from './read-inputs.ts';
import type { Environment } from './source.ts';

const OIDC: Written = { 'jfrog-access-token': '', 'jfrog-oidc-provider': 'github-oidc' };

function read(changes: Written, env: Environment = ID_TOKEN_ENVIRONMENT) {
  const reading = readInputs(exampleInputs(changes), env);
  if (!reading.ok) return { problems: reading.problems };
  return { signIn: reading.inputs.jfrog?.signIn, notes: reading.inputs.notes };
}

describe('signing in to JFrog', () => {
  it('is by the token', () => {
    expect(read({}, {}).signIn).toEqual({ kind: 'token', accessToken: 'jfrog-token-0123456789' });
  });

  it("is by the job's id token where a provider is named", () => {
    expect(read(OIDC)).toEqual({
      signIn: { kind: 'oidc', provider: 'github-oidc', audience: undefined },
      notes: [],
    });
    expect(read({ ...OIDC, 'jfrog-oidc-audience': 'https://acme.jfrog.io' }).signIn).toEqual({
      kind: 'oidc',
      provider: 'github-oidc',
      audience: 'https://acme.jfrog.io',
    });
  });

  it('prefers a named provider to a token of the environment, and says so', () => {
    expect(read(OIDC, { ...ID_TOKEN_ENVIRONMENT, JF_ACCESS_TOKEN: 'token' })).toEqual({
      signIn: { kind: 'oidc', provider: 'github-oidc', audience: undefined },
      notes: ['the environment variable JF_ACCESS_TOKEN is not used: jfrog-oidc-provider is given'],
    });
  });

  it('is in one way only', () => {
    expect(read({ ...OIDC, 'jfrog-access-token': 'token' }).problems).toEqual([
      expect.stringContaining('jfrog-access-token and jfrog-oidc-provider are both given'),
    ]);
  });

  it.each(Object.keys(ID_TOKEN_ENVIRONMENT))(
    'needs the permission for an id token, which shows in %s',
    (name) => {
      expect(read(OIDC, { ...ID_TOKEN_ENVIRONMENT, [name]: '' }).problems).toEqual([
        expect.stringContaining('the job needs `permissions: id-token: write`'),
      ]);
    },
  );

  it.each(Object.keys(ID_TOKEN_ENVIRONMENT))(
    'says which permission is missing without %s',
    (name) => {
      expect(read(OIDC, { ...ID_TOKEN_ENVIRONMENT, [name]: undefined }).problems).toEqual([
        'jfrog-oidc-provider needs an id token of GitHub: the job needs `permissions: id-token: write` ' +
          '(beside `contents: read` and what else it uses); pull requests from forks get none',
      ]);
    },
  );

  it('may take URL and project from the environment, and says so', () => {
    const env = { ...ID_TOKEN_ENVIRONMENT, JF_URL: 'acme.jfrog.io', JF_PROJECT: 'proj' };
    expect(read({ ...OIDC, 'jfrog-url': '' }, env).notes).toEqual([
      'jfrog-url is taken from the environment variable JF_URL',
      'jfrog-project is taken from the environment variable JF_PROJECT',
    ]);
  });

  it('needs a provider where an audience is given', () => {
    expect(read({ 'jfrog-oidc-audience': 'jfrog' }).problems).toEqual([
      'jfrog-oidc-audience is given without jfrog-oidc-provider: set both, or leave both out',
    ]);
  });

  it('tells of the other way where neither is given', () => {
    expect(read({ 'jfrog-access-token': '' }, {}).problems).toEqual([
      expect.stringContaining('jfrog-oidc-provider signs in without a secret'),
    ]);
  });

  it.each(['my provider', 'a/b', 'a?b', 'ä', 'x'.repeat(256)])(
    'refuses the provider %j',
    (provider) => {
      expect(read({ ...OIDC, 'jfrog-oidc-provider': provider }).problems).toEqual([
        expect.stringMatching(/^jfrog-oidc-provider must be the name of an OIDC integration/),
      ]);
    },
  );

  it.each(['two words', 'a\nb', 'ä', 'x'.repeat(256)])('refuses the audience %j', (audience) => {
    expect(read({ ...OIDC, 'jfrog-oidc-audience': audience }).problems).toEqual([
      expect.stringMatching(/^jfrog-oidc-audience must be one word/),
    ]);
  });

  it('is of no interest when xray is off', () => {
    const changes = { ...OIDC, xray: 'off', 'jfrog-repository': '' };
    expect(read(changes, {})).toEqual({ signIn: undefined, notes: [] });
  });
});
