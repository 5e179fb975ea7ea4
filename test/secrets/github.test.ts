import { describe, expect, test } from 'vitest';
import { keyOf as requestKey } from '../e2e/github/github-server.ts';
import { JOB_TOKEN } from '../runner/step-environment.ts';
import { json } from '../simulator/answers.ts';
import type { CallName } from '../simulator/calls.ts';
import { reference } from '../simulator/shop.ts';
import { ECHOES, keyOf, rewriting } from './echoes.ts';
import { type Reported, report, textOfRequests } from './reporting.ts';
import { SECRETS } from './secrets.ts';
import { findLeaks, guarded } from './step.ts';

/** Obviously a fake; a token of GitHub's has none of the characters that make the others odd. */
const GITHUB_TOKEN = ['ghp', 'aStandInForAPersonalToken', '7Zq2'].join('_');

function leaksOf({ played, requests }: Reported, token = JOB_TOKEN): readonly string[] {
  const secrets = [...SECRETS, JOB_TOKEN, token];
  return findLeaks(played, secrets, { github: textOfRequests(requests) });
}

/** What the requests that tell people something were. */
function toldTo({ requests }: Reported): readonly string[] {
  const told = requests.filter(({ method }) => method !== 'GET');
  return told
    .map(requestKey)
    .map((key) => key.replace(/^.*\//, ''))
    .sort();
}

const FORMS = Object.entries(ECHOES);
/** One of each kind, where there is much to try. */
const FEW_FORMS = FORMS.filter(([form]) =>
  ['plain', 'base64', 'base64url', 'hex', 'its end'].includes(form),
);

/** Texts that decide nothing, so that the image still passes. */
const HARMLESS = new Set([
  'display_name',
  'email',
  'executionId',
  'pipelineId',
  'provenanceId',
  'size',
  'osArch',
  'latestVersion',
]);
/** Calls whose every text is the key, down to the state of a scan, and what then becomes of the image. */
const WHOLE: readonly (readonly [CallName, string])[] = [
  ['integrationdetails', 'a result of STO and SLSA'],
  ['manifests', 'the platforms'],
  ['status', 'the state of a scan'],
  ['storage', 'a file in Artifactory'],
];

describe.concurrent('with comment, check run, report and attestation, no secret comes to light', () => {
  test.each(FORMS)('when the texts of a good image hold the key: %s', async (_, echo) => {
    const reported = await report(
      rewriting((name, text, call) => (HARMLESS.has(name) ? echo(keyOf(call)) : text)),
    );
    expect(leaksOf(reported)).toEqual([]);
    expect(reported.played.outputs['verdict']).toBe('passed');
    expect(toldTo(reported)).toEqual(['check-runs', 'comments']);
    expect(Object.keys(reported.played.workspaceFiles).sort()).toEqual([
      'out/attestation.json',
      'out/report.json',
    ]);
    expect(reported.played.workspaceFiles['out/report.json']).toContain('[redacted]');
  });

  test.each(FORMS)('when the reason of a quarantine holds the key: %s', async (_, echo) => {
    const scenario = rewriting((_name, text) => text);
    const reported = await report({
      ...scenario,
      world: () => {
        const world = scenario.world();
        return {
          ...world,
          intercept: (call) => {
            const reply = world.intercept?.(call);
            if (reply === undefined || reply === 'drop' || call.name !== 'details') return reply;
            const quarantine = {
              isQuarantined: true,
              quarantineReason: `for ${echo(keyOf(call))}!`,
            };
            const { data } = JSON.parse(reply.body);
            return json(200, { status: 'SUCCESS', data: { ...data, ...quarantine } });
          },
        };
      },
    });
    expect(leaksOf(reported)).toEqual([]);
    expect(reported.played.outputs['verdict']).toBe('failed');
    expect(toldTo(reported)).toEqual(['check-runs', 'comments']);
    expect(textOfRequests(reported.requests)).toMatch(/is quarantined.*for \S*redacted/);
  });

  test.each(FORMS)('when a refusal holds the key: %s', async (_, echo) => {
    const reported = await report(
      guarded((call) =>
        call.name === 'integrationdetails'
          ? json(400, { message: `no ${echo(keyOf(call))} here` })
          : undefined,
      ),
    );
    expect(leaksOf(reported)).toEqual([]);
    expect(reported.played.outputs['verdict']).toBe('inconclusive');
    expect(textOfRequests(reported.requests)).toMatch(/no \S*redacted/);
  });

  test.each(
    WHOLE.flatMap(([call, what]) => FEW_FORMS.map(([form, echo]) => ({ call, what, form, echo }))),
  )('when every text of $what is the key: $form', async ({ call, echo }) => {
    const reported = await report(
      rewriting((_name, text, asked) => (asked.name === call ? echo(keyOf(asked)) : text)),
      { 'appear-timeout': '700ms', 'scan-timeout': '700ms' },
    );
    expect(leaksOf(reported)).toEqual([]);
    expect(reported.played.outputs['verdict']).not.toBe('passed');
    expect(toldTo(reported)).toEqual(['check-runs', 'comments']);
  });
});

/** What GitHub may say to a request: the token in every form, in whatever it sends. */
const ANSWERS: Readonly<Record<string, (token: string) => object>> = {
  'in refusals': (token) => ({ status: 403, body: { message: token, documentation_url: token } }),
  'in invalid fields': (token) => ({ status: 422, body: { message: token, errors: [token] } }),
  'in an outage': (token) => ({ status: 503, body: token }),
  'in headers': (token) => ({
    status: 400,
    headers: { 'x-echo': token, warning: token },
    body: {},
  }),
  'in a redirect': (token) => ({
    status: 302,
    headers: { Location: `https://login.invalid/?token=${encodeURIComponent(token)}` },
    body: token,
  }),
  'in deprecations': (token) => ({
    headers: { deprecation: 'true', link: `<https://x.invalid/${token}>; rel="deprecation"` },
    body: [{ id: 1, body: token, user: { login: token } }],
  }),
  'in odd fields': (token) => ({ body: { id: token, [token]: token } }),
};

describe.concurrent('a GitHub that echoes the token brings it to light nowhere', () => {
  test.each(
    Object.entries(ANSWERS).flatMap(([what, answer]) => [
      { what, answer, whose: 'the job', token: JOB_TOKEN, inputs: {} },
      {
        what,
        answer,
        whose: 'github-token',
        token: GITHUB_TOKEN,
        inputs: { 'github-token': GITHUB_TOKEN },
      },
    ]),
  )('$what, the token of $whose', async ({ answer, token, inputs }) => {
    const forms = FORMS.map(([, echo]) => echo(token)).join(' ');
    const reported = await report(guarded(), inputs, () => answer(forms));
    expect(reported.played.outputs['verdict']).toBe('passed');
    expect(reported.requests.map(({ authorization }) => authorization)).toContain(`token ${token}`);
    expect(leaksOf(reported, token)).toEqual([]);
  });

  test.each([
    ['the job', JOB_TOKEN, {}],
    ['github-token', GITHUB_TOKEN, { 'github-token': GITHUB_TOKEN }],
  ])('when somebody has named a tag by the token of %s', async (_, token, inputs) => {
    const reported = await report(guarded(), { ...inputs, image: reference(`app:${token}`) });
    expect(reported.played.outputs['verdict']).toBe('inconclusive');
    expect(reported.played.outputs['reason']).toMatch(/image holds the secret of github-token/);
    expect(leaksOf(reported, token)).toEqual([]);
  });
});
