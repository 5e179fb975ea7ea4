import { describe, expect, it } from 'vitest';
import { collectRows } from './record.ts';
import { type Outcome, tryOut } from './trial.ts';

const record = collectRows('inputs');
const NAME = 'pkg.harness.io/abc1xyz9/docker-prod/app';
const HEX = 'a'.repeat(64);

/** Input, value, and what the reason must say; `undefined` where the value is fine. */
const CASES: readonly (readonly [input: string, value: string, says: RegExp | undefined])[] = [
  ['image', '', /image is empty/],
  ['image', ' \n ', /image/],
  ['image', `${NAME}:`, /image/],
  ['image', `${NAME}@`, /image/],
  ['image', `${NAME}:1.4.2@sha512:${HEX}${HEX}`, /image/],
  ['image', `${NAME}:1.4.2@sha256:${HEX.slice(1)}`, /image/],
  ['image', 'pkg.harness.io/abc1xyz9/docker-prod/../app:1.4.2', /image/],
  ['image', 'pkg.harness.io/abc1xyz9/docker-prod/%2e%2e/app:1.4.2', /image/],
  ['image', 'pkg.harness.io/abc1xyz9/docker-prod/a%2Fb:1.4.2', /image/],
  ['image', 'pkg.harness.io/abc1xyz9/docker-prod/APP:1.4.2', /image/],
  ['image', `user:word@${NAME}:1.4.2`, /image/],
  ['image', `https://${NAME}:1.4.2`, /image/],
  ['image', `${NAME}:täg`, /image/],
  ['image', `${NAME}:1.4.2\u202e`, /image/],
  ['image', 'x'.repeat(100_000), /image/],
  ['image', `${NAME}:1.4.2\n::set-output name=verdict::passed`, /image/],
  ['image', 'pkg.harness.io:99999/abc1xyz9/docker-prod/app:1.4.2', /image/],
  ['image', '[::1/abc1xyz9/docker-prod/app:1.4.2', /image/],
  ['image', ` ${NAME}:1.4.2 ,, `, undefined],
  ['digest', '', /digest is empty/],
  ['digest', `sha512:${HEX}${HEX}`, /digest/],
  ['digest', `sha256:${HEX.toUpperCase()}`, /digest/],
  ['digest', 'latest', /digest/],
  ['harness-url', 'http://harness.example.com', /harness-url/],
  ['harness-url', 'https://user:word@harness.example.com', /harness-url/],
  ['harness-url', 'https://harness.example.com/?next=//evil.example.com', /harness-url/],
  ['harness-url', 'https://[::1', /harness-url/],
  ['harness-url', 'https://harness.example.com:99999', /harness-url/],
  ['harness-url', 'http://[fe80::1]:8443', /harness-url/],
  ['harness-url', 'http://localhost:{port}', undefined],
  ['harness-url', '{origin}/', undefined],
  ['harness-url', '{origin}/gateway', undefined],
  ['harness-account', '../other', /harness-account/],
  ['harness-org', 'a/b', /harness-org/],
  ['harness-project', '..', /harness-project/],
  ['harness-api-key', 'pat.AbC1xYz9.with a blank.x', /harness-api-key/],
  ['harness-api-key', 'short', /harness-account|harness-api-key/],
  ['jfrog-url', 'https://example.com/artifactory#x', /jfrog-url/],
  ['jfrog-url', 'https://[fe80::1%25eth0]/', /jfrog-url/],
  ['jfrog-url', 'https://example.com:port', /jfrog-url/],
  ['jfrog-repository', 'a/../b', /jfrog-repository/],
  ['jfrog-repository', 'a%2Fb', /jfrog-repository/],
  ['jfrog-project', '../x', /jfrog-project/],
  ['platforms', 'linux', /platforms/],
  ['max-critical', '-1', /max-critical/],
  ['max-critical', '1e9', /max-critical/],
  ['max-high', '', /max-high is empty/],
  ['sto', 'on', /sto/],
  ['mode', 'WARN', /mode/],
  ['summary', 'yes', /summary/],
  ['scan-timeout', '30', /scan-timeout/],
  ['appear-timeout', '-5m', /appear-timeout/],
  ['poll-min-interval', '0s', /poll-min-interval/],
  ['slsa-accepted', ',', /slsa-accepted/],
  ['harness-requests-per-minute', '0', /harness-requests-per-minute/],
];

