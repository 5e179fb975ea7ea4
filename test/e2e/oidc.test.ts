import { describe, expect, test } from 'vitest';
import { json, text } from '../simulator/answers.ts';
import { type IdTokens, startIdTokens } from '../simulator/id-tokens.ts';
import { xrayStatus } from '../simulator/scan-answers.ts';
import type { Scenario } from '../simulator/scenario.ts';
import { createShop, type ShopOptions } from '../simulator/shop.ts';
import type { OidcIntegration } from '../simulator/world.ts';
import { findLeaks } from './leaks.ts';
import { type Played, type PlayOptions, play } from './play.ts';
import { requestsOf } from './requests.ts';

const OIDC: OidcIntegration = {
  provider: 'github-oidc',
  audience: 'jfrog-github',
  lifetimeSeconds: 3_600,
};
const INPUTS = { 'jfrog-oidc-provider': 'github-oidc', 'jfrog-oidc-audience': 'jfrog-github' };

/** A good image on a platform that exchanges id tokens. */
function shop(oidc: Partial<OidcIntegration> = {}, options: ShopOptions = {}): Scenario {
  return {
    name: 'oidc',
    title: 'Signing in without a stored token',
    expect: { verdict: 'passed', reason: /./ },
    world: () =>
      createShop({ ...options, jfrog: { oidc: { ...OIDC, ...oidc }, ...options.jfrog } }),
  };
}

interface OidcOptions extends PlayOptions {
  readonly idTokens?: Parameters<typeof startIdTokens>[0];
}

type OidcPlayed = Played & { readonly asked: IdTokens['asked'] };

/** A step with `permissions: id-token: write` and without a token. No run may bring any secret to light. */
async function playOidc(
  scenario: Scenario,
  { idTokens: instead, ...options }: OidcOptions = {},
): Promise<OidcPlayed> {
  const idTokens = await startIdTokens(instead);
  try {
    const played = await play(scenario, {
      without: ['jfrog-access-token'],
      ...options,
      inputs: { ...INPUTS, ...options.inputs },
      env: { ...idTokens.env, ...options.env },
    });
    expect(findOidcLeaks(played, idTokens.secrets)).toEqual([]);
    return { ...played, asked: idTokens.asked };
  } finally {
    await idTokens.close();
  }
}

/** Beside the headers, the body of the exchange is the one place of a request where a secret belongs. */
function findOidcLeaks(played: Played, given: readonly string[]): readonly string[] {
  const exchanges = requestsOf(played, 'oidcToken').map(({ at }) => at);
  const requests = played.requests.filter(({ at }) => !exchanges.includes(at));
  return findLeaks({
    ...played,
    requests,
    secrets: [...played.secrets, ...given, ...bearersOf(played)],
  });
}

/** The tokens that JFrog was asked with, each once, in order. */
function bearersOf({ requests }: Pick<Played, 'requests'>): readonly string[] {
  const tokens = requests
    .filter(({ system }) => system === 'jfrog')
    .flatMap(({ headers }) => headers['authorization'] ?? [])
    .map((header) => header.replace(/^Bearer /, ''));
  return [...new Set(tokens)];
}

describe.concurrent('signing in to JFrog by OIDC', () => {
  test('passes with one exchange, without any stored token', async () => {
    const played = await playOidc(shop());
    expect(played.outputs['verdict']).toBe('passed');
    expect(played.exitCode).toBe(0);
    expect(played.asked).toEqual(['/id-token?api-version=2.0&audience=jfrog-github']);
    const [exchange, ...more] = requestsOf(played, 'oidcToken');
    expect(more).toEqual([]);
    expect(exchange?.headers['authorization']).toBeUndefined();
    expect(Object.keys(JSON.parse(exchange?.body ?? '{}')).sort()).toEqual([
      'grant_type',
      'provider_name',
      'subject_token',
      'subject_token_type',
    ]);
    expect(bearersOf(played)).toHaveLength(1);
  });

  test('masks the access token and the id token', async () => {
    const played = await playOidc(shop());
    const { subject_token: idToken } = JSON.parse(requestsOf(played, 'oidcToken')[0]?.body ?? '{}');
    expect(played.masks).toEqual(expect.arrayContaining([idToken, ...bearersOf(played)]));
  });

  test('takes the audience of GitHub where none is given, and names the project', async () => {
    const scenario = shop({ audience: 'https://github.com/octo-org', project: 'shop' });
    const played = await playOidc(scenario, {
      without: ['jfrog-access-token', 'jfrog-oidc-audience'],
      inputs: { 'jfrog-project': 'shop' },
    });
    expect(played.outputs['verdict']).toBe('passed');
    expect(played.asked).toEqual(['/id-token?api-version=2.0']);
  });

  test('prefers the provider to a token in the environment, and says so', async () => {
    const played = await playOidc(shop(), { env: { JF_ACCESS_TOKEN: 'expired-token-of-the-job' } });
    expect(played.outputs['verdict']).toBe('passed');
    expect(played.log).toContain('the environment variable JF_ACCESS_TOKEN is not used');
  });
});

