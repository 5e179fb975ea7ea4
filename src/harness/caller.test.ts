import { afterAll, describe, expect, it } from 'vitest';
import { makeClient } from '../http/client.fixture.ts';
import { closeServers, type Scripted, serve } from '../http/loopback.fixture.ts';
import { tagsSchema } from './api.ts';
import { ASK } from './caller.fixture.ts';
import { createCaller } from './caller.ts';

const ROUTE = { path: '/har/api/v1/thing', template: '/har/api/v1/{thing}' };

afterAll(closeServers);

async function ask(...answers: readonly Scripted[]) {
  const { url, asked } = await serve(...answers);
  const call = createCaller(makeClient(url));
  const answer = call({ route: ROUTE, schema: tagsSchema, ask: { ...ASK, until: 101_000 } });
  return { answer, asked };
}

const json = (status: number, message: string): Scripted => ({ status, body: { message } });

describe('an answer of Harness', () => {
  it.each([
    json(500, 'Failed to get tag detail: resource not found'),
    json(404, 'Artifact not found'),
  ])('is “not there” with either status: %j', async (scripted) => {
    const { answer, asked } = await ask(scripted);
    expect(await answer).toEqual({ kind: 'not-found' });
    expect(asked).toHaveLength(1);
  });

  it.each([
    { status: 404, type: 'text/plain', body: '404 page not found\n' },
    { status: 404, type: 'text/html', body: '<html>not found</html>' },
  ])('is a call that does not exist: %j', async (scripted) => {
    expect(await (await ask(scripted)).answer).toEqual({ kind: 'no-such-call' });
  });

  it.each([
    [json(400, 'registry not found: x'), 'the registry in image'],
    [json(400, 'parent space not found: x'), 'harness-org and harness-project'],
    [json(400, 'root space not found: x'), 'harness-account'],
    [json(500, 'invalid checksum digest length'), 'the input digest'],
  ])('names the input to check: %j', async (scripted, input) => {
    const { answer } = await ask(scripted);
    await expect(answer).rejects.toMatchObject({
      code: 'configuration',
      message: expect.stringContaining(input),
    });
  });

  it.each([
    json(409, 'conflict'),
    json(400, 'license not found'),
    json(409, 'module STO not found'),
  ])('is unrecognised when nobody knows it: %j', async (scripted) => {
    const { answer } = await ask(scripted);
    await expect(answer).rejects.toMatchObject({ code: 'unrecognised' });
  });

  it('is a failure of the service, and asked for again, when a 200 says so', async () => {
    const good = { body: { status: 'SUCCESS', data: { ociArtifactTags: null } } };
    const { answer, asked } = await ask({ body: { status: 'FAILURE', data: {} } }, good);
    expect((await answer).kind).toBe('data');
    expect(asked).toHaveLength(2);
  });
});
