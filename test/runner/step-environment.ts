import type { ActionFile } from '../../scripts/action-file.ts';
import type { Workplace } from './workplace.ts';

/** Stands for `github.token`; masked in every run as the real one is. */
export const JOB_TOKEN = 'ghs_standInForTheTokenOfTheJob0000000000';

/** Stands for `job.check_run_id`: the number in the address of the job's page. */
export const JOB_ID = '51725241954';

/**
 * `INPUT_…` for every input: what the workflow gives, else the default. An explicit empty string
 * is given. The name keeps its hyphens.
 */
export function toInputVariables(
  action: ActionFile,
  given: Readonly<Record<string, string>>,
): Record<string, string> {
  const defaults = Object.entries(action.inputs).flatMap(([name, input]) =>
    input.default === undefined ? [] : [[name, evaluate(input.default)] as const],
  );
  const all = { ...Object.fromEntries(defaults), ...given };
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [
      `INPUT_${name.replaceAll(' ', '_').toUpperCase()}`,
      value,
    ]),
  );
}

function evaluate(text: string): string {
  return text.replaceAll(/\$\{\{\s*(.*?)\s*\}\}/g, (_, expression: string) => {
    if (expression === 'github.token') return JOB_TOKEN;
    if (expression === 'job.check_run_id') return JOB_ID;
    throw new Error(`The stand-in runner cannot evaluate \${{ ${expression} }}.`);
  });
}

/** What every step finds in its environment. Nothing of the developer's own but PATH. */
export function toStepVariables(place: Workplace): Record<string, string> {
  return {
    ...place.commandFiles,
    PATH: process.env['PATH'] ?? '',
    HOME: place.home,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_ACTION: '__self',
    GITHUB_ACTOR: 'mona',
    // A test that means to talk to GitHub brings its own server; none reaches the real one.
    GITHUB_API_URL: 'https://api.github.invalid',
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_EVENT_PATH: place.event,
    GITHUB_JOB: 'release',
    GITHUB_REF: 'refs/heads/main',
    GITHUB_REF_NAME: 'main',
    GITHUB_REF_TYPE: 'branch',
    GITHUB_REPOSITORY: 'octo-org/app',
    GITHUB_REPOSITORY_OWNER: 'octo-org',
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_RUN_ID: '1658821493',
    GITHUB_RUN_NUMBER: '42',
    GITHUB_SHA: '7fd1a60b01f91b314f59955a4e4d4e80d8edf11d',
    GITHUB_WORKFLOW: 'release',
    GITHUB_WORKSPACE: place.workspace,
    RUNNER_ARCH: 'X64',
    RUNNER_ENVIRONMENT: 'github-hosted',
    RUNNER_NAME: 'stand-in',
    RUNNER_OS: 'Linux',
    RUNNER_TEMP: place.temp,
    RUNNER_TOOL_CACHE: place.home,
  };
}
