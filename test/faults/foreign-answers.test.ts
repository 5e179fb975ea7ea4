import { describe, expect, it } from 'vitest';
import { APP, OTHER_APP } from '../simulator/builds.ts';
import { answers, withChange, withText } from './content-faults.ts';
import { type Fault, onCall, type Plan } from './exchange.ts';
import { collectRows } from './record.ts';
import { tryOut } from './trial.ts';

const record = collectRows('foreign answers and lists');
const BRIEF = { 'appear-timeout': '1500ms', 'scan-timeout': '2s' };

function details(change: Readonly<Record<string, unknown>>): Fault {
  return withChange((body) => ({ ...body, data: { ...(body['data'] as object), ...change } }));
}

describe.concurrent('an answer about something else', () => {
  it.each([
    [
      'registryPath of another digest',
      'details',
      details({ registryPath: `docker-prod/app/${OTHER_APP.digest}` }),
    ],
    [
      'pullCommandByDigest of another digest',
      'details',
      details({ pullCommandByDigest: `docker pull x@${OTHER_APP.digest}` }),
    ],
    [
      'url of another image',
      'details',
      details({ url: 'https://pkg.harness.io/abc1xyz9/docker-prod/other/1.4.2' }),
    ],
    [
      'url of another registry',
      'details',
      details({ url: 'https://pkg.harness.io/abc1xyz9/other/app/1.4.2' }),
    ],
    [
      'url of another account',
      'details',
      details({ url: 'https://pkg.harness.io/other/docker-prod/app/1.4.2' }),
    ],
    [
      'storage with another checksum',
      'storage',
      withText((text) => text.replaceAll(APP.digest.slice(7), OTHER_APP.digest.slice(7))),
    ],
    ['storage without checksums', 'storage', withChange(({ checksums: _, ...body }) => body)],
    ['quarantine not said', 'details', details({ isQuarantined: null })],
  ] as const)('%s never passes', async (what, call, fault) => {
    const outcome = await tryOut({ plan: onCall(call, fault), inputs: BRIEF });
    record({ fault: what, ended: 'inconclusive', ms: outcome.ms, peakMb: outcome.peakMb });
    expect(outcome.verdict, outcome.reason).toBe('inconclusive');
  });

  it("url of another host counts where system/info does not call ours the registry's own", async () => {
    const url = details({ url: 'https://pkg.example.com/abc1xyz9/docker-prod/app/1.4.2' });
    const info = answers({ status: 200, body: '{"data":{"registryHost":"pkg.example.com"}}' });
    const plan: Plan = (call) => onCall('details', url)(call) ?? onCall('systemInfo', info)(call);
    const outcome = await tryOut({ plan, inputs: BRIEF });
    record({
      fault: 'url of another host',
      ended: 'inconclusive',
      ms: outcome.ms,
      peakMb: outcome.peakMb,
    });
    expect(outcome.reason).toMatch(
      /the image is on pkg\.harness\.io, but .* is on pkg\.example\.com/,
    );
  });

  it('quarantine not said by details is asked of nobody else for the index', async () => {
    const outcome = await tryOut({
      plan: onCall('details', details({ isQuarantined: null })),
      inputs: BRIEF,
    });
    expect(outcome.reason).toMatch(/quarantined/);
  });
});

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
