import { describe, expect, it } from 'vitest';
import { APP, OTHER_APP } from '../simulator/builds.ts';
import type { Scenario } from '../simulator/scenario.ts';
import { createShop } from '../simulator/shop.ts';
import { answers, routeGone } from './content-faults.ts';
import { type Fault, onCall } from './exchange.ts';
import { collectRows } from './record.ts';
import { tryOut } from './trial.ts';

const record = collectRows('lists');
const BRIEF = { 'appear-timeout': '1500ms', 'scan-timeout': '2s' };

let nextName = 0;
const rows = (name: () => string) =>
  Array.from({ length: 100 }, () => ({ name: name(), digest: OTHER_APP.digest }));
const list =
  (fields: Readonly<Record<string, unknown>>): Fault =>
  (exchange) =>
    answers({ status: 200, body: JSON.stringify({ status: 'SUCCESS', data: fields }) })(exchange);
const pageOf = (exchange: Parameters<Fault>[0]) =>
  Number(new URL(exchange.call.url, 'http://x').searchParams.get('page'));

/** A registry with a firewall. */
const UPSTREAM: Scenario = {
  name: 'upstream',
  title: 'A good image in a registry with a firewall',
  expect: { verdict: 'passed', reason: /^Passed/ },
  world: () => createShop({ registryFields: { type: 'UPSTREAM' } }),
};

