/**
 * What the two contract tests of the simulator leave out, each with its reason. Everything else is compared: status,
 * content type, field names, types, and the values themselves.
 */

/** Fields of recorded answers of which only name and type are compared. */
export const VALUES_NOT_COMPARED: Readonly<Record<string, string>> = {
  createdAt: 'a time of the recording',
  modifiedAt: 'a time of the recording',
  lastModified: 'a time of the recording',
  uuid: 'made up by the server; only whether it is empty is compared',
  registryUUID: 'made up by the server; only whether it is empty is compared',
  id: 'made up by the server',
  artifactId: 'a row number in the database',
  registryId: 'a row number in the database',
  versionId: 'a row number in the database; only whether it is 0 is compared',
  size: 'counts layers that are not seeded; only whether it is an index is compared',
  registrySize: 'counts layers that are not seeded',
  artifactsCount: 'image adv was pushed after the lists had been recorded',
};

/**
 * Manifests of which the recorded world has the real bytes, as named in images.json. No other bytes were recorded: the
 * rest is seeded with its digest and its config's platform, and no recorded request asks for its bytes.
 */
export const SEEDED_WITH_BYTES: readonly string[] = [
  'app 1.4.2',
  'app 1.4.2 x',
  'adv masked',
  'adv hidden',
  'adv attonly',
  'adv dup',
  'adv empty',
  'adv noplat',
];

/** Properties that the published description requires and no recorded answer carries: `definition.property`. */
export const REQUIRED_BUT_NEVER_SENT: readonly string[] = [
  'DockerManifestDetails.layers',
  'ListArtifactVersion.artifacts',
  'ArtifactVersionMetadata.latestVersion',
  'ArtifactMetadata.latestVersion',
  'ListRegistry.meta',
  'ArtifactVersionSummary.imageUUID',
];

/** Properties that recorded answers send as null. */
export const SENT_AS_NULL: readonly string[] = [
  'ArtifactMetadata.labels',
  'ListOciArtifactTags.ociArtifactTags',
];

/** Answers that no description covers, by what they are. */
export const OUTSIDE_THE_DESCRIPTION = {
  'text/plain': 'unknown routes and unreadable queries, as recorded',
  '401 without code': 'an invalid key, as recorded',
  registryArtifacts: 'the call is not among those described',
  systemInfo: 'the call belongs to another version of the API',
  'empty version details':
    'an empty shell says packageType "", which the list of types does not hold',
} as const satisfies Readonly<Record<string, string>>;

/** Scenarios in which something in front of Harness answers, so that the answer is nobody's description. */
export const ANSWERED_BY_SOMETHING_ELSE: Readonly<Record<string, string>> = {
  throttled: "the gateway's 429",
  'short-outage': "the gateway's 503",
  'harness-unreachable': "the gateway's 502",
  'login-page': 'a page of HTML',
  redirect: 'a redirect',
};
