import type { GateResult, ImageResult, TimelineEntry } from '../../gate/result.ts';
import type { Finding } from '../../policy/finding.ts';
import { worstFirst } from '../deciding.ts';
import { endOf } from '../image-outputs.ts';
import { numbersOf } from '../numbers.ts';
import { reasonOfImage } from '../reason.ts';
import { sizeOf } from '../size.ts';
import { evidenceJson } from './evidence.ts';
import {
  type Json,
  type JsonObject,
  lineOf,
  lineOrNull,
  numberOrNull,
  timeOrNull,
  wholeMs,
} from './values.ts';

/** Indentation nearly doubles it, and the whole file is to stay below 50 MB. */
const IMAGES_MAX_BYTES = 20_000_000;
const TIMELINE_MAX = 500;

/** The images, worst first. */
export interface ImagesJson {
  readonly images: readonly Json[];
  /** How many of them, the last ones, came without findings, evidence and timeline for want of room. */
  readonly reduced: number;
}

/** All images, what went wrong first; where they would be too large, the others keep their verdict and numbers only. */
export function imagesJson(result: GateResult): ImagesJson {
  const images: Json[] = [];
  let room = IMAGES_MAX_BYTES;
  let reduced = 0;
  for (const image of worstFirst(result.images)) {
    const short = shortJson(image, result);
    const full = room > 0 ? { ...short, ...restJson(image) } : short;
    room -= sizeOf(JSON.stringify(full));
    if (room < 0) reduced += 1;
    images.push(room < 0 ? short : full);
  }
  return { images, reduced };
}

function shortJson(image: ImageResult, result: GateResult): JsonObject {
  const { worst, oldestScan } = numbersOf(image, result.policy, endOf(result));
  const { size, pushedBy, pushedAt } = image.version;
  return {
    image: lineOf(image.image.name),
    tags: image.image.tags.map(lineOf),
    'pushed-digest': image.image.digest ?? null,
    digest: image.digest ?? null,
    verdict: image.verdict,
    reason: reasonOfImage(image),
    'waited-ms': wholeMs(image.waited),
    version: {
      size: lineOrNull(size),
      'pushed-by': lineOrNull(pushedBy),
      'pushed-at': timeOrNull(pushedAt),
    },
    worst: {
      critical: numberOrNull(worst.critical),
      high: numberOrNull(worst.high),
      medium: numberOrNull(worst.medium),
      low: numberOrNull(worst.low),
      info: numberOrNull(worst.info),
      ignored: numberOrNull(worst.ignored),
      'scanned-at': timeOrNull(oldestScan),
    },
    links: {
      harness: image.links.version ?? null,
      sto: image.links.scan ?? null,
      jfrog: image.links.xray ?? null,
    },
    findings: null,
    evidence: null,
    timeline: null,
  };
}

function restJson({ findings, evidence, timeline }: ImageResult): JsonObject {
  return {
    findings: findings.map(findingJson),
    evidence: evidenceJson(evidence),
    timeline: timelineJson(timeline),
  };
}

function findingJson({ check, result, cause, sentence, where, found, allowed }: Finding): Json {
  return {
    check,
    result,
    cause,
    sentence: lineOf(sentence),
    where: lineOrNull(where),
    found: lineOrNull(found),
    allowed: lineOrNull(allowed),
  };
}

/** The end of a very long wait says more than its middle. */
function timelineJson(entries: readonly TimelineEntry[]): Json {
  const shown =
    entries.length > TIMELINE_MAX
      ? [...entries.slice(0, 100), ...entries.slice(100 - TIMELINE_MAX)]
      : entries;
  return shown.map(({ at, what, polls }) => ({
    'at-ms': wholeMs(at),
    what: lineOf(what),
    'harness-polls': polls.harness,
    'xray-polls': polls.xray,
  }));
}