describe.concurrent('a list', () => {
  it.each<[string, Fault]>([
    [
      'that repeats its first page for ever',
      list({ itemCount: 1_000_000, ociArtifactTags: rows(() => 'other') }),
    ],
    [
      'that never ends',
      (exchange) =>
        list({ itemCount: 1e15, ociArtifactTags: rows(() => `n${nextName++}`) })(exchange),
    ],
    [
      'that counts none and sends many',
      list({ itemCount: 0, ociArtifactTags: rows(() => `n${nextName++}`) }),
    ],
    ['that counts below zero', list({ itemCount: -1, ociArtifactTags: [] })],
    ['that counts and sends nothing', list({ itemCount: 5, ociArtifactTags: null })],
    [
      'with a tag that only differs in case',
      list({ itemCount: 1, ociArtifactTags: [{ name: '1.4.2 ', digest: APP.digest }] }),
    ],
    [
      'with a tag that has no digest',
      list({ itemCount: 1, ociArtifactTags: [{ name: '1.4.2', digest: 'latest' }] }),
    ],
  ])('of tags %s ends, and never passes', async (what, fault) => {
    const outcome = await tryOut({
      plan: onCall('tags', fault),
      inputs: { ...BRIEF, 'poll-min-interval': '200ms', 'poll-max-interval': '500ms' },
    });
    record({
      fault: `tags: a list ${what}`,
      ended: 'inconclusive',
      ms: outcome.ms,
      peakMb: outcome.peakMb,
    });
    expect(outcome.verdict, outcome.reason).toBe('inconclusive');
    expect(outcome.calls.filter(({ name }) => name === 'tags').length).toBeLessThan(250);
    expect(outcome.peakMb).toBeLessThan(150);
  });

  it.each<[string, Fault]>([
    [
      'that repeats its first page for ever',
      list({ itemCount: 1_000_000, artifactVersions: rows(() => OTHER_APP.digest) }),
    ],
    [
      'that never ends',
      (exchange) =>
        list({ itemCount: 1e15, artifactVersions: rows(() => `n${nextName++}`) })(exchange),
    ],
    [
      'that counts none and sends many',
      list({ itemCount: 0, artifactVersions: rows(() => `n${nextName++}`) }),
    ],
    ['that counts below zero', list({ itemCount: -1, artifactVersions: [] })],
    ['that counts and sends nothing', list({ itemCount: 5, artifactVersions: null })],
    [
      'whose digest is none',
      list({ itemCount: 1, artifactVersions: [{ name: '1', metadata: { tags: ['1.4.2'] } }] }),
    ],
  ])('of versions, where there are no tags, %s ends, and never passes', async (what, fault) => {
    const outcome = await tryOut({
      plan: (call) => onCall('tags', routeGone)(call) ?? onCall('versions', fault)(call),
      inputs: { ...BRIEF, 'poll-min-interval': '200ms', 'poll-max-interval': '500ms' },
    });
    record({
      fault: `versions: a list ${what}`,
      ended: 'inconclusive',
      ms: outcome.ms,
      peakMb: outcome.peakMb,
    });
    expect(outcome.verdict, outcome.reason).toBe('inconclusive');
    expect(outcome.calls.filter(({ name }) => name === 'versions').length).toBeLessThan(250);
    expect(outcome.peakMb).toBeLessThan(150);
  });

  it('of tags with ours on the third page is read to there', async () => {
    const ours = { name: '1.4.2', digest: APP.digest };
    const paged: Fault = (exchange) => {
      const page = pageOf(exchange);
      const found = page === 2 ? [ours] : rows(() => `n${nextName++}`);
      return list({ itemCount: 201, ociArtifactTags: found })(exchange);
    };
    const outcome = await tryOut({ plan: onCall('tags', paged) });
    record({
      fault: 'tags: ours on the third page',
      ended: 'passed',
      ms: outcome.ms,
      peakMb: outcome.peakMb,
    });
    expect(outcome.verdict, outcome.reason).toBe('passed');
  });

  it.each(['listRegistries', 'listArtifacts'] as const)(
    '%s that never ends is given up',
    async (call) => {
      const endless: Fault = (exchange) => {
        const found = rows(() => `n${nextName++}`).map(({ name }) => ({
          identifier: name,
          path: `AbC1xYz9/${name}`,
          registryIdentifier: name,
          name,
          version: name,
        }));
        return list({ itemCount: 1e15, registries: found, artifacts: found })(exchange);
      };
      const isExtra = call === 'listArtifacts';
      const outcome = await tryOut({
        plan: onCall(call, endless),
        inputs: isExtra ? {} : BRIEF,
      });
      record({
        fault: `${call}: a list that never ends`,
        ended: isExtra ? 'passed' : 'inconclusive',
        ms: outcome.ms,
        peakMb: outcome.peakMb,
      });
      expect(outcome.verdict, outcome.reason).toBe(isExtra ? 'passed' : 'inconclusive');
      expect(outcome.calls.filter(({ name }) => name === call).length).toBeLessThanOrEqual(40);
    },
  );

  const rowOf = (space: string) => ({
    identifier: 'docker-prod',
    path: `AbC1xYz9/${space}/docker-prod`,
  });

  it.each<[string, number, readonly object[]]>([
    ['counts none and sends two of the name', 0, [rowOf('default/shop'), rowOf('default/other')]],
    ['counts one and sends two of the name', 1, [rowOf('default/shop'), rowOf('default/other')]],
    ['counts below zero and sends another scope', -1, [rowOf('default/other')]],
    ['counts and sends nothing', 7, []],
    ['counts below zero and sends nothing', -1, []],
  ])('of registries that %s never passes', async (what, itemCount, registries) => {
    const { verdict, reason, calls, ms, peakMb } = await tryOut({
      plan: onCall('listRegistries', list({ itemCount, registries })),
      inputs: BRIEF,
    });
    record({ fault: `listRegistries: a list that ${what}`, ended: 'inconclusive', ms, peakMb });
    expect(verdict, reason).toBe('inconclusive');
    expect(calls.filter(({ name }) => name === 'listRegistries').length).toBeLessThan(10);
  });

  /** A row of list artifacts about our very image. */
  const artifact = (fields: object) => ({
    registryIdentifier: 'docker-prod',
    registryType: 'UPSTREAM',
    name: 'app',
    version: APP.digest,
    scanStatus: 'ALLOWED',
    isQuarantined: false,
    ...fields,
  });
  it.each<[string, number, object, 'failed' | 'inconclusive', RegExp]>([
    ['counts none and sends BLOCKED', 0, { scanStatus: 'BLOCKED' }, 'failed', /firewall/i],
    ['counts none and sends quarantine', 0, { isQuarantined: true }, 'failed', /quarantine/],
    ['counts below zero and sends BLOCKED', -1, { scanStatus: 'BLOCKED' }, 'failed', /firewall/i],
    ['counts two and sends one', 2, {}, 'inconclusive', /more artifacts than the gate reads/],
    ['counts three and sends one', 3, {}, 'inconclusive', /more artifacts than the gate reads/],
    [
      'counts a million and sends one',
      1e6,
      {},
      'inconclusive',
      /more artifacts than the gate reads/,
    ],
  ])('of artifacts that %s never passes', async (what, itemCount, fields, expected, why) => {
    const { verdict, reason, calls, ms, peakMb } = await tryOut({
      scenario: UPSTREAM,
      plan: onCall('listArtifacts', list({ itemCount, artifacts: [artifact(fields)] })),
      inputs: { firewall: 'required' },
    });
    record({ fault: `listArtifacts: a list that ${what}`, ended: expected, ms, peakMb });
    expect(reason).toMatch(why);
    expect(verdict).toBe(expected);
    expect(calls.filter(({ name }) => name === 'listArtifacts').length).toBeLessThan(10);
  });
});