describe.concurrent('a token that does not last', () => {
  test('is exchanged again before its end, while the scan is awaited', async () => {
    const status = ({ nth }: { nth: number }) => xrayStatus(nth < 12 ? 'SCANNING' : 'DONE');
    const played = await playOidc(shop({ lifetimeSeconds: 1 }, { file: { status } }), {
      inputs: { 'poll-min-interval': '100ms', 'poll-max-interval': '100ms' },
    });
    expect(played.outputs['verdict'], played.outputs['reason']).toBe('passed');
    expect(bearersOf(played).length).toBeGreaterThan(1);
    expect(played.requests.filter(({ status: code }) => code === 401)).toEqual([]);
  });

  test('is replaced when it is answered 401', async () => {
    const played = await playOidc(shop({ uses: 2 }));
    expect(played.outputs['verdict'], played.outputs['reason']).toBe('passed');
    expect(bearersOf(played).length).toBeGreaterThan(1);
    expect(played.requests.some(({ status }) => status === 401)).toBe(true);
  });

  test('that is never good is given up, naming where it came from', async () => {
    const { outputs, exitCode } = await playOidc(shop({ uses: 0 }));
    expect(outputs['reason']).toMatch(
      /^Inconclusive: JFrog does not know the token: .* answered 401/,
    );
    expect(outputs['reason']).toContain('the token from jfrog-oidc-provider');
    expect(exitCode).toBe(1);
  });
});

describe.concurrent('an outage', () => {
  test('of the exchange passes', async () => {
    const scenario = shop(
      {},
      {
        intercept: ({ name, nthOfSystem }) =>
          name === 'oidcToken' && nthOfSystem < 6 ? json(503, {}) : undefined,
      },
    );
    const { outputs } = await playOidc(scenario);
    expect(outputs['verdict']).toBe('passed');
  });

  test('of GitHub passes', async () => {
    const idTokens = (nth: number) => (nth < 3 ? json(500, {}) : undefined);
    const { outputs } = await playOidc(shop(), { idTokens });
    expect(outputs['verdict']).toBe('passed');
  });

  test('that does not pass is inconclusive, and says what was not reached', async () => {
    const intercept: ShopOptions['intercept'] = ({ name }) =>
      name === 'oidcToken' ? json(503, {}) : undefined;
    const { outputs, exitCode } = await playOidc(shop({}, { intercept }), {
      inputs: { 'appear-timeout': '1s', 'scan-timeout': '1s' },
    });
    expect(outputs['verdict']).toBe('inconclusive');
    expect(outputs['reason']).toMatch(
      /was not sent, because POST \/access\/api\/v1\/oidc\/token answered 503/,
    );
    expect(exitCode).toBe(1);
  });
});

describe.concurrent('a sign-in that cannot be', () => {
  test('without the permission is said at once, in those words', async () => {
    const env = { ACTIONS_ID_TOKEN_REQUEST_URL: '', ACTIONS_ID_TOKEN_REQUEST_TOKEN: '' };
    const { outputs, exitCode, requests } = await playOidc(shop(), { env });
    expect(outputs['reason']).toContain('the job needs `permissions: id-token: write`');
    expect({ exitCode, requests }).toEqual({ exitCode: 1, requests: [] });
  });

  test('that GitHub forbids names the permission', async () => {
    const { outputs } = await playOidc(shop(), { idTokens: () => json(403, { message: 'no' }) });
    expect(outputs['reason']).toMatch(/GitHub answered 403 .*`permissions: id-token: write`/);
  });

  test.each([
    [
      'an unknown provider',
      { provider: 'another' },
      /answered 404 \(something about the provider\)/,
    ],
    ['another audience', { audience: 'x' }, /answered 400 \(something about the audience\)/],
    ['no identity mapping', { project: 'another' }, /answered 403/],
  ])('for %s names what to check', async (_, oidc, reason) => {
    const { outputs, exitCode, requests } = await playOidc(shop(oidc), {
      inputs: { mode: 'warn' },
    });
    expect(outputs['verdict']).toBe('inconclusive');
    expect(outputs['reason']).toMatch(reason);
    expect(outputs['reason']).toMatch(/check jfrog-oidc-provider and jfrog-oidc-audience/);
    expect(exitCode).toBe(1);
    const jfrog = requests.filter(({ system }) => system === 'jfrog');
    expect(jfrog.length).toBeLessThanOrEqual(2);
  });

  test('on an older platform says from when on it can be', async () => {
    const scenario = shop({}, { intercept: oldPlatform });
    const { outputs } = await playOidc(scenario);
    expect(outputs['reason']).toMatch(/needs Artifactory 7\.77\.3 or newer/);
  });

  test('brings no secret to light when JFrog repeats the id token', async () => {
    const intercept: ShopOptions['intercept'] = ({ name, body }) =>
      name === 'oidcToken' ? json(400, { errors: [{ message: body }] }) : undefined;
    const { outputs } = await playOidc(shop({}, { intercept }));
    expect(outputs['verdict']).toBe('inconclusive');
  });

  test('brings no part of the id token to light when JFrog repeats it later', async () => {
    let idToken = '';
    const intercept: ShopOptions['intercept'] = ({ name, body }) => {
      if (name === 'oidcToken') idToken = JSON.parse(body).subject_token;
      if (name !== 'storage') return undefined;
      return json(400, { errors: [{ message: `${idToken.slice(40)} is not accepted` }] });
    };
    const { outputs, files, log, summary } = await playOidc(shop({}, { intercept }));
    expect(outputs['reason']).toContain('[redacted]');
    const written = JSON.stringify([outputs, files, log, summary]);
    for (let at = 0; at + 12 <= idToken.length; at += 1) {
      expect(written).not.toContain(idToken.slice(at, at + 12));
    }
  });
});

const oldPlatform: ShopOptions['intercept'] = ({ name }) =>
  name === 'oidcToken' ? text(404, '404 page not found\n') : undefined;
