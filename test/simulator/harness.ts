import type { Reply } from './answers.ts';
import {
  forbidden,
  harnessError,
  invalidKey,
  missingKey,
  pageNotFound,
  success,
  text,
} from './answers.ts';
import type { Call } from './calls.ts';
import {
  answerDetails,
  answerIntegration,
  answerManifest,
  answerManifests,
} from './docker-calls.ts';
import { answerListArtifacts, answerRegistryArtifacts } from './list-artifacts.ts';
import { answerListRegistries, answerTags, answerVersions } from './lists.ts';
import { answerQuarantine } from './quarantine.ts';
import { answerSummary, answerVersionDetails } from './version-calls.ts';
import type { Registry, World } from './world.ts';
import { registrySpace } from './world.ts';

type RegistryCall = (world: World, registry: Registry, call: Call) => Reply;

const REGISTRY_CALLS: Partial<Record<Call['name'], RegistryCall>> = {
  details: answerDetails,
  integrationdetails: answerIntegration,
  manifests: answerManifests,
  manifest: answerManifest,
  versionDetails: answerVersionDetails,
  summary: answerSummary,
  tags: answerTags,
  versions: answerVersions,
  registryArtifacts: answerRegistryArtifacts,
  quarantine: answerQuarantine,
};

/** Answers a request to Harness in the order of the real server: key, route, query, scope, permission, content. */
export function answerHarness(world: World, call: Call): Reply {
  const key = keyOf(call);
  const permission = key === undefined ? undefined : world.harness.keys[key];
  if (key !== undefined && permission === undefined) return invalidKey();
  if (call.name === 'unknown') return pageNotFound();
  if (call.name === 'integrationdetails' && !world.harness.hosted) return pageNotFound();
  if (call.name === 'systemInfo') return answerSystemInfo(world, call, permission);
  const unreadable = findUnreadableQuery(call);
  if (unreadable !== undefined) return unreadable;
  if (permission === undefined) return missingKey(call.name === 'quarantine' ? 401 : 403);
  return answerScope(world, call, permission);
}

function answerScope(world: World, call: Call, permission: 'view' | 'none'): Reply {
  const registryCall = REGISTRY_CALLS[call.name];
  const scope = call.params['space'] ?? parentOf(call.params['ref'] ?? '');
  const missing = findMissingSpace(
    world,
    scope,
    registryCall === undefined ? 'space' : 'parent space',
  );
  if (missing !== undefined) return missing;
  if (registryCall === undefined)
    return permission === 'view' ? answerSpace(world, scope, call) : forbidden();
  const registry = world.harness.registries.find((one) => one.path === call.params['ref']);
  if (registry === undefined) {
    return harnessError(400, 'registry not found: Failed to find repo: resource not found');
  }
  return permission === 'view' ? registryCall(world, registry, call) : forbidden();
}

function answerSpace(world: World, space: string, call: Call): Reply {
  return call.name === 'listRegistries'
    ? answerListRegistries(world, space, call)
    : answerListArtifacts(world, space, call);
}

/** The hosted service takes `x-api-key`, the open-source server a bearer token. */
function keyOf(call: Call): string | undefined {
  const apiKey = call.headers['x-api-key'];
  if (apiKey !== undefined && apiKey !== '') return apiKey;
  return /^Bearer (.+)$/.exec(call.headers['authorization'] ?? '')?.[1];
}

/** Query parameters are checked before anything else, and their errors come as plain text. */
function findUnreadableQuery(call: Call): Reply | undefined {
  for (const name of ['page', 'size']) {
    const value = call.query.get(name);
    if (value !== null && !/^-?\d+$/.test(value)) {
      const reason = `strconv.ParseInt: parsing ${JSON.stringify(value)}: invalid syntax`;
      return text(
        400,
        `Invalid format for parameter ${name}: error binding string parameter: ${reason}\n`,
      );
    }
  }
  const needsDigest = ['details', 'integrationdetails', 'manifest'].includes(call.name);
  if (!needsDigest || call.query.has('digest')) return undefined;
  return text(400, 'Query argument digest is required, but not found\n');
}

/** An account that is not there is a missing root space, anything below it a missing parent space. */
function findMissingSpace(world: World, space: string, kind: string): Reply | undefined {
  const known = new Set(
    world.harness.registries.flatMap((registry) => ancestors(registrySpace(registry))),
  );
  known.add(world.harness.account);
  if (known.has(space)) return undefined;
  const [root = ''] = space.split('/');
  const reached = ancestors(space).find((one) => !known.has(one)) ?? space;
  const segment = reached.slice(reached.lastIndexOf('/') + 1);
  const what = known.has(root) ? kind : 'root space';
  return harnessError(
    400,
    `${what} not found: failed to get space ID by space path from cache: cache: failed to find one: ` +
      `Failed to find segment for '${segment}' in '${what === 'root space' ? root : space}': resource not found`,
  );
}

/** `a/b/c` → `a`, `a/b`, `a/b/c`. */
function ancestors(path: string): readonly string[] {
  const segments = path.split('/');
  return segments.map((_, index) => segments.slice(0, index + 1).join('/'));
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}

/** The registry's host for an account. Its envelope has no `status`. */
function answerSystemInfo(world: World, call: Call, permission: string | undefined): Reply {
  if (!world.harness.hosted) return pageNotFound();
  if (permission === undefined) return missingKey(403);
  if (call.query.get('account_identifier') !== world.harness.account) return forbidden();
  const url = new URL(world.harness.imageOrigin);
  const data = { registryHost: url.hostname, registryUrl: world.harness.imageOrigin };
  return { ...success(data), body: JSON.stringify({ data }) };
}
