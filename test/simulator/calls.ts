/** The calls that the simulator knows, plus `unknown`. Scripts and interceptions go by these names. */
export type CallName =
  | 'details'
  | 'integrationdetails'
  | 'manifests'
  | 'manifest'
  | 'versionDetails'
  | 'summary'
  | 'tags'
  | 'versions'
  | 'registryArtifacts'
  | 'quarantine'
  | 'listArtifacts'
  | 'listRegistries'
  | 'systemInfo'
  | 'status'
  | 'storage'
  | 'xraySummary'
  | 'oidcToken'
  | 'unknown';

/** A request, taken apart. */
export interface Call {
  readonly system: 'harness' | 'jfrog';
  readonly name: CallName;
  readonly method: string;
  /** Path and query as received. */
  readonly url: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
  /** The named parts of the path. */
  readonly params: Readonly<Record<string, string>>;
  /** How many requests this system has had in this run, this one included. */
  readonly nthOfSystem: number;
}

interface Route {
  readonly name: CallName;
  readonly methods: readonly string[];
  readonly pattern: RegExp;
}

const REGISTRY = '/registry/(?<ref>[^/]+(?:/[^/]+){1,3})/\\+';
/** A name with a slash needs `/+` behind it; a flat one may have it. */
const ARTIFACT = '/artifact/(?:(?<artifact>.+)/\\+|(?<flat>[^/]+))';
const SPACE = '/spaces/(?<space>[^/]+(?:/[^/]+){0,2})/\\+';

function get(name: CallName, pattern: string): Route {
  return { name, methods: ['GET'], pattern: new RegExp(`^${pattern}$`) };
}

const HARNESS_ROUTES: readonly Route[] = [
  get('details', `${REGISTRY}${ARTIFACT}/version/(?<version>[^/]+)/docker/details`),
  get(
    'integrationdetails',
    `${REGISTRY}${ARTIFACT}/version/(?<version>[^/]+)/docker/integrationdetails`,
  ),
  get('manifests', `${REGISTRY}${ARTIFACT}/version/(?<version>[^/]+)/docker/manifests`),
  get('manifest', `${REGISTRY}${ARTIFACT}/version/(?<version>[^/]+)/docker/manifest`),
  get('versionDetails', `${REGISTRY}${ARTIFACT}/version/(?<version>[^/]+)/details`),
  get('summary', `${REGISTRY}${ARTIFACT}/version/(?<version>[^/]+)/summary`),
  get('tags', `${REGISTRY}${ARTIFACT}/tags`),
  get('versions', `${REGISTRY}${ARTIFACT}/versions`),
  get('registryArtifacts', `${REGISTRY}/artifacts`),
  {
    name: 'quarantine',
    methods: ['PUT', 'DELETE'],
    pattern: new RegExp(`^${REGISTRY}/quarantine$`),
  },
  get('listArtifacts', `${SPACE}/artifacts`),
  get('listRegistries', `${SPACE}/registries`),
];

const JFROG_ROUTES: readonly Route[] = [
  { name: 'status', methods: ['POST'], pattern: /^\/xray\/api\/v1\/artifact\/status$/ },
  { name: 'oidcToken', methods: ['POST'], pattern: /^\/access\/api\/v1\/oidc\/token$/ },
  { name: 'xraySummary', methods: ['POST'], pattern: /^\/xray\/api\/v2\/summary\/artifact$/ },
  get('storage', '/artifactory/api/storage/(?<repo>[^/]+)/(?<path>.+)'),
];

/** The hosted service answers below both prefixes, the open-source server below the last one. */
const HARNESS_BASE = /^(?:\/gateway)?\/har\/api\/v1(?=\/)|^\/api\/v1(?=\/)/;
const SYSTEM_INFO = /^(?:\/gateway)?\/har\/api\/v3\/system\/info$/;
const JFROG_PREFIX = /^\/(?:xray|artifactory|access|ui)(?:\/|$)/;

/** Which of the two services a path belongs to. */
export function systemOf(path: string): Call['system'] {
  return JFROG_PREFIX.test(path) ? 'jfrog' : 'harness';
}

/** Finds the call by method and undecoded path: an encoded slash or plus never matches, nor does a trailing slash. */
export function matchCall(
  method: string,
  path: string,
): { name: CallName; params: Record<string, string> } {
  if (systemOf(path) === 'jfrog') return matchRoute(JFROG_ROUTES, method, path);
  if (method === 'GET' && SYSTEM_INFO.test(path)) return { name: 'systemInfo', params: {} };
  const base = HARNESS_BASE.exec(path);
  if (base === null || /%2[bf]/i.test(path)) return { name: 'unknown', params: {} };
  return matchRoute(HARNESS_ROUTES, method, path.slice(base[0].length));
}

function matchRoute(routes: readonly Route[], method: string, path: string) {
  for (const { name, methods, pattern } of routes) {
    const groups = pattern.exec(path)?.groups;
    if (methods.includes(method) && (groups !== undefined || pattern.test(path))) {
      return { name, params: decodeParams(groups ?? {}) };
    }
  }
  return { name: 'unknown' as const, params: {} };
}

function decodeParams(
  groups: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const given = Object.entries(groups).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  const params = Object.fromEntries(given.map(([name, value]) => [name, decode(value)]));
  const artifact = params['artifact'] ?? params['flat'];
  return artifact === undefined ? params : { ...params, artifact };
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
