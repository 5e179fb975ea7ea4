import { randomUUID } from 'node:crypto';
import type { Reply } from './answers.ts';
import { harnessError, json, success } from './answers.ts';
import type { Call } from './calls.ts';
import { findDigestFault } from './digests.ts';
import { always } from './progress.ts';
import { parseJson, textOf } from './request-body.ts';
import type { Image, Registry, World } from './world.ts';
import { findImage, findManifest } from './world.ts';

/** PUT sets and DELETE lifts the quarantine of a digest, or without one of the whole image. A tag is refused. */
export function answerQuarantine(world: World, registry: Registry, call: Call): Reply {
  const wish = call.method === 'PUT' ? readBody(call.body) : readQuery(call.query);
  const image = findImage(world, registry, wish.artifact);
  if (image === undefined) return harnessError(400, 'image not found', 404);
  if (wish.version === '') image.quarantine = wish.reason;
  else {
    const fault = findDigestFault(wish.version);
    if (fault !== undefined) return harnessError(500, fault);
    const manifest = findManifest(world, image, wish.version);
    if (manifest === undefined) return harnessError(400, 'version not found', 404);
    manifest.quarantine = always(wish.reason);
  }
  if (call.method === 'DELETE') return json(200, { status: 'SUCCESS' });
  return success(quarantineRecord(registry, image, wish));
}

interface Wish {
  readonly artifact: string;
  readonly version: string;
  /** Undefined lifts the quarantine. */
  readonly reason: string | undefined;
}

function quarantineRecord(registry: Registry, image: Image, wish: Wish): Record<string, unknown> {
  const versionId = image.manifests.findIndex((manifest) => manifest.digest === wish.version) + 1;
  const ids = { artifactId: image.id, filePath: '', id: randomUUID() };
  return { ...ids, reason: wish.reason, registryId: registry.id, versionId };
}

function readQuery(query: URLSearchParams): Wish {
  return {
    artifact: query.get('artifact') ?? '',
    version: query.get('version') ?? '',
    reason: undefined,
  };
}

function readBody(body: string): Wish {
  const content = parseJson(body);
  return {
    artifact: textOf(content, 'artifact'),
    version: textOf(content, 'version'),
    reason: textOf(content, 'reason'),
  };
}
