import { describe, expect, test } from 'vitest';
import { JFROG_TOKEN, VIEW_KEY } from '../simulator/shop.ts';
import { findLeaks } from './leaks.ts';
import { type Played, play } from './play.ts';
import { firstLine, listOfSummary, textOf } from './sentence.ts';

const SET_OUTPUTS = ['reason', 'report-file', 'results', 'verdict', 'waited-seconds'];

/** Red, nothing judged, nothing asked, and only the outputs that say so. */
function expectRefusal(played: Played): void {
  const { outputs, exitCode, requests, annotations } = played;
  expect(outputs).toMatchObject({ verdict: 'inconclusive', results: '{"images":[],"omitted":0}' });
  expect(
    Object.keys(outputs)
      .filter((name) => outputs[name] !== '')
      .sort(),
  ).toEqual(SET_OUTPUTS);
  expect(exitCode).toBe(1);
  expect(requests).toEqual([]);
  expect(annotations.map(({ level }) => level)).toEqual(['error']);
  expect(firstLine(annotations[0]?.message ?? '')).toBe(outputs['reason']);
  expect(played.summary).toMatch(/^## ⚠️ Inconclusive: nothing was judged\n/);
  expect(findLeaks(played)).toEqual([]);
}

describe.concurrent('inputs that cannot be used', () => {
  test('nothing given: all that is missing is named at once', async () => {
    const names = ['image', 'harness-api-key', 'jfrog-url', 'jfrog-access-token'];
    const played = await play('clean', { without: [...names, 'digest', 'jfrog-repository'] });
    expectRefusal(played);
    const said = textOf(played.summary).toLowerCase();
    for (const name of names) expect(said).toContain(`${name} is `);
  });

  test('many malformed inputs: each is a point of its own in the summary', async () => {
    const wrong = {
      digest: 'latest',
      'max-critical': '-1',
      'max-high': 'none',
      'scan-timeout': 'soon',
      'poll-min-interval': '5',
      mode: 'loud',
      xray: 'maybe',
      summary: 'yes',
      'harness-url': 'ftp://harness.example.com',
      'slsa-accepted': ' , ',
    };
    const played = await play('clean', { inputs: wrong });
    expectRefusal(played);
    const points = listOfSummary(played.summary);
    expect(points).toHaveLength(Object.keys(wrong).length);
    for (const name of Object.keys(wrong)) {
      expect(points.some((point) => point.toLowerCase().startsWith(name))).toBe(true);
    }
  });

  test('many malformed inputs: the annotation and the log name every one', async () => {
    const wrong = {
      'max-critical': '-1',
      'max-high': 'none',
      'max-medium': '1.5',
      'max-low': '1e3',
      'scan-timeout': 'soon',
      'appear-timeout': 'later',
      mode: 'loud',
      xray: 'maybe',
      sto: 'perhaps',
      slsa: 'never',
    };
    const { log, annotations } = await play('clean', { inputs: wrong });
    for (const name of Object.keys(wrong)) {
      expect(log).toContain(name);
      expect(annotations.map(({ message }) => message).join('\n')).toContain(name);
    }
  });

  test.each([
    ['image', 'app:1.4.2', /image .*host\/account\/registry\/artifact/],
    ['image', '', /image is empty/],
    ['digest', '', /digest is empty: which variable or step output was not set/],
    ['digest', 'sha256:abc', /digest/],
    ['max-critical', '', /max-critical is empty/],
    ['max-critical', '1.5', /max-critical .*whole number/],
    ['scan-timeout', '30', /scan-timeout/],
    ['mode', 'Warn', /mode .*enforce.*warn/],
    ['xray', 'false', /xray .*required.*if-present.*off/],
    ['harness-url', 'http://harness.example.com', /harness-url .*https/],
    ['harness-url', 'https://user:pass@harness.example.com', /harness-url/],
    ['harness-api-key', 'two words', /harness-api-key/],
    ['harness-account', 'another', /harness-account is "another"/],
    ['harness-project', 'shop', /harness-project is given without harness-org/],
    ['jfrog-repository', 'docker local/app', /jfrog-repository/],
    ['jfrog-repository', '', /jfrog-repository/],
    ['platforms', 'linux', /platforms/],
  ])('%s: "%s" is refused', async (name, value, reason) => {
    const played = await play('clean', { inputs: { [name]: value } });
    expectRefusal(played);
    expect(played.outputs['reason']).toMatch(reason);
  });

  test('an image without tag and digest is never taken for latest', async () => {
    const inputs = { image: 'pkg.harness.io/abc1xyz9/docker-prod/app' };
    const played = await play('clean', { inputs, without: ['digest'] });
    expectRefusal(played);
    expect(played.outputs['reason']).toMatch(/:tag|@sha256|digest/);
  });

  test('xray and sto both off judge nothing and are refused', async () => {
    const played = await play('clean', { inputs: { xray: 'off', sto: 'off' } });
    expectRefusal(played);
    expect(played.outputs['reason']).toMatch(/xray and sto are both off/);
  });

  test('mode: warn covers no error of the inputs', async () => {
    expectRefusal(await play('clean', { inputs: { mode: 'warn', digest: '' } }));
  });

  test('a secret in the wrong input is not shown', async () => {
    const played = await play('clean', { inputs: { image: `${VIEW_KEY}/app:1`, mode: VIEW_KEY } });
    expectRefusal(played);
    expect(played.outputs['reason']).toMatch(/image holds the secret of harness-api-key/);
  });

  test('NODE_TLS_REJECT_UNAUTHORIZED=0 is refused', async () => {
    const env = { NODE_TLS_REJECT_UNAUTHORIZED: '0' };
    const { outputs, exitCode, requests } = await play('clean', { env });
    expect(outputs['verdict']).toBe('inconclusive');
    expect(outputs['reason']).toMatch(/NODE_TLS_REJECT_UNAUTHORIZED=0 .*remove it/);
    expect({ exitCode, requests }).toEqual({ exitCode: 1, requests: [] });
  });
});

describe.concurrent('inputs that the environment stands in for', () => {
  test('the secrets’ variables are used, masked, and named in the log', async () => {
    const without = ['harness-api-key', 'jfrog-access-token'];
    const env = { HARNESS_API_KEY: VIEW_KEY, JF_ACCESS_TOKEN: JFROG_TOKEN };
    const played = await play('clean', { without, env });
    expect(played.outputs['verdict']).toBe('passed');
    expect(played.masks).toEqual(expect.arrayContaining([VIEW_KEY, JFROG_TOKEN]));
    expect(findLeaks(played)).toEqual([]);
    for (const [name, variable] of [
      ['harness-api-key', 'HARNESS_API_KEY'],
      ['jfrog-access-token', 'JF_ACCESS_TOKEN'],
    ]) {
      expect(played.log).toContain(`${name} is taken from the environment variable ${variable}`);
    }
  });

  test('an empty input counts as not given', async () => {
    const inputs = { 'harness-api-key': '', 'jfrog-access-token': '' };
    const env = { HARNESS_API_KEY: VIEW_KEY, JF_ACCESS_TOKEN: JFROG_TOKEN };
    expect((await play('clean', { inputs, env })).outputs['verdict']).toBe('passed');
  });

  test('JF_URL and JF_PROJECT are used and named in the log', async () => {
    const url = 'http://127.0.0.1:1';
    const env = { JF_URL: url, JF_PROJECT: 'shop' };
    const inputs = { 'appear-timeout': '2s', 'scan-timeout': '2s' };
    const played = await play('clean', { without: ['jfrog-url'], inputs, env });
    expect(played.log).toContain('jfrog-url is taken from the environment variable JF_URL');
    expect(played.log).toContain('jfrog-project is taken from the environment variable JF_PROJECT');
    expect(played.outputs['reason']).toMatch(/JFrog could not be reached/);
  });

  test('a given input beats its variable', async () => {
    const env = { HARNESS_API_KEY: 'pat.other.other.other-secret', JF_URL: 'https://jf.invalid' };
    const played = await play('clean', { env });
    expect(played.outputs['verdict']).toBe('passed');
    expect(played.log).not.toContain('environment variable');
  });

  test('no other variable switches a check off', async () => {
    const env = { XRAY: 'off', STO: 'off', MAX_CRITICAL: '9', INPUT_MAX_CRITICAL: '9' };
    expect((await play('critical', { env })).outputs['verdict']).toBe('failed');
  });
});

test('summary: false writes none, and the rest stays', async () => {
  const { summary, outputs, exitCode } = await play('clean', { inputs: { summary: 'false' } });
  expect({ summary, verdict: outputs['verdict'], exitCode }).toEqual({
    summary: '',
    verdict: 'passed',
    exitCode: 0,
  });
});
