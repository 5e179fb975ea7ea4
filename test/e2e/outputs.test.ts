import { describe, expect, test } from 'vitest';
import { APP } from '../simulator/builds.ts';
import { play } from './play.ts';

const NO_NUMBERS = { critical: '', high: '', medium: '', low: '', ignored: '' };
const GOOD_NUMBERS = { critical: '0', high: '0', medium: '3', low: '5', ignored: '0' };

describe.concurrent('outputs', () => {
  test.each([
    ['clean', GOOD_NUMBERS],
    ['critical', { ...GOOD_NUMBERS, critical: '2', high: '1' }],
    ['integration-sample', { critical: '17', high: '19' }],
    ['ignored-issues', { ...GOOD_NUMBERS, ignored: '3' }],
    ['pushed-just-now', { ...GOOD_NUMBERS, medium: '4' }],
    ['sto-if-present-absent', NO_NUMBERS],
    ['sto-empty-shell', NO_NUMBERS],
    ['sto-on-one-platform', NO_NUMBERS],
    ['sto-count-missing', { critical: '' }],
    ['sto-malformed', { critical: '' }],
    ['sto-negative', { critical: '' }],
  ])(
    '%s: the worst judged platform’s numbers, and nothing where one is unknown',
    async (name, numbers) => {
      const { outputs } = await play(name);
      expect(outputs).toMatchObject(numbers);
    },
  );

  test.each([
    ['clean', { 'xray-status': 'DONE', 'slsa-status': 'PASSED', quarantined: 'false' }],
    ['never-scanned', { 'xray-status': '' }],
    ['scan-failed', { 'xray-status': 'FAILED' }],
    ['xray-off', { 'xray-status': '' }],
    ['slsa-failed', { 'slsa-status': 'PASSED, FAILED' }],
    ['quarantined', { quarantined: 'true', approved: '' }],
    ['quarantine-off', { quarantined: 'true' }],
    ['never-appears', { quarantined: '', platforms: '' }],
    ['platforms-input', { platforms: 'linux/amd64' }],
  ])('%s: states as the services sent them, and nothing where none came', async (name, states) => {
    const { outputs } = await play(name);
    expect(outputs).toMatchObject(states);
  });

  test('the digest, the platforms, what to deploy and when it was scanned', async () => {
    const { outputs } = await play('clean');
    expect(outputs).toMatchObject({
      digest: APP.digest,
      platforms: 'linux/amd64,linux/arm64',
      approved: `pkg.harness.io/abc1xyz9/docker-prod/app@${APP.digest}`,
    });
    const age = Date.now() - Date.parse(outputs['scanned-at'] ?? '');
    expect(age).toBeGreaterThan(24 * 60_000);
    expect(age).toBeLessThan(27 * 60_000);
    expect(outputs['scanned-at']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });
});
