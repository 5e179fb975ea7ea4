import type { Respond } from '../e2e/github/github-server.ts';
import { answers } from './content-faults.ts';
import { onCall } from './exchange.ts';
import { meetAt } from './run-calls.ts';
import { type Outcome, type Trial, tryOut } from './trial.ts';
import { resetBeforeHeaders } from './wire-faults.ts';

/** Ways through the action that come past different modules, all of them together past nearly all. */
export interface Journey {
  readonly name: string;
  readonly verdict: 'passed' | 'inconclusive';
  /** How long it may take to end once it is cancelled. */
  readonly mostMs: number;
  go(trial: Trial): Promise<Outcome>;
}

const QUICK_MS = 2_000;
/** GitHub is given five seconds more to hear of a cancelled run; the runner kills it after ten. */
const TELLING_MS = 7_000;

/** `apiUrl` is the address of GitHub's API for the one that tells it something. */
export function journeys(apiUrl: string): readonly Journey[] {
  return [
    {
      name: 'waits for the scan',
      verdict: 'passed',
      mostMs: QUICK_MS,
      go: (trial) => tryOut({ scenario: 'scanning-then-done', ...trial }),
    },
    {
      name: 'signs in, meets faults and tells everybody',
      verdict: 'passed',
      mostMs: TELLING_MS,
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
      name: 'cannot write its summary',
      verdict: 'inconclusive',
      mostMs: QUICK_MS,
      go: (trial) => tryOut({ ...trial, env: { ...trial.env, GITHUB_STEP_SUMMARY: '/dev/full' } }),
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
