import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EventFile, HEAD, MERGE, pushEnvironment } from '../../test/e2e/github/job.ts';
import { requested } from '../../test/golden/results.ts';
import { type Gated, gateKeyOf, readContext } from './announce-context.ts';

const API = 'https://ghe.example.com/api/v3';
const ENV = pushEnvironment(API);

describe('readContext', () => {
  let event: EventFile;

  beforeEach(async () => {
    event = await EventFile.write();
  });
  afterEach(() => event.remove());

  it('reads a push', async () => {
    expect(await readContext(ENV, '51725241954')).toEqual({
      owner: 'octo-org',
      repo: 'app',
      apiUrl: new URL(API),
      event: 'push',
      pullRequest: undefined,
      commit: MERGE,
      jobUrl: 'https://github.com/octo-org/app/actions/runs/1658821493/job/51725241954',
    });
  });

  it.each(['pull_request', 'pull_request_target', 'pull_request_review'])(
    'reads number and head of the pull request of %s',
    async (name) => {
      const env = { ...event.environment(API), GITHUB_EVENT_NAME: name };
      expect(await readContext(env, undefined)).toMatchObject({ pullRequest: 1, commit: HEAD });
    },
  );

  it('asks github.com where the runner names no API', async () => {
    const { apiUrl } = await readContext({ ...ENV, GITHUB_API_URL: '' }, undefined);
    expect(apiUrl.href).toBe('https://api.github.com/');
  });

  it.each([
    ['this attempt of the run', ENV, '/octo-org/app/actions/runs/1658821493/attempts/2'],
    ['the run', { ...ENV, GITHUB_RUN_ATTEMPT: '' }, '/octo-org/app/actions/runs/1658821493'],
  ])('leads to %s where nobody knows the job', async (_what, env, path) => {
    expect((await readContext(env, undefined)).jobUrl).toBe(`https://github.com${path}`);
  });

  it('does without the page of the job', async () => {
    const { jobUrl } = await readContext({ ...ENV, GITHUB_RUN_ID: undefined }, '51725241954');
    expect(jobUrl).toBeUndefined();
  });

  it.each([
    ['GITHUB_REPOSITORY', undefined],
    ['GITHUB_REPOSITORY', 'app'],
    ['GITHUB_REPOSITORY', 'octo-org/../app'],
    ['GITHUB_SHA', 'main'],
    ['GITHUB_API_URL', 'api.github.com'],
  ])('says that %s is of no use: %s', async (name, value) => {
    await expect(readContext({ ...ENV, [name]: value }, undefined)).rejects.toThrow(name);
  });

  it.each(['{', '[]', '{"pull_request":{"number":"1"}}'])(
    'says that the event is of no use: %s',
    async (text) => {
      const odd = await EventFile.write(text);
      await expect(readContext(odd.environment(API), undefined)).rejects.toThrow(
        'GITHUB_EVENT_PATH',
      );
      await odd.remove();
    },
  );
});

describe('gateKeyOf', () => {
  const app = requested();
  const web = requested({ name: 'pkg.harness.io/acme/images/web', artifact: 'web' });

  function keyWith(
    env: Record<string, string>,
    images = [app],
    platforms: Gated['platforms'] = 'all',
  ): string {
    return gateKeyOf({ ...ENV, ...env }, { images, platforms });
  }

  const tagged = (tag: string) => [requested({ tags: [tag] })];

  it('is the same for the next commit, on every branch and in any order', () => {
    expect(keyWith({}, [web, app])).toBe(keyWith({}, [app, web]));
    const ref = 'octo-org/app/.github/workflows/release.yml@refs/pull/7/merge';
    expect(keyWith({ GITHUB_WORKFLOW_REF: ref, GITHUB_RUN_ID: '2' })).toBe(keyWith({}));
    const both = ['linux/amd64', 'linux/arm64'];
    expect(keyWith({}, [app], both.toReversed())).toBe(keyWith({}, [app], both));
  });

  it.each([
    ['sha-7fd1a60', 'sha-c0ffee1'],
    ['main-20261121', 'main-20261122'],
    ['main-1795220736', 'main-1795220999'],
  ])('does not tell commits and times apart: %s, %s', (one, other) => {
    expect(keyWith({}, tagged(one))).toBe(keyWith({}, tagged(other)));
  });

  it('does not tell run numbers apart', () => {
    const [one, other] = ['57', '58'].map((number) =>
      keyWith({ GITHUB_RUN_NUMBER: number }, tagged(`1.4.${number}`)),
    );
    expect(one).toBe(other);
  });

  it('differs from gate to gate', () => {
    const keys = [
      keyWith({}),
      keyWith({}, [web]),
      keyWith({}, [app, web]),
      keyWith({}, [app], ['linux/amd64']),
      keyWith({}, [app], ['linux/arm64']),
      ...['node-18', 'node-20', '1.4.2-py3.11', '1.4.2-py3.12', '1.4.2-alpine', '1.4.3'].map(
        (tag) => keyWith({}, tagged(tag)),
      ),
      keyWith({ GITHUB_JOB: 'other' }),
      keyWith({ GITHUB_ACTION: '__self_2' }),
      keyWith({ GITHUB_WORKFLOW_REF: 'octo-org/app/.github/workflows/b.yml@refs/heads/main' }),
      keyWith({}, []),
    ];
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('cannot be made alike by clever names', () => {
    const tricky = requested({ name: `${app.name},${web.name}`, tags: ['"],["'] });
    expect(keyWith({}, [tricky])).not.toBe(keyWith({}, [app, web]));
    expect(keyWith({ GITHUB_JOB: 'a","b', GITHUB_ACTION: 'c' })).not.toBe(
      keyWith({ GITHUB_JOB: 'a', GITHUB_ACTION: 'b","c' }),
    );
    expect(keyWith({}, [tricky])).toMatch(/^[0-9a-f]{32}$/);
  });
});
