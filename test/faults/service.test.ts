import { describe, expect, it } from 'vitest';
import { OTHER_APP } from '../simulator/builds.ts';
import { answers, type Reply, withChange } from './content-faults.ts';
import { type Fault, onCall, type Plan } from './exchange.ts';
import { collectRows } from './record.ts';
import { type Outcome, type Trial, tryOut } from './trial.ts';

const record = collectRows('service');
const BRIEF = { 'appear-timeout': '2s', 'scan-timeout': '2500ms' };
const unauthorised: Reply = { status: 401, body: '{"message":"Unauthorized"}' };
const notFound: Reply = { status: 404, body: '{"message":"Artifact not found"}' };

interface Case extends Trial {
  readonly fault: string;
  readonly verdict: 'passed' | 'failed' | 'inconclusive';
  readonly reason: RegExp;
  /** What the services must have seen. */
  readonly check?: (outcome: Outcome) => void;
}

const PASSED = { verdict: 'passed', reason: /^Passed/ } as const;

function throttled(value: string | undefined, times = 2): Plan {
  const headers = value === undefined ? {} : { 'Retry-After': value };
  return onCall('integrationdetails', answers({ status: 429, headers }), { from: 2, times });
}

/** One 429 that asks for patience, counted from when it is sent, and a check that the call was left in peace so long. */
function patience(retryAfter: () => string, leastMs: (value: string) => number): Partial<Case> {
  let url = '';
  const askedAt: number[] = [];
  let wantedMs = Number.NaN;
  const refuse: Fault = ({ response }) => {
    const value = retryAfter();
    wantedMs = leastMs(value);
    response.writeHead(429, { 'Retry-After': value });
    response.end();
  };
  return {
    plan: (call) => {
      if (call.name !== 'integrationdetails' || call.nth === 1) return undefined;
      if (url === '') url = call.url;
      if (call.url === url) askedAt.push(Date.now());
      return askedAt.length === 1 && call.url === url ? refuse : undefined;
    },
    check: () => {
      const [first = 0, second = 0] = askedAt;
      expect(wantedMs).toBeGreaterThan(900);
      expect(second - first, 'milliseconds until it was asked again').toBeGreaterThanOrEqual(
        wantedMs,
      );
    },
  };
}

/** Dates of this header are whole seconds. */
const inTwoSeconds = () => new Date(Date.now() + 2_500).toUTCString();

const THROTTLING: readonly Case[] = [
  { fault: '429 without Retry-After', plan: throttled(undefined), ...PASSED },
  {
    fault: '429, Retry-After: 1',
    ...PASSED,
    ...patience(
      () => '1',
      () => 1_000,
    ),
  },
  {
    fault: '429, Retry-After: a date',
    ...PASSED,
    ...patience(inTwoSeconds, (value) => Date.parse(value) - Date.now()),
  },
  ...[
    'soon',
    '-5',
    '1e9',
    '0x10',
    '1.5',
    '',
    '99999999999999999999',
    'Thu, 31 Feb 2026 00:00:00 GMT',
  ].map(
    (value): Case => ({
      fault: `429, Retry-After: ${value || '(empty)'}`,
      plan: throttled(value),
      ...PASSED,
    }),
  ),
  {
    fault: '429, Retry-After: 999999',
    plan: throttled('999999', 1),
    inputs: { 'scan-timeout': '3s' },
    ...PASSED,
  },
  {
    fault: '429 for ever',
    plan: throttled(undefined, 1e9),
    inputs: BRIEF,
    verdict: 'inconclusive',
    reason: /kept answering 429|gave no usable answer/,
  },
];

const BURSTS: readonly Case[] = [500, 502, 503, 504].map((status) => ({
  fault: `${status} for the first three answers to every call`,
  plan: ({ nth }) => (nth <= 3 ? answers({ status, body: 'upstream' }) : undefined),
  ...PASSED,
}));

