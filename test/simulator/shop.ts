import { APP } from './builds.ts';
import { Ledger } from './progress.ts';
import type { FileOptions } from './shop-files.ts';
import { createFile, REPOSITORY } from './shop-files.ts';
import type { ImageOptions } from './shop-images.ts';
import { ACCOUNT, createImage, createRegistry } from './shop-images.ts';
import type { HarnessWorld, JfrogWorld, Registry, World } from './world.ts';

/** Obviously fakes, built from parts so that no scanner takes them for real ones. */
export const VIEW_KEY = ['pat', ACCOUNT, 'simulated-token-id', 'simulated-secret'].join('.');
export const POWERLESS_KEY = ['pat', ACCOUNT, 'powerless-token-id', 'powerless-secret'].join('.');
export const JFROG_TOKEN = ['simulated', 'jfrog', 'access', 'token'].join('-');

/** What a scenario changes about the whole world. */
export interface ShopOptions extends ImageOptions {
  /** The only file in Artifactory; `files` replaces it by several. */
  readonly file?: FileOptions;
  readonly files?: readonly FileOptions[];
  /** Where the registry stands below the account. */
  readonly registry?: string;
  readonly registryFields?: Partial<Registry>;
  /** Replaces the one registry with the one image. */
  readonly registries?: readonly Registry[];
  readonly harness?: Partial<HarnessWorld>;
  readonly jfrog?: Partial<JfrogWorld>;
  readonly intercept?: World['intercept'];
  readonly inputs?: Readonly<Record<string, string>>;
}

/** A hosted account with project `shop`, registry `docker-prod` and image `app:1.4.2`, also pushed to Artifactory. */
export function createShop(options: ShopOptions = {}): World {
  const root = options.pushed?.[0] ?? APP;
  const registryPath = options.registry ?? 'default/shop/docker-prod';
  const registries = options.registries ?? [
    createRegistry(registryPath, [createImage(options)], options.registryFields),
  ];
  const kind = root.kind === 'index' ? 'list.manifest.json' : 'manifest.json';
  const file = { sha256: root.digest, path: `app/1.4.2/${kind}`, ...options.file };
  return {
    harness: { ...createHarness(registries), ...options.harness },
    jfrog: {
      token: JFROG_TOKEN,
      files: (options.files ?? [file]).map(createFile),
      virtual: {},
      ...options.jfrog,
    },
    inputs: {
      image: reference('app:1.4.2'),
      digest: root.digest,
      'jfrog-repository': REPOSITORY,
      ...options.inputs,
    },
    ledger: new Ledger(),
    ...(options.intercept === undefined ? {} : { intercept: options.intercept }),
  };
}

/** An image reference in the shop's registry. */
export function reference(image: string, registry = 'docker-prod'): string {
  return `pkg.harness.io/${ACCOUNT.toLowerCase()}/${registry}/${image}`;
}

function createHarness(registries: readonly Registry[]): HarnessWorld {
  return {
    account: ACCOUNT,
    hosted: true,
    imageOrigin: 'https://pkg.harness.io',
    keys: { [VIEW_KEY]: 'view', [POWERLESS_KEY]: 'none' },
    registries,
    pushedBy: {
      display_name: 'Build Robot',
      email: 'build-robot@example.com',
      type: 'service_account',
      uid: 'build-robot',
    },
    digestAddresses: true,
    versionDetails: 'not-found',
    listRows: 'digest',
  };
}
