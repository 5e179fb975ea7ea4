import type {
  Count,
  Evidence,
  ImageEvidence,
  PlatformEvidence,
  PlatformList,
  Quarantine,
  SbomReading,
  SlsaReading,
  StoReading,
  TagReading,
  XrayScan,
} from '../../image/evidence.ts';
import { SEVERITIES } from '../../image/severity.ts';
import {
  type Json,
  type JsonObject,
  lineOf,
  lineOrNull,
  numberOrNull,
  platformJson,
  timeOrNull,
} from './values.ts';

/** Everything that is known of one image, and why the rest is not. */
export function evidenceJson(evidence: ImageEvidence): JsonObject {
  return {
    tag: partJson(evidence.tag, tagJson),
    platforms: partJson(evidence.platforms, listJson),
    quarantine: partJson(evidence.quarantine, quarantineJson),
    firewall: partJson(evidence.firewall, lineOf),
    xray: partJson(evidence.xray, scanJson),
    slsa: partJson(evidence.slsa, slsaJson),
    'per-platform': evidence.perPlatform.map(perPlatformJson),
  };
}

/** One question: its answer, or why there is none. */
function partJson<T>(evidence: Evidence<T>, describe: (value: T) => Json): Json {
  const { kind } = evidence;
  switch (kind) {
    case 'known':
      return { kind, value: describe(evidence.value) };
    case 'absent':
      return { kind, why: lineOf(evidence.why) };
    case 'unrecognised':
      return { kind, raw: lineOf(evidence.raw) };
    case 'unreachable':
      return { kind, obstacle: evidence.obstacle, why: lineOf(evidence.why) };
    case 'off':
      return { kind };
    default:
      return kind satisfies never;
  }
}

function tagJson({ tags, digest, moved }: TagReading): Json {
  return {
    tags: tags.map(lineOf),
    digest,
    moved: moved === undefined ? null : { tag: lineOf(moved.tag), to: moved.to },
  };
}

function listJson({ proven, judged, notJudged, missing = [] }: PlatformList): Json {
  return {
    proven,
    judged: judged.map(platformJson),
    'not-judged': notJudged.map(platformJson),
    missing: missing.map(lineOf),
  };
}

function quarantineJson(quarantine: Quarantine): Json {
  if (!quarantine.quarantined) return { quarantined: false, what: null, reason: null };
  const { what, reason } = quarantine;
  return { quarantined: true, what: lineOrNull(what), reason: lineOrNull(reason) };
}

function scanJson({ state, repository, path, finishedAt, parts }: XrayScan): Json {
  return {
    state,
    repository: lineOf(repository),
    path: lineOf(path),
    'finished-at': timeOrNull(finishedAt),
    parts: parts.map((part) => ({ name: lineOf(part.name), state: lineOf(part.state) })),
  };
}

function slsaJson({ status }: SlsaReading): Json {
  return { status: lineOf(status) };
}

function perPlatformJson({ platform, sto, slsa, sbom }: PlatformEvidence): Json {
  return {
    platform: lineOf(platform.label),
    digest: platform.digest,
    sto: partJson(sto, stoJson),
    slsa: partJson(slsa, slsaJson),
    sbom: partJson(sbom, sbomJson),
  };
}

/** As it came: what was missing is `null`, what was no number stands under `malformed`. */
function stoJson(reading: StoReading): Json {
  const { scannedAt, counts, ignored, total } = reading;
  const numbers = { ...counts, ignored, total };
  return {
    'execution-id': lineOrNull(reading.executionId),
    'pipeline-id': lineOrNull(reading.pipelineId),
    'scanned-at': timeOrNull(scannedAt.kind === 'known' ? scannedAt.value : undefined),
    ...Object.fromEntries(SEVERITIES.map((severity) => [severity, countJson(counts[severity])])),
    ignored: countJson(ignored),
    total: countJson(total),
    malformed: malformedJson({ 'scanned-at': scannedAt, ...numbers }),
  };
}

function sbomJson({ denyListViolations, components }: SbomReading): Json {
  return {
    'deny-list-violations': countJson(denyListViolations),
    components: countJson(components),
    malformed: malformedJson({ 'deny-list-violations': denyListViolations, components }),
  };
}

function countJson(count: Count): Json {
  return numberOrNull(count.kind === 'known' ? count.value : undefined);
}

function malformedJson(counts: Readonly<Record<string, Count>>): Json {
  return Object.entries(counts).flatMap(([field, count]) =>
    count.kind === 'malformed' ? [{ field, raw: lineOf(count.raw) }] : [],
  );
}