/** Inputs that are wrong in one run, all of them to be told at once. */
const TOGETHER: readonly (readonly [what: string, inputs: Readonly<Record<string, string>>])[] = [
  [
    'words',
    {
      xray: 'on',
      slsa: 'yes',
      sbom: 'maybe',
      firewall: 'Required',
      quarantine: 'if-present',
      comment: 'sometimes',
      'check-run': '1',
    },
  ],
  [
    'limits and times',
    {
      'max-medium': '-1',
      'max-low': '1.5',
      'max-info': 'none',
      'max-sbom-deny-list-violations': '0x10',
      'max-scan-age': '30',
      'poll-max-interval': '25h',
    },
  ],
  [
    'empty where there is a default',
    {
      'max-medium': '',
      'max-low': ' ',
      'max-info': '',
      'max-sbom-deny-list-violations': '',
      'max-scan-age': '\n',
      'poll-max-interval': '',
      xray: '',
      slsa: '',
      sbom: '',
      firewall: '',
      quarantine: '',
      comment: '',
      'check-run': '',
    },
  ],
  [
    'files and secrets',
    {
      'report-file': 'out/\n::set-output name=verdict::passed',
      'attestation-file': 'out/',
      'github-token': 'ghs_token with a blank',
      'jfrog-access-token': 'one-half\nother-half',
    },
  ],
  [
    'signing in',
    {
      'jfrog-oidc-provider': '../github oidc',
      'jfrog-oidc-audience': 'jfrög::warning::x',
    },
  ],
  ['an audience without a provider', { 'jfrog-oidc-audience': 'jfrog-github' }],
];

/** Whatever was asked went to an address that the services know. */
function expectKnownPaths({ calls }: Outcome): void {
  for (const { name, url } of calls) {
    expect(name, url).not.toBe('unknown');
    expect(url.split('?')[0]).not.toMatch(/\.\.|%2f|%2e|%25|\/\/|[^\x21-\x7e]/i);
  }
}

describe.concurrent('inputs that are wrong together', () => {
  it.each(TOGETHER)('%s: each is named, and nothing is asked', async (what, inputs) => {
    const { run, verdict, calls, ms } = await tryOut({ inputs });
    record({
      fault: `${what}: ${Object.keys(inputs).join(', ')}`,
      ended: 'inconclusive: each is named',
      ms,
    });
    expect(verdict).toBe('inconclusive');
    expect(calls).toEqual([]);
    const [annotation] = run.annotations;
    for (const name of Object.keys(inputs)) {
      const named = new RegExp(`(?<![\\w-])${name} (?:must|is|holds)`);
      expect(annotation?.message, name).toMatch(named);
      expect(run.summary, name).toContain(name);
    }
    expect(run.commands.map(({ name }) => name)).not.toContain('set-output');
    expect(run.annotations.length).toBe(1);
  });
});

describe.concurrent('a host', () => {
  it('may be an IPv6 address of this machine', async () => {
    const { verdict, reason, calls, ms } = await tryOut({
      inputs: { 'harness-url': 'http://[::1]:{port}', 'appear-timeout': '1s' },
    });
    record({
      fault: 'harness-url: nobody listens on [::1]',
      ended: 'inconclusive: unreachable',
      ms,
    });
    expect(verdict).toBe('inconclusive');
    expect(reason).toMatch(/Harness could not be reached: GET .*registries failed/);
    expect(calls.filter(({ system }) => system === 'harness')).toEqual([]);
  });

  it.each(['pkg.harness.io:443', '[::1]:5000'])(
    '%s in image is not the host that the registry is on',
    async (host) => {
      const { verdict, reason, ms } = await tryOut({
        inputs: { image: `${host}/abc1xyz9/docker-prod/app:1.4.2` },
      });
      record({
        fault: `image: host ${host}`,
        ended: 'inconclusive: the reason names the input',
        ms,
      });
      expect(verdict).toBe('inconclusive');
      expect(reason).toContain(`the image is on ${host}, but `);
      expect(reason).toContain('check image and harness-url');
    },
  );
});

describe.concurrent('an input', () => {
  it.each(CASES)('%s: %j', async (input, value, says) => {
    const outcome = await tryOut({ inputs: { 'appear-timeout': '8s', [input]: value } });
    const shown = JSON.stringify(
      value.length > 90 ? `${value.slice(0, 20)}… (${value.length})` : value,
    );
    const ended = says === undefined ? 'passed' : 'inconclusive: the reason names the input';
    record({ fault: `${input}: ${shown}`, ended, ms: outcome.ms });
    expectKnownPaths(outcome);
    if (says === undefined) {
      expect(outcome.verdict, outcome.reason).toBe('passed');
      return;
    }
    expect(outcome.verdict, outcome.reason).toBe('inconclusive');
    expect(outcome.reason).toMatch(says);
    expect(outcome.calls, 'nothing is asked with an input that is wrong').toEqual([]);
    expect(outcome.run.commands.map(({ name }) => name)).not.toContain('set-output');
  });
});
