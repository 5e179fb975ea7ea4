import { forbidden, pageNotFound } from '../answers.ts';
import { AMD64, ARM64 } from '../builds.ts';
import { buildIndex } from '../manifests.ts';
import type { Scenario } from '../scenario.ts';
import { createShop, POWERLESS_KEY, reference } from '../shop.ts';
import { createImage, createRegistry } from '../shop-images.ts';
import type { World } from '../world.ts';

const PASSED = { verdict: 'passed', reason: /^Passed/ } as const;
const IN_PROJECT = { 'harness-org': 'default', 'harness-project': 'shop' };

const forbidListing: World['intercept'] = (call) =>
  call.name === 'listRegistries' ? forbidden() : undefined;

/** Where the registry stands, what the key may see, and which calls this installation has. */
export const scopeScenarios: readonly Scenario[] = [
  {
    name: 'account-level-registry',
    title: 'A registry of the account itself',
    expect: PASSED,
    world: () => createShop({ registry: 'docker-prod' }),
  },
  {
    name: 'org-level-registry',
    title: "An organisation's registry, the organisation given",
    expect: PASSED,
    inputs: { 'harness-org': 'default' },
    world: () => createShop({ registry: 'default/docker-prod' }),
  },
  {
    name: 'listing-forbidden',
    title: 'The key may not list registries, but the registry is the account’s own',
    expect: PASSED,
    world: () => createShop({ registry: 'docker-prod', intercept: forbidListing }),
  },
  {
    name: 'listing-forbidden-project',
    title: 'The key may not list registries, and the registry is in a project',
    expect: { verdict: 'inconclusive', reason: /may not list|harness-org/ },
    world: () => createShop({ intercept: forbidListing }),
  },
  {
    name: 'listing-forbidden-project-given',
    title: 'The key may not list registries, and the project is given',
    expect: PASSED,
    inputs: IN_PROJECT,
    world: () => createShop({ intercept: forbidListing }),
  },
  {
    name: 'registry-unknown',
    title: 'No registry of that name',
    expect: { verdict: 'inconclusive', reason: /docker-nope|registr/i },
    inputs: { image: reference('app:1.4.2', 'docker-nope') },
    world: () => createShop(),
  },
  {
    name: 'project-unknown',
    title: 'The given project does not exist',
    expect: { verdict: 'inconclusive', reason: /project|space/i },
    inputs: { ...IN_PROJECT, 'harness-project': 'nope' },
    world: () => createShop(),
  },
  {
    name: 'two-registries-one-name',
    title: 'Two projects have a registry of that name',
    expect: { verdict: 'inconclusive', reason: /default\/(shop|lab)/ },
    world: () =>
      createShop({
        registries: ['shop', 'lab'].map((project) =>
          createRegistry(`default/${project}/docker-prod`, [createImage()]),
        ),
      }),
  },
  {
    name: 'similar-registries',
    title: 'Registries whose names hold the name asked for',
    expect: PASSED,
    world: () =>
      createShop({
        registries: [
          'default/lab/docker-prod-old',
          'default/shop/docker-prod',
          'default/shop/my-docker-prod',
        ].map((path) => createRegistry(path, [createImage()])),
      }),
  },
  {
    name: 'foreign-account',
    title: 'The image belongs to another account than the key',
    expect: { verdict: 'inconclusive', reason: /account/i },
    inputs: { image: 'pkg.harness.io/another1account/docker-prod/app:1.4.2' },
    world: () => createShop(),
  },
  {
    name: 'wrong-key',
    title: 'Harness does not know the key',
    expect: { verdict: 'inconclusive', reason: /401|harness-api-key/ },
    inputs: {
      'harness-api-key': ['pat', 'AbC1xYz9', 'revoked-token-id', 'revoked-secret'].join('.'),
    },
    world: () => createShop(),
  },
  {
    name: 'forbidden',
    title: 'The key has no permission for the registry',
    expect: { verdict: 'inconclusive', reason: /403|permission|view/i },
    inputs: { ...IN_PROJECT, 'harness-api-key': POWERLESS_KEY },
    world: () => createShop(),
  },
  {
    name: 'open-source-server',
    title: 'A Harness without integrationdetails',
    expect: { verdict: 'inconclusive', reason: /sto: off/ },
    world: () => createShop({ harness: { hosted: false } }),
  },
  {
    name: 'open-source-server-xray-only',
    title: 'A Harness without integrationdetails, and nothing asked of it',
    expect: PASSED,
    inputs: { sto: 'off', slsa: 'off', sbom: 'off' },
    world: () => createShop({ harness: { hosted: false } }),
  },
  {
    name: 'no-digest-addresses',
    title: 'An account whose service does not answer addresses by digest',
    expect: PASSED,
    world: () => createShop({ harness: { digestAddresses: false } }),
  },
  {
    name: 'no-tags-call',
    title: 'An installation without the tag list: versions name the tags',
    expect: PASSED,
    world: () =>
      createShop({ intercept: (call) => (call.name === 'tags' ? pageNotFound() : undefined) }),
  },
  {
    name: 'no-raw-manifest',
    title: 'An installation without raw manifests: the list of platforms is not proven',
    expect: PASSED,
    world: () =>
      createShop({
        pushed: [buildIndex([AMD64, ARM64])],
        intercept: (call) => (call.name === 'manifest' ? pageNotFound() : undefined),
      }),
  },
];
