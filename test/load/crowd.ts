import type { VirtualClock } from '../model/virtual-clock.ts';
import { tooManyRequests } from '../simulator/answers.ts';
import type { Call } from '../simulator/calls.ts';
import { buildImage, platform } from '../simulator/manifests.ts';
import { goodIntegration, xrayStatus } from '../simulator/scan-answers.ts';
import type { Scenario } from '../simulator/scenario.ts';
import { createShop, reference } from '../simulator/shop.ts';
import { createImage, createRegistry } from '../simulator/shop-images.ts';

/** The documented limit of one key, shared by a whole organisation. */
const LIMIT = { requests: 400, windowMs: 60_000 };
export const SCAN_ENDS_MS = 90_000;

/** The images that the gates judge, and the one right end of each. */
export const ENDS = {
  good: /^passed: Passed: 0 critical and 0 high issues/,
  critical: /^failed: Failed: 2 critical issues/,
  quarantined: /^failed: Failed: .* is quarantined: "under review"/,
  'scan-failed': /^inconclusive: .*Xray ended the scan as FAILED/,
  'odd-count': /^inconclusive: .*STO.*critical -1/,
} as const;
export type Kind = keyof typeof ENDS;

const TWENTY: readonly Kind[] = [
  'good',
  'critical',
  'good',
  'quarantined',
  'good',
  'scan-failed',
  'good',
  'good',
  'critical',
  'good',
  'good',
  'odd-count',
  'good',
  'good',
  'quarantined',
  'good',
  'critical',
  'good',
  'scan-failed',
  'good',
];

/** The image of the gate with this number: of twenty, twelve pass, five fail and three stay unknown. */
export function kindOf(gate: number): Kind {
  return TWENTY[gate % TWENTY.length] ?? 'good';
}

const KINDS = [...new Set(TWENTY)];
const BUILT = new Map(
  KINDS.map((kind) => [kind, buildImage(`load ${kind}`, platform('linux/amd64'))]),
);

function digestOf(kind: Kind): string {
  return BUILT.get(kind)?.digest ?? '';
}

/** What the gate of such an image is given. */
export function imageOf(kind: Kind): string {
  return reference(`${kind}:1.4.2@${digestOf(kind)}`);
}

/** The images behind one key with a limit; the scan of each takes a minute and a half. */
export function throttled(clock: VirtualClock): Scenario {
  const isTooMuch = createLimit(clock);
  const intercept = (call: Call) => {
    if (call.system === 'harness') return isTooMuch() ? tooManyRequests() : undefined;
    const isScanning = call.name === 'status' && clock.now() < SCAN_ENDS_MS;
    return isScanning ? xrayStatus('SCANNING') : undefined;
  };
  return {
    name: 'one-key-for-all',
    title: 'Two hundred gates share one key',
    expect: { verdict: 'passed', reason: /./ },
    without: ['digest'],
    world: () =>
      createShop({
        intercept,
        registries: [createRegistry('default/shop/docker-prod', KINDS.map(createOne))],
        files: KINDS.map((kind) => ({
          path: `${kind}/1.4.2/manifest.json`,
          sha256: digestOf(kind),
          ...(kind === 'scan-failed' ? { status: xrayStatus('FAILED') } : {}),
        })),
      }),
  };
}

const CRITICAL: Partial<Record<Kind, number>> = { critical: 2, 'odd-count': -1 };

function createOne(kind: Kind) {
  const built = BUILT.get(kind);
  const digest = digestOf(kind);
  return createImage({
    name: kind,
    pushed: built === undefined ? [] : [built],
    integration: { [digest]: goodIntegration({ critical: CRITICAL[kind] ?? 0 }) },
    ...(kind === 'quarantined' ? { quarantine: { [digest]: 'under review' } } : {}),
  });
}

/** At most so many requests within any window of the clock's time. */
function createLimit(clock: VirtualClock): () => boolean {
  let accepted: number[] = [];
  return () => {
    accepted = accepted.filter((at) => clock.now() - at < LIMIT.windowMs);
    if (accepted.length >= LIMIT.requests) return true;
    accepted.push(clock.now());
    return false;
  };
}
