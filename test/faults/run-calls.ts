import { startIdTokens } from '../simulator/id-tokens.ts';
import type { Scenario } from '../simulator/scenario.ts';
import { createShop } from '../simulator/shop.ts';
import type { Ending, Entry } from './catalogue.ts';
import { withChange } from './content-faults.ts';
import { type Fault, onCall, type Plan } from './exchange.ts';
import { startProxy } from './proxy.ts';
import { expectSound, type Outcome, type Trial, tryOut } from './trial.ts';

/** Calls that are made once in a run, for all of its images. */
export const RUN_CALLS = ['systemInfo', 'oidcToken', 'idToken'] as const;

export type RunCall = (typeof RUN_CALLS)[number];

/** Which of a call's requests meet which fault, counted from 1. */
export type Meeting = (nth: number) => Fault | undefined;

/** A run that cannot do without the call. */
export async function meetAt(call: RunCall, meeting: Meeting, trial: Trial): Promise<Outcome> {
  if (call === 'systemInfo') return tryOut({ ...trial, plan: askingWhoseHost(meeting) });
  const isToken = call === 'oidcToken';
  return signingIn(isToken ? () => undefined : meeting, {
    ...trial,
    plan: (call) => (isToken && call.name === 'oidcToken' ? meeting(call.nth) : trial.plan?.(call)),
  });
}

/** Details that name another host make the gate ask whether ours is the registry's own, too. */
function askingWhoseHost(meeting: Meeting): Plan {
  const elsewhere = withChange((body) => ({
    ...body,
    data: { ...(body['data'] as object), url: 'https://pkg.example.com/abc1xyz9/docker-prod/app' },
  }));
  const seen = onCall('details', elsewhere);
  return (call) => (call.name === 'systemInfo' ? meeting(call.nth) : seen(call));
}

const SIGNING_IN: Scenario = {
  name: 'signing-in',
  title: 'A good image, and no stored token for JFrog',
  expect: { verdict: 'passed', reason: /^Passed/ },
  inputs: { 'jfrog-oidc-provider': 'github-oidc', 'jfrog-oidc-audience': 'jfrog-github' },
  without: ['jfrog-access-token'],
  world: () =>
    createShop({
      jfrog: {
        oidc: { provider: 'github-oidc', audience: 'jfrog-github', lifetimeSeconds: 3_600 },
      },
    }),
};

async function signingIn(meeting: Meeting, trial: Trial): Promise<Outcome> {
  const idTokens = await startIdTokens();
  const address = new URL(idTokens.env['ACTIONS_ID_TOKEN_REQUEST_URL'] ?? '');
  const proxy = await startProxy(address.origin, ({ nth }) => meeting(nth));
  const url = `${proxy.origin}${address.pathname}${address.search}`;
  const env = { ...idTokens.env, ACTIONS_ID_TOKEN_REQUEST_URL: url };
  try {
    const outcome = await tryOut({
      ...trial,
      scenario: SIGNING_IN,
      env: { ...trial.env, ...env },
    });
    expectSound(outcome, idTokens.secrets);
    return outcome;
  } finally {
    await Promise.all([proxy.close(), idTokens.close()]);
  }
}

/** How a run may end whose call always meets the fault; the first is the usual one. */
export function acceptedEndings(call: RunCall, entry: Entry): readonly Ending[] {
  const own = EXCEPTIONS[call](entry) ?? entry.ending;
  const canBeCut = own === 'unreachable' || own === 'still throttled';
  return canBeCut ? [own, 'unreachable', 'no time left'] : [own];
}

const EXCEPTIONS: Readonly<Record<RunCall, (entry: Entry) => Ending | undefined>> = {
  // Where it does not say which hosts are its own, ours is not among them.
  systemInfo: ({ name }) =>
    /^404|^500 not found|^\{\}|^another shape/.test(name) ? 'another host' : undefined,
  oidcToken: ({ name }) => {
    if (name === 'FAILURE with 200') return 'passes';
    if (/^40[0-4](?! of)|^410/.test(name)) return 'no sign-in';
    return name.startsWith('500') ? 'unreachable' : undefined;
  },
  idToken: ({ name }) => {
    if (name === 'FAILURE with 200') return 'passes';
    if (/^4(?!08|25|29)/.test(name)) return 'no sign-in';
    return name.startsWith('500') ? 'unreachable' : undefined;
  },
};
