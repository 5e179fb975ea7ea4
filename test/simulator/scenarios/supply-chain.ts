import { AMD64, APP, ARM64 } from '../builds.ts';
import {
  goodIntegration,
  integration,
  missingIntegration,
  SLSA_EMPTY,
  SLSA_PASSED,
  sbomResult,
  stoResult,
} from '../scan-answers.ts';
import type { Scenario } from '../scenario.ts';
import type { ShopOptions } from '../shop.ts';
import { createShop, reference } from '../shop.ts';

const PASSED = { verdict: 'passed', reason: /^Passed/ } as const;
const BRIEF = { 'scan-timeout': '600ms' };
const HUB = 'docker-hub-proxy';

/** The same SLSA object on both platforms; the index's own answer is empty. */
function slsaOnPlatforms(slsa: { provenanceId?: string; status?: string }): ShopOptions {
  const answer = integration({ sto: stoResult(), slsa });
  return { integration: { [AMD64.digest]: answer, [ARM64.digest]: answer } };
}

/** A proxy of another registry, where the Dependency Firewall looks at what passes. */
function throughFirewall(scanStatus: string): ShopOptions {
  return {
    registry: `default/shop/${HUB}`,
    registryFields: { type: 'UPSTREAM', firewallMode: 'ENABLED' },
    scanStatus: { [APP.digest]: scanStatus },
  };
}

/** SLSA, SBOM and the Dependency Firewall. */
export const supplyChainScenarios: readonly Scenario[] = [
  {
    name: 'no-slsa',
    title: 'No SLSA run: the status is there and empty',
    expect: { verdict: 'inconclusive', reason: /SLSA/ },
    inputs: BRIEF,
    world: () => createShop(slsaOnPlatforms(SLSA_EMPTY)),
  },
  {
    name: 'slsa-never-verified',
    title: 'Provenance exists and was never verified',
    expect: { verdict: 'inconclusive', reason: /SLSA|provenance/ },
    inputs: BRIEF,
    world: () => createShop(slsaOnPlatforms({ ...SLSA_PASSED, status: '' })),
  },
  {
    name: 'slsa-if-present-absent',
    title: 'No SLSA run, and none is required',
    expect: PASSED,
    inputs: { slsa: 'if-present' },
    world: () => createShop(slsaOnPlatforms(SLSA_EMPTY)),
  },
  {
    name: 'slsa-failed',
    title: 'The SLSA verification failed on arm64',
    expect: { verdict: 'failed', reason: /SLSA/ },
    world: () =>
      createShop({
        integration: {
          [ARM64.digest]: integration({
            sto: stoResult(),
            slsa: { ...SLSA_PASSED, status: 'FAILED' },
          }),
        },
      }),
  },
  {
    name: 'slsa-unrecognised',
    title: 'An SLSA status that nobody has seen before',
    expect: { verdict: 'inconclusive', reason: /SLSA/ },
    inputs: BRIEF,
    world: () => createShop(slsaOnPlatforms({ ...SLSA_PASSED, status: 'PARTIALLY_ATTESTED' })),
  },
  {
    name: 'slsa-on-index',
    title: 'SLSA was verified for the index, the platforms have no status of their own',
    expect: PASSED,
    world: () => {
      const platform = integration({ sto: stoResult(), slsa: SLSA_EMPTY });
      const index = integration({ slsa: { ...SLSA_PASSED, status: 'verified' } });
      return createShop({
        integration: { [APP.digest]: index, [AMD64.digest]: platform, [ARM64.digest]: platform },
      });
    },
  },
  {
    name: 'index-without-results',
    title: 'The service knows nothing of an index digest, everything of the platforms',
    expect: PASSED,
    world: () => createShop({ integration: { [APP.digest]: missingIntegration() } }),
  },
  {
    name: 'sbom-deny-list',
    title: 'The SBOM breaks the deny list twice',
    expect: { verdict: 'failed', reason: /SBOM|deny/ },
    world: () =>
      createShop({
        integration: {
          [AMD64.digest]: integration({
            sto: stoResult(),
            sbom: sbomResult({ denyListViolations: 2 }),
          }),
        },
      }),
  },
  {
    name: 'firewall-blocked',
    title: 'A proxied image that the Dependency Firewall blocks',
    expect: { verdict: 'failed', reason: /firewall/i },
    inputs: { image: reference('app:1.4.2', HUB) },
    world: () => createShop(throughFirewall('BLOCKED')),
  },
  {
    name: 'firewall-warn',
    title:
      'A proxied image that the Dependency Firewall warns of, in a list with one row for each image',
    expect: PASSED,
    inputs: { image: reference('app:1.4.2', HUB) },
    world: () => createShop({ ...throughFirewall('WARN'), harness: { listRows: 'image' } }),
  },
  {
    name: 'firewall-unknown',
    title: 'A firewall verdict newer than its description',
    expect: { verdict: 'inconclusive', reason: /firewall/i },
    inputs: { image: reference('app:1.4.2', HUB) },
    malformed: true,
    world: () => createShop(throughFirewall('UNKNOWN')),
  },
  {
    name: 'warn-mode',
    title: 'A bad image in mode warn: the same verdict, a green job',
    expect: { verdict: 'failed', reason: /2 critical/, exitCode: 0 },
    inputs: { mode: 'warn' },
    world: () => createShop({ integration: { [AMD64.digest]: goodIntegration({ critical: 2 }) } }),
  },
];
