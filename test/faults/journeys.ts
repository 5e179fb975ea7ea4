import type { Respond } from '../e2e/github/github-server.ts';
import { answers } from './content-faults.ts';
import { onCall } from './exchange.ts';
import { meetAt } from './run-calls.ts';
import { type Outcome, type Trial, tryOut } from './trial.ts';
import { resetBeforeHeaders } from './wire-faults.ts';

/** Ways through the action that come past different modules, all of them together past nearly all. */
export interface Journey {
  readonly name: string;
  readonly verdict: 'passed' | 'failed' | 'inconclusive';
  readonly isGreen: boolean;
  /** Whether GitHub's API hears of it. */
  readonly tells?: true;
  go(trial: Trial): Promise<Outcome>;
}

/** The journey whose summary nobody can write. */
export const SUMMARY_LOST = 'cannot write its summary';

/** `apiUrl` is the address of GitHub's API for the one that tells it something. */
export function journeys(apiUrl: string): readonly Journey[] {
  return [
    {
      name: 'waits for the scan',
      verdict: 'passed',
      isGreen: true,
      go: (trial) => tryOut({ scenario: 'scanning-then-done', ...trial }),
    },
    {
      name: 'signs in, meets faults and tells everybody',
      verdict: 'passed',
      isGreen: true,
      tells: true,
      go: (trial) =>
        meetAt('oidcToken', (nth) => (nth === 1 ? resetBeforeHeaders : undefined), {
          ...trial,
          plan: onCall('storage', answers({ status: 403, body: '{}' })),
          inputs: {
            ...trial.inputs,
            comment: 'always',
            'check-run': 'true',
            'attestation-file': 'vsa.json',
          },
          env: { ...trial.env, GITHUB_API_URL: apiUrl },
        }),
    },
    {
      name: 'tells of two images, one of them bad',
      verdict: 'failed',
      isGreen: false,
      tells: true,
      go: (trial) =>
        tryOut({
          scenario: 'two-images',
          ...trial,
          // No comment: the other journey is to hear the bad gateways on the way to one.
          inputs: { ...trial.inputs, 'check-run': 'true' },
          env: { ...trial.env, GITHUB_API_URL: apiUrl },
        }),
    },
    {
      name: SUMMARY_LOST,
      verdict: 'inconclusive',
      isGreen: false,
      go: (trial) => tryOut({ ...trial, env: { ...trial.env, GITHUB_STEP_SUMMARY: '/dev/full' } }),
    },
    {
      name: 'finds high issues, and lets the job go on',
      verdict: 'failed',
      isGreen: true,
      go: (trial) =>
        tryOut({ scenario: 'high-only', ...trial, inputs: { ...trial.inputs, mode: 'warn' } }),
    },
  ];
}

/** GitHub's API around one pull request: every other question about the commit meets a bad gateway. */
export function answerAsGitHub(): Respond {
  const comments: unknown[] = [];
  return ({ method, path, body }, count) => {
    const user = { login: 'github-actions[bot]' };
    if (path.endsWith('/graphql')) return { body: { data: { viewer: user } } };
    if (path.endsWith('/pulls')) return count % 2 === 1 ? { status: 502 } : { body: [PULL] };
    if (method === 'GET' && path.endsWith('/comments')) return { body: comments };
    if (method === 'POST' && path.endsWith('/comments'))
      comments.push({ ...(body as object), id: comments.length + 1, user });
    return { status: method === 'POST' ? 201 : 200 };
  };
}

const PULL = { number: 1, state: 'open', head: { repo: { full_name: 'octo-org/app' } } };
