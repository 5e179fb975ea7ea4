import { describe, expect, it } from 'vitest';
import { GateError } from '../errors.ts';
import { ASK, callerOf, data, NO_SUCH_CALL } from './caller.fixture.ts';
import type { Answer } from './caller.ts';
import { findScope, type HarnessScope } from './scope.ts';

const ACCOUNT: HarnessScope = {
  url: new URL('https://app.harness.io'),
  account: 'aBc',
  org: undefined,
  project: undefined,
};

const row = (path: string, more: object = {}) => ({
  identifier: path.split('/').at(-1),
  path,
  type: 'VIRTUAL',
  ...more,
});
const list = (...registries: readonly object[]) =>
  data({ registries, itemCount: registries.length });

function find(answer: Answer<unknown>, harness: HarnessScope = ACCOUNT) {
  const { call, heard } = callerOf(() => answer);
  return { scope: findScope(call, harness, 'docker-prod', ASK), heard };
}

describe('the scope of a registry', () => {
  it.each([
    ['aBc/docker-prod', undefined, undefined],
    ['aBc/default/docker-prod', 'default', undefined],
    ['aBc/default/shop/docker-prod', 'default', 'shop'],
  ])('is read from the path %s', async (path, org, project) => {
    expect(await find(list(row(path))).scope).toEqual({
      place: { account: 'aBc', org, project, registry: 'docker-prod', type: 'VIRTUAL' },
      isGuess: false,
    });
  });

  it('is searched below the account, the identifier compared exactly', async () => {
    const { scope, heard } = find(
      list(row('aBc/default/docker-prod-old'), row('aBc/default/docker-prod')),
    );
    expect((await scope).place.registry).toBe('docker-prod');
    expect(heard[0]).toMatchObject({
      path: '/har/api/v1/spaces/aBc/+/registries',
      query: { scope: 'descendants', search_term: 'docker-prod', page: '0' },
    });
  });

  it('is not looked up when the inputs name it', async () => {
    const { scope, heard } = find(list(), { ...ACCOUNT, org: 'default', project: 'shop' });
    expect((await scope).place).toMatchObject({ org: 'default', project: 'shop' });
    expect(heard).toEqual([]);
  });

  it("is the org's own when only the org is named", async () => {
    const { scope } = find(list(), { ...ACCOUNT, org: 'default' });
    expect((await scope).place).toMatchObject({ org: 'default', project: undefined });
  });

  it('is an error that lists both when two registries have the name', async () => {
    const { scope } = find(list(row('aBc/b/docker-prod'), row('aBc/a/docker-prod')));
    await expect(scope).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('aBc/a/docker-prod, aBc/b/docker-prod'),
    });
  });

  it.each([
    ['goes on for ever', (page: string) => [row(`aBc/p${page}/docker-prod-old`)]],
    ['keeps back what it counts', () => []],
  ])('is not chosen from a list that %s', async (_, rest) => {
    const { call } = callerOf(({ query: { page = '' } }) => {
      const registries = page === '0' ? [row('aBc/default/docker-prod')] : rest(page);
      return data({ registries, itemCount: 9_999 });
    });
    await expect(findScope(call, ACCOUNT, 'docker-prod', ASK)).rejects.toThrow(
      /does not come to its end/,
    );
  });

  it.each([
    'other/default/docker-prod',
    'aBc/default/shop/more/docker-prod',
    'aBc/../docker-prod',
    'aBc//docker-prod',
    '',
  ])('is never taken from the path “%s”', async (path) => {
    const { scope } = find(list({ identifier: 'docker-prod', path }));
    await expect(scope).rejects.toMatchObject({ code: 'unrecognised' });
  });

  it.each([
    ['nothing is listed', list()],
    ['the call does not exist', NO_SUCH_CALL],
  ])("is guessed to be the account's own when %s", async (_, answer) => {
    expect(await find(answer).scope).toMatchObject({ isGuess: true, place: { org: undefined } });
  });

  function findRefused(error: GateError) {
    const { call } = callerOf(() => {
      throw error;
    });
    return findScope(call, ACCOUNT, 'docker-prod', ASK);
  }

  it("is guessed to be the account's own when listing is forbidden", async () => {
    const scope = await findRefused(new GateError('permission', 'no', { status: 403 }));
    expect(scope.isGuess).toBe(true);
  });

  it('is not guessed for a key that nobody knows', async () => {
    const scope = findRefused(new GateError('permission', 'no', { status: 401 }));
    await expect(scope).rejects.toMatchObject({ code: 'permission' });
  });

  it('leaves a type open that is none of the two known', async () => {
    const { place } = await find(list(row('aBc/docker-prod', { type: 'SOMETHING' }))).scope;
    expect(place.type).toBeUndefined();
  });
});
