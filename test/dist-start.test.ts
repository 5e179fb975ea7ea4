import * as v from 'valibot';
import { afterEach, describe, expect, test } from 'vitest';
import { type GitHubServer, keyOf, startGitHubServer } from './e2e/github/github-server.ts';
import { EventFile } from './e2e/github/job.ts';
import { type Played, play } from './e2e/play.ts';

/** Loaded before the action: notes which modules of the bundle are evaluated, and how the process comes to its end. */
const WITNESS = `
import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join } from 'node:path';
const modules = [];
let lastWrite = 0;
globalThis.imageGateEvaluates = (path) => modules.push(path);
const mark = (_, path) => ';globalThis.imageGateEvaluates(' + JSON.stringify(path) + ');';
registerHooks({
  load(url, context, next) {
    const loaded = next(url, context);
    if (!url.endsWith('/dist/index.js')) return loaded;
    const source = String(loaded.source).replace(/^;?\\/\\/ CONCATENATED MODULE: (\\S+)$/gm, mark);
    return { ...loaded, source };
  },
});
const { write } = process.stdout;
process.stdout.write = function (...args) {
  lastWrite = Date.now();
  return write.apply(this, args);
};
process.on('beforeExit', () => {
  const ended = { at: Date.now(), lastWrite, resources: process.getActiveResourcesInfo() };
  const text = JSON.stringify({ modules, ...ended });
  writeFileSync(join(process.env.RUNNER_TEMP, 'start.json'), text);
});
`;

const Testimony = v.object({
  modules: v.array(v.string()),
  /** Wall clock, in milliseconds. */
  at: v.number(),
  lastWrite: v.number(),
  resources: v.array(v.string()),
});
type Testimony = v.InferOutput<typeof Testimony>;

/** No idle connection lasts as short as this, neither here nor in the servers: it would be seen. */
const SOON_MS = 1_000;
const COMMENTS = '/repos/octo-org/app/issues/1/comments';
/** What only telling GitHub needs. */
const OF_GITHUB = /@octokit|@actions\/github|before-after-hook|\.\/github\/(?:announce|octokit)/;

let github: GitHubServer | undefined;
let event: EventFile | undefined;

afterEach(async () => {
  await Promise.all([github?.close(), event?.remove()]);
  github = undefined;
  event = undefined;
});

/** A good image, on a runner whose event file holds this. */
async function start(
  eventText: unknown,
  inputs: Readonly<Record<string, string>> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<{ readonly played: Played; readonly testimony: Testimony }> {
  event = await EventFile.write(eventText);
  const preload = `data:text/javascript,${encodeURIComponent(WITNESS)}`;
  const played = await play('clean', {
    inputs,
    env: { GITHUB_EVENT_PATH: event.path, NODE_OPTIONS: `--import=${preload}`, ...env },
  });
  const testimony = v.parse(Testimony, JSON.parse(played.files['start.json'] ?? '{}'));
  return { played, testimony };
}

/** What still keeps the process busy, besides standard output and error. */
function othersThanStreams({ resources }: Testimony): readonly string[] {
  return resources.filter((resource) => resource !== 'PipeWrap');
}

describe('the built action', () => {
  test('loads nothing of octokit and @actions/github, and no event, where GitHub is told nothing', async () => {
    const { played, testimony } = await start('{ this is no JSON');
    expect(played.outputs['verdict']).toBe('passed');
    expect(played.annotations).toEqual([]);
    expect(testimony.modules).toContain('./main.js');
    expect(testimony.modules.filter((path) => OF_GITHUB.test(path))).toEqual([]);
  });

  test('ends as soon as its last line is written, though the servers hold its connections', async () => {
    const { testimony } = await start({});
    expect(testimony.at - testimony.lastWrite).toBeLessThan(SOON_MS);
    expect(othersThanStreams(testimony)).toEqual([]);
  });

  test('loads them to tell GitHub, and ends as soon as that is done', async () => {
    let lastAsked = 0;
    github = await startGitHubServer((request) => {
      lastAsked = Date.now();
      return keyOf(request) === `GET ${COMMENTS}` ? { body: [] } : { status: 201, body: { id: 1 } };
    });
    const { played, testimony } = await start(
      { pull_request: { number: 1, head: { sha: '9f2c01ab34cd9f2c01ab34cd9f2c01ab34cd9f2c' } } },
      { comment: 'always', 'check-run': 'true' },
      { GITHUB_API_URL: github.url, GITHUB_EVENT_NAME: 'pull_request' },
    );
    expect(played.annotations).toEqual([]);
    expect(github.requests).toHaveLength(3);
    expect(testimony.modules).toEqual(
      expect.arrayContaining([
        './github/announce.js',
        expect.stringContaining('@octokit/core'),
        expect.stringContaining('@actions/github'),
      ]),
    );
    expect(testimony.at - lastAsked).toBeLessThan(SOON_MS);
    expect(othersThanStreams(testimony)).toEqual([]);
  });
});
