import { commentTextOf } from '../../src/report/comment-text.ts';
import { summaryOf } from '../../src/report/summary.ts';
import { startGitHubServer } from '../../test/e2e/github/github-server.ts';
import { EventFile } from '../../test/e2e/github/job.ts';
import { CASES } from '../../test/golden/cases.ts';
import { NOW } from '../../test/golden/results.ts';
import { runAction } from '../../test/runner/runner.ts';
import { scenarios } from '../../test/simulator/scenarios.ts';
import { startSimulator } from '../../test/simulator/simulator.ts';

/** One text that people read on GitHub. */
export interface Exhibit {
  /** Also the name of its files. */
  readonly name: string;
  readonly title: string;
  readonly markdown: string;
}

/** Steps that run side by side: each is a process of its own. */
const AT_ONCE = 4;

const RUN = {
  key: '0123456789abcdef0123456789abcdef',
  now: NOW,
  jobUrl: 'https://github.com/octo-org/app/actions/runs/1658821493/job/51725241954',
  commit: '7fd1a60b01f91b314f59955a4e4d4e80d8edf11d',
};

/** Summary and comment of every golden case. */
export function goldenExhibits(): readonly Exhibit[] {
  return Object.entries(CASES).flatMap(([name, result]) => [
    { name: `golden-${name}`, title: `Summary: ${name}`, markdown: summaryOf(result, NOW) },
    { name: `comment-${name}`, title: `Comment: ${name}`, markdown: commentTextOf(result, RUN) },
  ]);
}

/** Summary and comment of every scenario of the simulator, written by the built action. */
export async function scenarioExhibits(): Promise<readonly Exhibit[]> {
  const exhibits: Exhibit[][] = [];
  const left = [...scenarios.entries()];
  async function work(): Promise<void> {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      const [index, { name, title }] = next;
      const { summary, comments } = await runScenario(name);
      exhibits[index] = [
        { name: `run-${name}`, title, markdown: summary },
        ...comments.map((markdown) => ({
          name: `run-comment-${name}`,
          title: `Comment: ${title}`,
          markdown,
        })),
      ];
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return exhibits.flat();
}

/** What one run writes: its summary, and the comment that arrives at a GitHub where there is none yet. */
async function runScenario(
  scenario: string,
): Promise<{ readonly summary: string; readonly comments: readonly string[] }> {
  const simulator = await startSimulator(scenario);
  const github = await startGitHubServer(({ method }) =>
    method === 'POST' ? { status: 201 } : { body: [] },
  );
  const event = await EventFile.write();
  try {
    const env = event.environment(github.url);
    const inputs = { ...simulator.inputs, comment: 'always' };
    const { summary } = await runAction({ inputs, env });
    return { summary, comments: github.requests.flatMap(({ body }) => commentIn(body)) };
  } finally {
    await Promise.all([simulator.close(), github.close(), event.remove()]);
  }
}

function commentIn(body: unknown): readonly string[] {
  const text = typeof body === 'object' && body !== null && 'body' in body ? body.body : undefined;
  return typeof text === 'string' ? [text] : [];
}
