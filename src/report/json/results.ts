import type { GateResult, ImageResult } from '../../gate/result.ts';
import { oneLine } from '../../image/text.ts';
import { worstFirst } from '../deciding.ts';
import { endOf, imageOutputs } from '../image-outputs.ts';
import { type Numbers, numbersOf, type PlatformNumbers } from '../numbers.ts';
import { reasonOfImage } from '../reason.ts';
import { sizeOf } from '../size.ts';

/** All outputs of a job together may be 1 MB, and others want room, too. */
export const RESULTS_MAX_BYTES = 100_000;

const ENVELOPE_BYTES = 100;
const PLATFORMS_MAX = 200;
const NAME_MAX = 300;
const TAGS_MAX = 10;

type Json = Readonly<Record<string, unknown>>;
type Describe = (image: ImageResult, result: GateResult) => Json;

/**
 * One small object per image, worst first, as JSON: `{"images":[…],"omitted":0}`. Where they would be too large they
 * lose the platforms, then all but the verdict, and only then some are left out, counted by `omitted`.
 */
export function resultsJson(result: GateResult): string {
  const images = worstFirst(result.images);
  for (const describe of [full, plain, bare]) {
    const objects = fitting(images, result, describe);
    if (objects.length === images.length) return envelope(objects, 0);
  }
  const objects = fitting(images, result, bare);
  return envelope(objects, images.length - objects.length);
}

/** As many as fit. */
function fitting(
  images: readonly ImageResult[],
  result: GateResult,
  describe: Describe,
): readonly string[] {
  const objects: string[] = [];
  let room = RESULTS_MAX_BYTES - ENVELOPE_BYTES;
  for (const image of images) {
    const object = JSON.stringify(describe(image, result));
    room -= sizeOf(object) + 1;
    if (room < 0) break;
    objects.push(object);
  }
  return objects;
}

function envelope(objects: readonly string[], omitted: number): string {
  return `{"images":[${objects.join(',')}],"omitted":${omitted}}`;
}

function full(image: ImageResult, result: GateResult): Json {
  const numbers = numbersOf(image, result.policy, endOf(result));
  return {
    ...plain(image, result),
    'per-platform': numbers.platforms.slice(0, PLATFORMS_MAX).map(platform),
  };
}

function plain(image: ImageResult, result: GateResult): Json {
  const numbers = numbersOf(image, result.policy, endOf(result));
  const outputs = imageOutputs(image, result.policy, endOf(result));
  return {
    ...bare(image),
    tags: image.image.tags.slice(0, TAGS_MAX).map((tag) => oneLine(tag)),
    reason: reasonOfImage(image),
    platforms: outputs.platforms === '' ? [] : outputs.platforms.split(','),
    ...countsOf(numbers),
    'xray-status': outputs['xray-status'] || null,
    'slsa-status': outputs['slsa-status'] || null,
    quarantined: outputs.quarantined === '' ? null : outputs.quarantined === 'true',
    'scanned-at': outputs['scanned-at'] || null,
    'waited-seconds': Math.round(image.waited / 1_000),
  };
}

function bare(image: ImageResult): Json {
  return {
    image: oneLine(image.image.name, NAME_MAX),
    digest: image.digest ?? null,
    verdict: image.verdict,
  };
}

function countsOf({ worst }: Numbers): Json {
  return nullable({
    critical: worst.critical,
    high: worst.high,
    medium: worst.medium,
    low: worst.low,
    ignored: worst.ignored,
  });
}

function platform(numbers: PlatformNumbers): Json {
  const { name, digest, called: _, scannedAt: __, info: ___, ...counts } = numbers;
  return { platform: name, digest, ...nullable(counts) };
}

/** JSON drops what is `undefined`; unknown must be there to be seen. */
function nullable(values: Readonly<Record<string, number | undefined>>): Json {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value ?? null]));
}
