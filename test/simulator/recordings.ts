import { readFileSync } from 'node:fs';

/** One recorded request to the open-source server, and the whole answer. */
export interface Recording {
  readonly title: string;
  readonly request: {
    readonly method: string;
    readonly path: string;
    readonly authorization?: 'none' | 'invalid' | 'valid, no permission';
    readonly body?: unknown;
  };
  readonly response: {
    readonly status: number;
    readonly contentType: string;
    readonly body: unknown;
  };
}

/** In the order of recording: quarantine comes last, everything before it with nothing quarantined. */
export const RECORDING_FILES = [
  'images-and-platforms.json',
  'lists.json',
  'errors.json',
  'awkward-images.json',
  'quarantine.json',
] as const;

const DIRECTORY = new URL('../contract/data/har-recordings/', import.meta.url);

export function readRecordings(file: (typeof RECORDING_FILES)[number]): readonly Recording[] {
  return JSON.parse(readFileSync(new URL(file, DIRECTORY), 'utf8')) as readonly Recording[];
}

/** A digest, alone or with those of its children (`a`, `b`: platforms; `x`, `y`: attestations). */
export type Pushed = string | Readonly<Record<string, string>>;

/** What had been pushed: registry path → image → what → digests. */
export function readPushedImages(): Readonly<
  Record<string, Record<string, Record<string, Pushed>>>
> {
  return JSON.parse(readFileSync(new URL('images.json', DIRECTORY), 'utf8'));
}

/** Raw manifests by digest, as far as they were recorded. */
export function readRawManifests(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { request, response } of RECORDING_FILES.flatMap(readRecordings)) {
    const digest = /\/docker\/manifest\?digest=(sha256:[0-9a-f]{64})/.exec(request.path)?.[1];
    const body = response.body as { data?: { manifest?: string } };
    if (digest !== undefined && body.data?.manifest !== undefined)
      found.set(digest, body.data.manifest);
  }
  return found;
}
