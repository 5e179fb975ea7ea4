import {
  type ApiRequest,
  keyOf,
  type Respond,
  startGitHubServer,
} from '../e2e/github/github-server.ts';
import { EventFile } from '../e2e/github/job.ts';
import type { Played } from '../e2e/play.ts';
import type { Scenario } from '../simulator/scenario.ts';
import { step } from './step.ts';

const COMMENTS = '/repos/octo-org/app/issues/1/comments';

/** Everything that reports is on; the longest waits are short. */
const INPUTS = {
  comment: 'always',
  'check-run': 'true',
  'report-file': 'out/report.json',
  'attestation-file': 'out/attestation.json',
  'appear-timeout': '1500ms',
  'scan-timeout': '2s',
};

/** A step, and what it sent to GitHub. */
export interface Reported {
  readonly played: Played;
  readonly requests: readonly ApiRequest[];
}

/** One step for a pull request with all its reports, on a GitHub that takes them all or answers as told. */
export async function report(
  scenario: Scenario,
  inputs: Readonly<Record<string, string>> = {},
  respond: Respond = () => undefined,
): Promise<Reported> {
  const [event, github] = await Promise.all([
    EventFile.write(),
    startGitHubServer((request, count) => respond(request, count) ?? takeAll(request)),
  ]);
  try {
    const played = await step(scenario, {
      inputs: { ...INPUTS, ...inputs },
      env: { ...event.environment(github.url), RUNNER_DEBUG: '1' },
    });
    return { played, requests: github.requests };
  } finally {
    await Promise.all([github.close(), event.remove()]);
  }
}

function takeAll(request: ApiRequest) {
  return keyOf(request) === `GET ${COMMENTS}` ? { body: [] } : { status: 201, body: { id: 1 } };
}

/** Everything that was sent but the header that a token is meant for, as it was sent and as people would read it. */
export function textOfRequests(requests: readonly ApiRequest[]): string {
  const texts = requests.flatMap(({ method, path, query, body }) => [
    `${method} ${path}?${query}`,
    JSON.stringify(body) ?? '',
    ...leavesOf(body),
  ]);
  return texts.join('\n');
}

function leavesOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(leavesOf) : [];
}
