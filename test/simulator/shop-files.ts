import type { Reply } from './answers.ts';
import { APP } from './builds.ts';
import type { Scripted } from './progress.ts';
import { always, scripted } from './progress.ts';
import { rfc3339Ago, xrayStatus } from './scan-answers.ts';
import type { StoredFile } from './world.ts';

/** The local repository that everything is pushed to. */
export const REPOSITORY = 'docker-local';

/** What a scenario changes about one file in Artifactory; left out, it is the good image's, scanned long ago. */
export interface FileOptions {
  readonly repo?: string;
  readonly path?: string;
  readonly sha256?: string | Scripted<string | undefined>;
  readonly storedMinutesAgo?: number;
  /** When something was first stored at the path; as `storedMinutesAgo` unless it is said. */
  readonly createdMinutesAgo?: number;
  /** RFC 3339; wins over `storedMinutesAgo`. */
  readonly storedAt?: string;
  readonly status?: Reply | Scripted<Reply>;
  readonly indexedSha256?: string | Scripted<string | undefined>;
}

/** A stored manifest; digests may come with their `sha256:`. Bytes that change are not indexed unless it is said. */
export function createFile(options: FileOptions = {}): StoredFile {
  const storedMinutesAgo = options.storedMinutesAgo ?? 30;
  const sha256 = scripted<string | undefined>(options.sha256 ?? APP.digest);
  const known = typeof options.sha256 === 'function' ? undefined : (options.sha256 ?? APP.digest);
  const indexed = scripted<string | undefined>(options.indexedSha256 ?? known);
  const stored = options.storedAt ?? rfc3339Ago(storedMinutesAgo);
  const { createdMinutesAgo } = options;
  const done = xrayStatus('DONE', {}, rfc3339Ago(storedMinutesAgo - 4));
  return {
    repo: options.repo ?? REPOSITORY,
    path: options.path ?? 'app/1.4.2/list.manifest.json',
    sha256: (moment) => sha256(moment)?.replace(/^sha256:/, ''),
    created: createdMinutesAgo === undefined ? stored : rfc3339Ago(createdMinutesAgo),
    lastModified: always(stored),
    status: scripted<Reply>(options.status ?? done),
    indexedSha256: (moment) => indexed(moment)?.replace(/^sha256:/, ''),
  };
}
