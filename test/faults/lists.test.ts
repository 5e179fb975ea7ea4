import { describe, expect, it } from 'vitest';
import { APP, OTHER_APP } from '../simulator/builds.ts';
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
      const outcome = await tryOut({ plan: onCall(call, endless), inputs: BRIEF });
      record({
        fault: `${call}: a list that never ends`,
        ended: call === 'listArtifacts' ? 'passed' : 'inconclusive',
        ms: outcome.ms,
        peakMb: outcome.peakMb,
      });
      expect(outcome.verdict, outcome.reason).toBe(
        call === 'listArtifacts' ? 'passed' : 'inconclusive',
      );
      expect(outcome.calls.filter(({ name }) => name === call).length).toBeLessThanOrEqual(40);
    },
  );
});
