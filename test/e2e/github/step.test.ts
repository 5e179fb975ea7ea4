import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Played, play } from '../play.ts';
import { type EmulatedGitHub, startEmulatedGitHub } from './emulator.ts';
import type { Respond } from './github-server.ts';
import { EventFile } from './job.ts';
import { findFaults } from './openapi.ts';

const INPUTS = { comment: 'on-failure', 'check-run': 'true' };

let github: EmulatedGitHub;
let event: EventFile;

beforeEach(async () => {
  github = await startEmulatedGitHub();
  event = await EventFile.write({ pull_request: { number: 1, head: { sha: github.head } } });
});
afterEach(async () => {
  await Promise.all([github.close(), event.remove()]);
});

/** A step for the pull request, on a runner that knows the emulated GitHub. */
async function playStep(scenario: string, inputs: Record<string, string> = {}): Promise<Played> {
  const env = {
    GITHUB_API_URL: github.url,
    GITHUB_EVENT_NAME: 'pull_request',
    GITHUB_EVENT_PATH: event.path,
  };
  return play(scenario, { inputs: { ...INPUTS, ...inputs }, env });
}

async function answerAll(respond: Respond): Promise<void> {
  await github.close();
  github = await startEmulatedGitHub(respond);
}

describe('a step that reports to GitHub', () => {
  it('tells pull request and commit that an image failed, and later that it passed', async () => {
    const failed = await playStep('critical');
    expect(failed.conclusion).toBe('failure');
    const [before, ...others] = await github.comments();
    expect(before?.body).toContain('## ❌ Failed: this image must not ship');
    expect(others).toEqual([]);
    expect(await github.checkRuns()).toMatchObject([{ conclusion: 'failure' }]);

    const passed = await playStep('clean');
    expect(passed.conclusion).toBe('success');
    const after = await github.comments();
    expect(after.map(({ id }) => id)).toEqual([before?.id]);
    expect(after[0]?.body).toContain('## ✅ Passed: this image may ship');

    // Of several check runs of one name GitHub counts the latest.
    expect(await github.checkRuns()).toMatchObject([{ conclusion: 'success' }]);
    const asked = github.requests.filter(({ path }) => path !== '/graphql');
    expect(asked.flatMap(findFaults)).toEqual([]);
    for (const secret of [...failed.secrets, ...passed.secrets]) {
      expect(JSON.stringify(github.requests.map(({ body }) => body))).not.toContain(secret);
    }
  });

  it('passes although GitHub allows it nothing, and names the permissions', async () => {
    await answerAll(() => ({ status: 403, body: { message: '##[error]::error::no' } }));
    const step = await playStep('clean', { comment: 'always' });
    expect(step.conclusion).toBe('success');
    expect(step.outputs['verdict']).toBe('passed');
    const warnings = step.annotations.filter(({ level }) => level === 'warning');
    expect(warnings.map(({ message }) => message)).toEqual([
      expect.stringContaining('pull-requests: write'),
      expect.stringContaining('checks: write'),
    ]);
  });

  it('fails all the same when GitHub is fine and the image is not', async () => {
    const step = await playStep('critical', { comment: 'never', 'check-run': 'true' });
    expect(step.conclusion).toBe('failure');
    expect(await github.comments()).toEqual([]);
  });

  it('passes although the event cannot be read', async () => {
    await event.remove();
    event = await EventFile.write('{');
    const step = await playStep('clean');
    expect(step.conclusion).toBe('success');
    expect(step.annotations).toMatchObject([{ level: 'warning' }]);
    expect(github.requests).toEqual([]);
  });

  it('asks GitHub nothing where nothing is wanted', async () => {
    await playStep('clean', { comment: 'never', 'check-run': 'false' });
    expect(github.requests).toEqual([]);
  });
});
