import * as v from 'valibot';
import { wireObject, wireRecord } from '../http/wire.ts';

/** URLs and wire schemas of the JFrog platform, side by side. Segments were validated when the inputs were read. */
export const STATUS_PATH = '/xray/api/v1/artifact/status';
export const SUMMARY_PATH = '/xray/api/v2/summary/artifact';
export const STORAGE_TEMPLATE = '/artifactory/api/storage/{repository}/{path}';

/** Storage information about one file; reading it is not a download, which a blocking policy would refuse. */
export function storagePath(repository: string, path: string): string {
  return `/artifactory/api/storage/${repository}/${path}`;
}

const text = v.nullish(v.string());

/** For a virtual repository, `repo` and `path` name the local one that holds the file. */
export const storageSchema = wireObject({
  repo: text,
  path: text,
  created: text,
  lastModified: text,
  checksums: v.nullish(wireObject({ sha256: text })),
});

const status = wireObject({ status: text, time: text });
const partsSchema = v.nullish(wireRecord);

/** `violations` is documented inside `details` and shown beside it; either is read. */
export const statusSchema = wireObject({
  overall: status,
  details: partsSchema,
  violations: v.nullish(v.unknown()),
});
export type StatusWire = v.InferOutput<typeof statusSchema>;

/** One part of a scan, with or without categories of its own. */
export const partSchema = wireObject({ status: text, categories: partsSchema });

/** "Not indexed" comes as a 200 with `errors`. */
export const summarySchema = wireObject({
  artifacts: v.nullish(
    v.array(wireObject({ general: v.nullish(wireObject({ path: text, sha256: text })) })),
  ),
});
