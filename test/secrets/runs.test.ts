import { describe, expect, test } from 'vitest';
import { html } from '../simulator/answers.ts';
import { KEY, KEY_SECRET, TOKEN } from './secrets.ts';
import { findLeaks, guarded, step } from './step.ts';

const REDIRECT = {
  status: 302,
  headers: { Location: 'https://login.invalid/?from=gate' },
  body: '',
};

describe.concurrent('no secret comes to light', () => {
  test.each([
    ['the image passes', 'passed', guarded()],
    ['Harness does not know the key', 'inconclusive', 'clean'],
    ['a redirect answers', 'inconclusive', guarded(() => REDIRECT)],
    ['a login page answers', 'inconclusive', guarded(() => html(200, 'Sign in'))],
    ['connections are dropped', 'inconclusive', guarded(() => 'drop')],
    [
      'JFrog does not know the token',
      'inconclusive',
      guarded(undefined, { jfrog: { token: 'x' } }),
    ],
  ] as const)('when %s', async (_, verdict, scenario) => {
    const inputs = verdict === 'passed' ? {} : { 'appear-timeout': '1500ms', 'scan-timeout': '3s' };
    const played = await step(scenario, {
      inputs,
      env: { RUNNER_DEBUG: '1', ACTIONS_STEP_DEBUG: 'true' },
    });
    expect(played.outputs['verdict']).toBe(verdict);
    expect(findLeaks(played)).toEqual([]);
  });

  test.each([
    ['the key ends in a newline', { 'harness-api-key': `${KEY}\n` }],
    ['the key holds a newline', { 'harness-api-key': `${KEY}\n${KEY}` }],
    ['the token holds a blank', { 'jfrog-access-token': `${TOKEN} ${TOKEN}` }],
    [
      'harness-url holds the key as password',
      { 'harness-url': `https://user:${encodeURIComponent(KEY)}@app.harness.io` },
    ],
    [
      'harness-url holds the key in its query',
      { 'harness-url': `https://app.harness.io/?key=${KEY}` },
    ],
    [
      'jfrog-url holds the token as user',
      { 'jfrog-url': `https://${encodeURIComponent(TOKEN)}@acme.jfrog.io` },
    ],
    ['the key stands in image', { image: KEY }],
    ['the key stands in image behind a host', { image: `pkg.harness.io/${KEY}/app:1` }],
    ['the token stands in digest', { digest: TOKEN }],
    ['the secret part of the key stands in image', { image: KEY_SECRET }],
    ['the key stands in a threshold', { 'max-high': KEY }],
    ['the token stands in a duration', { 'scan-timeout': TOKEN }],
    ['the token stands in platforms', { platforms: TOKEN }],
    ['the token stands in jfrog-repository', { 'jfrog-repository': TOKEN }],
    ['key and token are exchanged', { 'harness-api-key': TOKEN, 'jfrog-access-token': KEY }],
    ['the key is cut', { 'harness-api-key': KEY.slice(0, -10), image: KEY.slice(0, -9) }],
  ])('when %s', async (_, inputs) => {
    const played = await step(guarded(), { inputs });
    expect(findLeaks(played)).toEqual([]);
  });

  test('when the run is cancelled', async () => {
    const played = await step('always-scanning', {
      signalAfter: { line: /waiting/ },
      inputs: { 'scan-timeout': '1m' },
    });
    expect(findLeaks(played)).toEqual([]);
  });
});
