import type { Answer, Reply } from './answers.ts';
import { artifactoryError, json, pageNotFound, xrayError } from './answers.ts';
import type { Call } from './calls.ts';
import { answerExchange, isIssued } from './oidc.ts';
import { parseJson, textOf, textsOf } from './request-body.ts';
import type { StoredFile, World } from './world.ts';

const FILE_INFO = 'application/vnd.org.jfrog.artifactory.storage.FileInfo+json';
const FOLDER_INFO = 'application/vnd.org.jfrog.artifactory.storage.FolderInfo+json';

/** Answers a request to the JFrog platform: Artifactory's storage, Xray's status and summary, tokens for id tokens. */
export function answerJfrog(world: World, call: Call, origin: string): Reply {
  if (call.name === 'unknown') return pageNotFound();
  if (call.name === 'oidcToken') return answerExchange(world, call);
  const refused = findRefusal(world, call);
  if (refused !== undefined) return refused;
  if (call.name === 'storage') return answerStorage(world, call, origin);
  return call.name === 'status' ? answerStatus(world, call) : answerSummary(world, call);
}

/** Artifactory and Xray word the same refusals differently. */
function findRefusal(world: World, call: Call): Answer | undefined {
  const token = /^Bearer (.+)$/.exec(call.headers['authorization'] ?? '')?.[1];
  if (token === world.jfrog.token || isIssued(world, token)) return undefined;
  if (call.name !== 'storage')
    return xrayError(401, token === undefined ? 'Authentication is required' : 'Bad credentials');
  return artifactoryError(
    401,
    token === undefined ? 'Authentication is required' : 'Bad credentials',
  );
}

/** `GET /artifactory/api/storage/{repo}/{path}`: for a virtual repository the answer names the one it resolves to. */
function answerStorage(world: World, call: Call, origin: string): Answer {
  const repo = world.jfrog.virtual[call.params['repo'] ?? ''] ?? call.params['repo'] ?? '';
  const path = call.params['path'] ?? '';
  const file = world.jfrog.files.find((one) => one.repo === repo && one.path === path);
  const sha256 = file?.sha256(world.ledger.ask(`storage ${repo}/${path}`));
  if (file !== undefined && sha256 !== undefined) {
    return json(200, fileInfo(world, file, sha256, origin), FILE_INFO);
  }
  return folderInfo(world, repo, path, origin) ?? artifactoryError(404, 'Unable to find item');
}

function fileInfo(
  world: World,
  file: StoredFile,
  sha256: string,
  origin: string,
): Record<string, unknown> {
  const lastModified = file.lastModified(world.ledger.peek(`storage ${file.repo}/${file.path}`));
  const checksums = { sha1: sha256.slice(0, 40), md5: sha256.slice(0, 32), sha256 };
  return {
    repo: file.repo,
    path: `/${file.path}`,
    created: file.created,
    createdBy: 'build-robot',
    lastModified,
    modifiedBy: 'build-robot',
    lastUpdated: lastModified,
    downloadUri: `${origin}/artifactory/${file.repo}/${file.path}`,
    mimeType: 'application/json',
    size: '1609',
    checksums,
    originalChecksums: { sha256 },
    uri: `${origin}/artifactory/api/storage/${file.repo}/${file.path}`,
  };
}

/** A folder has children instead of checksums. */
function folderInfo(world: World, repo: string, path: string, origin: string): Answer | undefined {
  const prefix = `${path.replace(/\/$/, '')}/`;
  const below = world.jfrog.files
    .filter((file) => file.repo === repo && file.path.startsWith(prefix))
    .filter((file) => file.sha256(world.ledger.peek(`storage ${repo}/${file.path}`)) !== undefined)
    .map((file) => file.path.slice(prefix.length).split('/'));
  if (below.length === 0) return undefined;
  const children = [
    ...new Map(
      below.map(([name = '', ...rest]) => [name, { uri: `/${name}`, folder: rest.length > 0 }]),
    ).values(),
  ];
  const uri = `${origin}/artifactory/api/storage/${repo}/${path}`;
  return json(200, { repo, path: `/${path}`, children, uri }, FOLDER_INFO);
}

/** `POST /xray/api/v1/artifact/status`: knows paths of real repositories only, and no digest at all. */
function answerStatus(world: World, call: Call): Reply {
  const body = parseJson(call.body);
  const repo = textOf(body, 'repo');
  const path = textOf(body, 'path');
  if (repo === '' || path === '') return xrayError(400, 'Mandatory fields are missing');
  const { project } = world.jfrog;
  if (project !== undefined && call.query.get('projectKey') !== project)
    return xrayError(403, 'Permission denied');
  if (Object.hasOwn(world.jfrog.virtual, repo)) return notIndexed();
  const file = world.jfrog.files.find((one) => one.repo === repo && one.path === path);
  const there = file?.sha256(world.ledger.peek(`storage ${repo}/${path}`)) !== undefined;
  if (file === undefined || !there) return missingArtifact(repo, path);
  return file.status(world.ledger.ask(`status ${repo}/${path}`));
}

/** What Xray says about a path that it does not see (yet). */
export function missingArtifact(repo: string, path: string): Answer {
  return xrayError(404, `artifact at path ${repo}/${path} does not exist in Artifactory`);
}

/** Virtual repositories are never indexed. */
function notIndexed(): Answer {
  return json(200, { overall: { status: 'NOT_SCANNED', time: '' } });
}

/** `POST /xray/api/v2/summary/artifact`: what is not indexed comes as 200 with errors. */
function answerSummary(world: World, call: Call): Answer {
  const paths = textsOf(parseJson(call.body), 'paths');
  const entries = paths.map((path) => ({ path, general: generalOf(world, path) }));
  const artifacts = entries.flatMap(({ general }) =>
    general ? [{ general, issues: [], licenses: [] }] : [],
  );
  const errors = entries
    .filter(({ general }) => general === undefined)
    .map(({ path }) => ({
      identifier: path,
      error: "Artifact doesn't exist or not indexed/cached in Xray",
    }));
  return json(200, errors.length === 0 ? { artifacts } : { artifacts, errors });
}

function generalOf(world: World, path: string): Record<string, unknown> | undefined {
  const file = world.jfrog.files.find((one) => `default/${one.repo}/${one.path}` === path);
  const sha256 = file?.indexedSha256(world.ledger.ask(`indexed ${path}`));
  if (file === undefined || sha256 === undefined) return undefined;
  const [image = '', version = ''] = file.path.split('/').slice(-3);
  const name = `${image}:${version}`;
  // The tag's folder, whichever manifest in it was asked about.
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  return { component_id: name, name, path: folder, pkg_type: 'Docker', sha256 };
}
