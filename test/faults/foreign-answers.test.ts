import { describe, expect, it } from 'vitest';
import { APP, OTHER_APP } from '../simulator/builds.ts';
import { goodIntegration } from '../simulator/scan-answers.ts';
import { createShop } from '../simulator/shop.ts';
import { answers, withChange, withText } from './content-faults.ts';
import { type Fault, onCall, type Plan } from './exchange.ts';
import { collectRows } from './record.ts';
import { tryOut } from './trial.ts';
import { resetBeforeHeaders } from './wire-faults.ts';

const record = collectRows('foreign answers');
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

describe.concurrent('a raw manifest of another image', () => {
  const foreign = withChange((body) => ({ ...body, data: { manifest: OTHER_APP.raw } }));
  const critical = Object.fromEntries(
    APP.children.map(({ digest }) => [digest, goodIntegration({ critical: 5 })]),
  );

  it.each([
    ['bad', 'failed', critical],
    // What our own index calls attestations nobody calls so here: they are judged, and have no result.
    ['good', 'inconclusive', {}],
  ] as const)(
    'does not hide the platforms of ours, which is %s, and is said not to be proven',
    async (what, verdict, integration) => {
      const outcome = await tryOut({
        scenario: {
          name: 'two-images',
          title: 'Two images under one name; the tag is on the first',
          expect: { verdict, reason: /./ },
          world: () => createShop({ pushed: [APP, OTHER_APP], integration }),
        },
        plan: onCall('manifest', foreign),
        inputs: BRIEF,
      });
      record({
        fault: `raw manifest of another image, ours is ${what}`,
        ended: outcome.verdict,
        ms: outcome.ms,
        peakMb: outcome.peakMb,
      });
      expect(outcome.verdict, outcome.reason).toBe(verdict);
      expect(outcome.run.summary).toContain('not proven by the digest');
      for (const { digest } of APP.children.filter(({ kind }) => kind === 'image')) {
        expect(outcome.run.files['image-gate/report.json']).toContain(digest);
      }
    },
  );

  it.each([
    ['dropped for ever', resetBeforeHeaders],
    ['empty', withChange((body) => ({ ...body, data: { manifests: null } }))],
    ['not found', answers({ status: 404, body: '{"message":"Artifact not found"}' })],
  ] as const)('never stands in for ours while the list of platforms is %s', async (what, rows) => {
    const { verdict, reason, ms, peakMb } = await tryOut({
      scenario: {
        name: 'two-images',
        title: 'Ours has critical issues, the other image of that name has none',
        expect: { verdict: 'inconclusive', reason: /./ },
        world: () => createShop({ pushed: [APP, OTHER_APP], integration: critical }),
      },
      plan: (call) => onCall('manifest', foreign)(call) ?? onCall('manifests', rows)(call),
      inputs: { ...BRIEF, 'scan-timeout': '3s' },
    });
    record({ fault: `raw manifest of another image, list ${what}`, ended: verdict, ms, peakMb });
    expect(verdict, reason).toBe('inconclusive');
  });

  it.each([
    ['no JSON', '{'],
    ['no manifest', '{"schemaVersion":2}'],
    ['empty', ''],
    [
      'an index of itself',
      JSON.stringify({ schemaVersion: 2, manifests: [{ digest: APP.digest }] }),
    ],
  ])('or %s in its place is never a pass', async (what, manifest) => {
    const outcome = await tryOut({
      plan: onCall(
        'manifest',
        withChange((body) => ({ ...body, data: { manifest } })),
      ),
      inputs: BRIEF,
    });
    record({ fault: `raw manifest: ${what}`, ended: outcome.verdict, ms: outcome.ms });
    expect(outcome.verdict, outcome.reason).toBe('inconclusive');
  });
});
