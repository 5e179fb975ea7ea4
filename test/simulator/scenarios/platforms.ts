import { AMD64, ARM64 } from '../builds.ts';
import type { BuiltManifest, IndexEntry } from '../manifests.ts';
import {
  attestationAnnotations,
  attestationEntry,
  buildAttestation,
  buildImage,
  buildIndex,
  buildWithAttestations,
  platform,
} from '../manifests.ts';
import { emptyIntegration, goodIntegration } from '../scan-answers.ts';
import type { Scenario } from '../scenario.ts';
import type { ShopOptions } from '../shop.ts';
import { createShop } from '../shop.ts';

const UNKNOWN = platform('unknown/unknown');
const ARM64_LABEL = platform('linux/arm64/v8');
/** Runs on arm64 wherever it is pulled, but its own config calls the platform unknown. */
const MASKED = buildImage('app behind a mask', ARM64_LABEL, UNKNOWN);
const BARE = buildImage('app without a platform', platform('linux/amd64'), null);
const WINDOWS_2019 = buildImage('app on 2019', {
  ...platform('windows/amd64'),
  'os.version': '10.0.17763.1',
});
const WINDOWS_2022 = buildImage('app on 2022', {
  ...platform('windows/amd64'),
  'os.version': '10.0.20348.1',
});

/** The good amd64 image beside a second entry. */
function beside(entry: BuiltManifest | IndexEntry): ShopOptions {
  return { pushed: [buildIndex([AMD64, entry])] };
}

/** Images whose platforms are not what they seem, and images without any. */
export const platformScenarios: readonly Scenario[] = [
  {
    name: 'multi-arch-one-bad',
    title: 'amd64 is good, arm64 has three critical issues',
    expect: { verdict: 'failed', reason: /3 critical issues?, 0 allowed.*linux\/arm64/ },
    world: () => createShop({ integration: { [ARM64.digest]: goodIntegration({ critical: 3 }) } }),
  },
  {
    name: 'platforms-input',
    title: 'Only amd64 ships; arm64 is bad and not judged',
    expect: { verdict: 'passed', reason: /^Passed/ },
    inputs: { platforms: 'linux/amd64' },
    world: () => createShop({ integration: { [ARM64.digest]: goodIntegration({ critical: 9 }) } }),
  },
  {
    name: 'platform-not-pushed',
    title: 'A platform that is said to ship was never pushed',
    expect: { verdict: 'inconclusive', reason: /linux\/s390x/ },
    inputs: { platforms: 'linux/amd64, linux/s390x' },
    world: () => createShop(),
  },
  {
    name: 'masked-platform',
    title: 'A runnable image whose own config says unknown/unknown, without any result',
    expect: { verdict: 'inconclusive', reason: /STO/ },
    inputs: { 'scan-timeout': '600ms' },
    world: () =>
      createShop({
        ...beside({ manifest: MASKED, label: ARM64_LABEL }),
        integration: { [MASKED.digest]: emptyIntegration() },
      }),
  },
  {
    name: 'hidden-platform',
    title: 'A runnable image that the index calls unknown/unknown, with four critical issues',
    expect: { verdict: 'failed', reason: /4 critical/ },
    world: () =>
      createShop({
        ...beside({ manifest: ARM64, label: UNKNOWN }),
        integration: { [ARM64.digest]: goodIntegration({ critical: 4 }) },
      }),
  },
  {
    name: 'disguised-platform',
    title: 'A runnable image that the index calls an attestation, with four critical issues',
    expect: { verdict: 'failed', reason: /4 critical/ },
    world: () =>
      createShop({
        ...beside({ manifest: ARM64, label: UNKNOWN, annotations: attestationAnnotations(AMD64) }),
        integration: { [ARM64.digest]: goodIntegration({ critical: 4 }) },
      }),
  },
  {
    name: 'unlabelled-platform',
    title:
      'A runnable image without any platform, in its config or in the index, without any result',
    expect: { verdict: 'inconclusive', reason: /STO/ },
    inputs: { 'scan-timeout': '600ms' },
    world: () =>
      createShop({
        ...beside({ manifest: BARE, label: undefined }),
        integration: { [BARE.digest]: emptyIntegration() },
      }),
  },
  {
    name: 'attestation-labelled-platform',
    title: 'An attestation that the index labels linux/amd64: it would be pulled, so it is judged',
    expect: { verdict: 'inconclusive', reason: /STO/ },
    inputs: { 'scan-timeout': '600ms' },
    world: () =>
      createShop(beside({ manifest: buildAttestation(AMD64), label: platform('linux/amd64') })),
  },
  {
    name: 'attestations-only',
    title: 'An index with nothing but an attestation',
    expect: { verdict: 'inconclusive', reason: /platform/i },
    world: () => createShop({ pushed: [buildIndex([attestationEntry(AMD64)])] }),
  },
  {
    name: 'empty-index',
    title: 'An index with nothing in it',
    expect: { verdict: 'inconclusive', reason: /platform/i },
    world: () => createShop({ pushed: [buildIndex([])] }),
  },
  {
    name: 'nested-index',
    title:
      'An index in an index: docker/manifests drops the connection, the raw manifests show the platforms',
    expect: { verdict: 'passed', reason: /^Passed/ },
    world: () => createShop({ pushed: [buildIndex([buildWithAttestations([AMD64, ARM64])])] }),
  },
  {
    name: 'duplicate-platforms',
    title: 'Two Windows versions under one label, one of them named twice',
    expect: { verdict: 'passed', reason: /^Passed/ },
    world: () => createShop({ pushed: [buildIndex([WINDOWS_2019, WINDOWS_2022, WINDOWS_2019])] }),
  },
  {
    name: 'duplicate-platforms-one-bad',
    title: 'Two Windows versions under one label, the second one bad',
    expect: { verdict: 'failed', reason: /2 critical.*windows\/amd64/ },
    world: () =>
      createShop({
        pushed: [buildIndex([WINDOWS_2019, WINDOWS_2022])],
        integration: { [WINDOWS_2022.digest]: goodIntegration({ critical: 2 }) },
      }),
  },
];