const ACCESS: readonly Case[] = [
  {
    fault: '401 once at each call',
    plan: ({ nth }) => (nth === 1 ? answers(unauthorised) : undefined),
    ...PASSED,
  },
  {
    fault: '403 once at each call',
    plan: ({ nth }) => (nth === 1 ? answers({ ...unauthorised, status: 403 }) : undefined),
    verdict: 'passed',
    reason: /^Passed/,
  },
  {
    fault: 'the JFrog token expires while Xray scans',
    scenario: 'scanning-then-done',
    plan: onCall('status', answers(unauthorised), { from: 3 }),
    verdict: 'inconclusive',
    reason:
      /JFrog does not know the token: POST .*status answered 401; jfrog-access-token is wrong, expired or revoked/,
  },
  {
    fault: 'the Harness key expires while Xray scans',
    scenario: 'scanning-then-done',
    plan: onCall('integrationdetails', answers(unauthorised), { from: 2 }),
    verdict: 'inconclusive',
    reason:
      /Harness does not know the key: GET .*integrationdetails answered 401; harness-api-key is wrong, expired or revoked/,
  },
  {
    fault: 'the Harness key expires before the second reading',
    plan: onCall('tags', answers(unauthorised), { from: 2 }),
    verdict: 'inconclusive',
    reason: /Harness does not know the key/,
  },
];

const MISSING: readonly Case[] = [
  ...(['tags', 'details', 'storage', 'status'] as const).map(
    (call): Case => ({
      fault: `404 at ${call}, six times`,
      plan: onCall(call, answers(notFound), { times: 6 }),
      ...PASSED,
    }),
  ),
  {
    fault: 'the tag is gone at the second reading',
    plan: onCall('tags', answers(notFound), { from: 2 }),
    verdict: 'inconclusive',
    reason: /gone/,
  },
  {
    fault: 'the image is gone at the second reading',
    plan: onCall('details', answers(notFound), { from: 2 }),
    verdict: 'inconclusive',
    reason: /gone|was there/,
  },
  {
    fault: 'an index in an index: docker/manifests drops the connection for ever',
    scenario: 'nested-index',
    ...PASSED,
    check: ({ run }) => {
      expect(run.outputs['platforms']).toBe('linux/amd64,linux/arm64');
      expect(run.summary).not.toContain('not proven');
    },
  },
  {
    fault: 'two registries of one name',
    scenario: 'two-registries-one-name',
    verdict: 'inconclusive',
    reason: /2 registries named/,
  },
  {
    fault: 'stale DONE for ever',
    scenario: 'old-done-for-ever',
    inputs: BRIEF,
    verdict: 'inconclusive',
    reason: /earlier image/,
  },
];

const MOVES: readonly Case[] = [
  { fault: 'tag moved before', scenario: 'tag-moved', verdict: 'failed', reason: /now points to/ },
  {
    fault: 'tag moved after the counts were read',
    scenario: 'tag-moved-late',
    verdict: 'failed',
    reason: /now points to/,
  },
  {
    fault: 'tag moved while Xray scans',
    scenario: 'scanning-then-done',
    plan: onCall('tags', retagged(), { from: 2 }),
    verdict: 'failed',
    reason: /the tag 1\.4\.2 now points to sha256:/,
  },
];

function retagged() {
  return withChange((body) => ({
    ...body,
    data: { itemCount: 1, ociArtifactTags: [{ name: '1.4.2', digest: OTHER_APP.digest }] },
  }));
}

describe.concurrent('a service', () => {
  it.each([...THROTTLING, ...BURSTS, ...ACCESS, ...MISSING, ...MOVES])(
    '$fault: $verdict',
    async ({ fault, verdict, reason, check, ...trial }) => {
      const outcome = await tryOut(trial);
      record({ fault, ended: verdict, ms: outcome.ms, peakMb: outcome.peakMb });
      expect(outcome.reason).toMatch(reason);
      expect(outcome.verdict).toBe(verdict);
      check?.(outcome);
      expect(outcome.ms).toBeLessThan(10_000);
    },
  );
});
