import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { announceOnGitHub } from '../../../src/github/announce.ts';
import { finding } from '../../../src/policy/finding.ts';
import { gateResult, imageResult, NOW } from '../../golden/results.ts';
import { type EmulatedGitHub, startEmulatedGitHub } from './emulator.ts';
import { EventFile, gateOf, pushEnvironment, TOKEN } from './job.ts';
import { findFaults } from './openapi.ts';

const failed = gateResult([imageResult({ findings: [finding('tag', 'failed', 'the tag moved')] })]);

let github: EmulatedGitHub;
let event: EventFile;

beforeEach(async () => {
  github = await startEmulatedGitHub();
  event = await EventFile.write({ pull_request: { number: 1, head: { sha: github.head } } });
});
afterEach(async () => {
  await Promise.all([github.close(), event.remove()]);
});

async function announce(
  result = gateResult(),
  env: Record<string, string> = { ...pushEnvironment(github.url), GITHUB_SHA: github.head },
): Promise<readonly string[]> {
  const reports = {
    comment: 'never',
    checkRun: true,
    githubToken: TOKEN,
    jobId: '51725241954',
  } as const;
  return announceOnGitHub(result, { reports, env, now: NOW, ...gateOf(result) });
}

describe('the check run', () => {
  it('tells the verdict on the commit that was pushed', async () => {
    expect(await announce()).toEqual([]);
    const [checkRun] = await github.checkRuns();
    expect(checkRun).toMatchObject({
      name: 'Image Gate / app',
      status: 'completed',
      conclusion: 'success',
      details_url: 'https://github.com/octo-org/app/actions/runs/1658821493/job/51725241954',
      external_id: expect.stringMatching(/^[0-9a-f]{32}$/),
      output: {
        title: '✅ Passed: this image may ship',
        summary: expect.stringContaining('0 critical and 0 high issues'),
        text: expect.stringContaining('<table>'),
      },
    });
  });

  it('stands on the head of a pull request, not on the merge that was checked out', async () => {
    await announce(failed, event.environment(github.url));
    expect(await github.checkRuns()).toMatchObject([{ conclusion: 'failure' }]);
  });

  it('is asked for in the words of GitHub alone, by one request', async () => {
    await announce(failed);
    expect(github.requests.map(({ method }) => method)).toEqual(['POST']);
    expect(github.requests.flatMap(findFaults)).toEqual([]);
  });
});
