import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Played, play } from '../play.ts';
import { type EmulatedGitHub, startEmulatedGitHub } from './emulator.ts';
import { type Respond, startGitHubServer } from './github-server.ts';
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
    const page = 'https://github.com/octo-org/app/actions/runs/1658821493/job/51725241954';
    expect(before?.body).toContain(`href="${page}"`);
    expect(await github.checkRuns()).toMatchObject([{ conclusion: 'failure', details_url: page }]);

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

  it('leaves no earlier verdict standing when an input is wrong', async () => {
    await playStep('clean', { comment: 'always' });
    expect((await github.comments()).map(({ body }) => body)).toEqual([
      expect.stringContaining('## ✅ Passed'),
    ]);
    const wrong = await playStep('clean', { comment: 'always', digest: '' });
    expect(wrong.conclusion).toBe('failure');
    expect((await github.comments()).map(({ body }) => body)).toEqual([
      expect.stringContaining('Digest is empty'),
    ]);
    expect(await github.checkRuns()).toMatchObject([
      { name: 'Image Gate / app', conclusion: 'failure' },
    ]);
  });

  it.each([
    ['always-scanning', { mode: 'warn' }, 'success', 'neutral'],
    ['always-scanning', { mode: 'enforce' }, 'failure', 'timed_out'],
    ['wrong-key', { mode: 'warn' }, 'failure', 'failure'],
    ['warn-mode', {}, 'success', 'failure'],
  ])('concludes %s with %j by a job of %s and a check of %s', async (...of) => {
    const [scenario, inputs, job, check] = of;
    const step = await playStep(scenario, inputs);
    expect(step.conclusion, step.log).toBe(job);
    expect(await github.checkRuns()).toMatchObject([{ conclusion: check }]);
  });

  it('goes to the one pull request of a commit that was pushed', async () => {
    const pull = { number: 1, state: 'open', head: { repo: { full_name: 'octo-org/app' } } };
    await answerAll(({ path }) => (/\/pulls(?:\?|$)/.test(path) ? { body: [pull] } : undefined));
    const env = {
      GITHUB_API_URL: github.url,
      GITHUB_EVENT_NAME: 'push',
      GITHUB_SHA: github.head,
    };
    await play('critical', { inputs: INPUTS, env });
    expect((await github.comments()).map(({ body }) => body)).toEqual([
      expect.stringContaining('## ❌ Failed'),
    ]);
  });

  it('asks the API of an Enterprise Server where the runner names one', async () => {
    const server = await startGitHubServer(({ method }) => ({
      status: method === 'POST' ? 201 : 200,
      body: method === 'POST' ? { id: 1 } : [],
    }));
    const env = { GITHUB_API_URL: `${server.url}/api/v3`, GITHUB_EVENT_PATH: event.path };
    await play('critical', { inputs: INPUTS, env: { ...env, GITHUB_EVENT_NAME: 'pull_request' } });
    await server.close();
    const asked = server.requests.map(({ method, path }) => `${method} ${path.split('?')[0]}`);
    expect(asked).toContain('POST /api/v3/repos/octo-org/app/check-runs');
    expect(asked).toContain('POST /api/v3/repos/octo-org/app/issues/1/comments');
    expect(asked.every((call) => / \/api\//.test(call))).toBe(true);
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
