import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { GateResult } from '../../../src/gate/result.ts';
import { JOB_TOKEN } from '../../runner/step-environment.ts';

/** The token of the job; GitHub blanks it nowhere but in the log. */
export const TOKEN = JOB_TOKEN;
export const HEAD = '9f2c01ab34cd9f2c01ab34cd9f2c01ab34cd9f2c';
export const MERGE = '7fd1a60b01f91b314f59955a4e4d4e80d8edf11d';

/** What a gate of the images of a result is about. */
export function gateOf(result: GateResult) {
  const images = result.images.map(({ image }) => image);
  return { images, platforms: 'all', secrets: [] } as const;
}

/** What the runner tells a step that runs on a push; the API is the given one. */
export function pushEnvironment(apiUrl: string): Record<string, string> {
  return {
    GITHUB_API_URL: apiUrl,
    GITHUB_SERVER_URL: 'https://github.com',
    GITHUB_REPOSITORY: 'octo-org/app',
    GITHUB_EVENT_NAME: 'push',
    GITHUB_SHA: MERGE,
    GITHUB_RUN_ID: '1658821493',
    GITHUB_RUN_ATTEMPT: '2',
    GITHUB_JOB: 'release',
    GITHUB_ACTION: 'gate',
    GITHUB_WORKFLOW: 'release',
    GITHUB_WORKFLOW_REF: 'octo-org/app/.github/workflows/release.yml@refs/heads/main',
  };
}

/** The events of the pull request 1 as files, for as long as a test needs them. */
export class EventFile {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async write(
    event: unknown = { pull_request: { number: 1, head: { sha: HEAD } } },
  ): Promise<EventFile> {
    const file = new EventFile(await mkdtemp(join(tmpdir(), 'image-gate-event-')));
    await writeFile(file.path, typeof event === 'string' ? event : JSON.stringify(event));
    return file;
  }

  get path(): string {
    return join(this.#folder, 'event.json');
  }

  /** What the runner tells a step that runs for the pull request. */
  environment(apiUrl: string): Record<string, string> {
    return {
      ...pushEnvironment(apiUrl),
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: this.path,
    };
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}
