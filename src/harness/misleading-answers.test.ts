import * as v from 'valibot';
import { afterAll, describe, expect, it } from 'vitest';
import { GateError } from '../errors.ts';
import { makeClient } from '../http/client.fixture.ts';
import { closeServers, listen } from '../http/loopback.fixture.ts';
import { integrationSchema, tagsSchema } from './api.ts';
import {
  ASK,
  callerOf,
  data,
  digest,
  imageOf,
  NO_SUCH_CALL,
  SHOP,
  versionOf,
} from './caller.fixture.ts';
import { checkPath } from './identity.ts';
import { toIntegrationReading } from './readings.ts';
import { createRegistry } from './registry.ts';
import { readTag } from './tags.ts';

afterAll(closeServers);

describe('answers that would mislead', () => {
  it('counts without execution and time are unfinished, not absent (the policy says so, the reading drops them)', () => {
    expect(toIntegrationReading({ stoDetails: { critical: 17 } }).sto.kind).toBe('known');
  });

  it('versions as fallback: a page of untagged versions is not the last page', async () => {
    const untagged = Array.from({ length: 100 }, (_, i) => ({
      name: `sha256:${i}`,
      metadata: { tags: [] },
    }));
    const { call } = callerOf(({ path, query }) => {
      if (path.endsWith('/tags')) return NO_SUCH_CALL;
      return data({
        itemCount: 101,
        artifactVersions:
          query['page'] === '0' ? untagged : [{ name: digest('8'), metadata: { tags: ['1.4.2'] } }],
      });
    });
    expect(await readTag(call, { place: SHOP, image: imageOf(), tag: '1.4.2', ask: ASK })).toBe(
      digest('8'),
    );
  });

  it('an answer about app/web is not about app', () => {
    const url = 'https://pkg.harness.io/abc/docker-prod/app/web/1.4.2';
    expect(() => checkPath(versionOf(), { url })).toThrow();
  });

  it('a wrongly guessed scope says so whichever call meets it first', async () => {
    const url = await listen((request, response) => {
      const isList = request.url?.includes('/registries');
      response.writeHead(isList ? 200 : 400, { 'content-type': 'application/json' });
      response.end(
        JSON.stringify(
          isList
            ? { status: 'SUCCESS', data: { registries: [] } }
            : { message: 'registry not found: x' },
        ),
      );
    });
    const registry = createRegistry(makeClient(url), {
      url,
      account: 'aBc',
      org: undefined,
      project: undefined,
    });
    const ask = { ...ASK, until: 101_000 };
    const place = await registry.locate(imageOf(), ask);
    const version = versionOf({ place });
    await expect(registry.readIntegration(version, digest('9'), ask)).rejects.toThrow(
      /may not list/,
    );
  });

  it('the own hosts asked for by one image that was given up are asked for again by the next', async () => {
    let asked = 0;
    const url = await listen((request, response) => {
      if (request.url?.includes('system/info')) {
        asked += 1;
        if (asked === 1) return; // the first image is given up while this is under way
        response.end(JSON.stringify({ registryHost: 'pkg.harness.io' }));
        return;
      }
      response.end(
        JSON.stringify({
          status: 'SUCCESS',
          data: { url: 'https://vanity.example/oci/docker-prod/app/1.4.2', isQuarantined: false },
        }),
      );
    });
    const registry = createRegistry(makeClient(url), {
      url,
      account: 'aBc',
      org: undefined,
      project: undefined,
    });
    const first = new AbortController();
    const one = registry.readVersion(versionOf(), { until: 101_000, signal: first.signal });
    setTimeout(() => first.abort(new GateError('ended', 'the image was already judged')), 100);
    await expect(one).rejects.toThrow();
    expect(await registry.readVersion(versionOf(), { ...ASK, until: 101_000 })).toBeDefined();
  });

  it('a list where an object belongs does not fit', () => {
    expect(v.safeParse(tagsSchema, { data: [] }).success).toBe(false);
    expect(v.safeParse(integrationSchema, { data: { stoDetails: [] } }).success).toBe(false);
  });
});
