import type { Digest } from './digest.ts';
import type { Platform } from './platform.ts';
import type { Severity } from './severity.ts';

/**
 * Why nothing can be said although somebody was asked. `outage`: no complete answer in time;
 * `timed-out`: answers came, the awaited one did not; `gone`: there before, missing now;
 * `ended`: no longer awaited because another finding had already decided; `unrecognised`: an answer that does
 * not fit the question; `bug`: a mistake in Image Gate itself; the others are the user's to mend.
 */
export type Obstacle =
  | 'outage'
  | 'timed-out'
  | 'gone'
  | 'ended'
  | 'unrecognised'
  | 'permission'
  | 'configuration'
  | 'missing-call'
  | 'bug';

/**
 * What is known about one question. Unknown is a value of its own, never 0, `false` or "passed":
 * - `known`: the service said so
 * - `absent`: the service answered validly that it has no such data
 * - `unrecognised`: it answered something nobody knows how to read; `raw` is its text, hostile until escaped
 * - `unreachable`: it could not be asked, or not to the end
 * - `off`: switched off by the user, so nobody asked
 */
export type Evidence<T> =
  | { readonly kind: 'known'; readonly value: T }
  | { readonly kind: 'absent'; readonly why: string }
  | { readonly kind: 'unrecognised'; readonly raw: string }
  | { readonly kind: 'unreachable'; readonly why: string; readonly obstacle: Obstacle }
  | { readonly kind: 'off' };

/** Where the tags of the image point. `moved` names the first tag found on another digest. */
export interface TagReading {
  readonly tags: readonly string[];
  readonly digest: Digest;
  readonly moved?: { readonly tag: string; readonly to: Digest };
}

/** The platforms of the image. `proven`: the raw manifests hash to the digests that name them. */
export interface PlatformList {
  readonly proven: boolean;
  readonly judged: readonly Platform[];
  /** Platforms that the input `platforms` leaves out. */
  readonly notJudged: readonly Platform[];
  /** Labels that the input `platforms` names and the image does not have. */
  readonly missing?: readonly string[];
}

/** Quarantine of the image and of each of its judged platforms taken together. */
export type Quarantine =
  | { readonly quarantined: false }
  | { readonly quarantined: true; readonly what: string; readonly reason: string };

/** Verdict of Harness's Dependency Firewall; `exempt`: images of ordinary (VIRTUAL) registries have none. */
export type Firewall = 'ALLOWED' | 'WARN' | 'BLOCKED' | 'exempt';

/** States of a scan that Xray is known to send. */
export const XRAY_STATES = [
  'NOT_SUPPORTED',
  'NOT_SCANNED',
  'PENDING',
  'SCANNING',
  'DONE',
  'PARTIAL',
  'FAILED',
] as const;
export type XrayState = (typeof XRAY_STATES)[number];

/** One part of a scan (`sca`, `exposures/secrets`, …) and the state it was in, as it came. */
export interface XrayPart {
  readonly name: string;
  readonly state: string;
}

/** A scan that has come to an end, well or not. Xray's status carries no findings. */
export interface XrayScan {
  readonly state: 'DONE' | 'PARTIAL' | 'FAILED' | 'NOT_SUPPORTED';
  readonly repository: string;
  readonly path: string;
  /** Epoch milliseconds. */
  readonly finishedAt: number | undefined;
  readonly parts: readonly XrayPart[];
}

/** A number as a service sent it: zero is a number that someone sent. */
export type Count =
  | { readonly kind: 'known'; readonly value: number }
  | { readonly kind: 'missing' }
  | { readonly kind: 'malformed'; readonly raw: string };

/** STO's numbers for one platform as they came, not yet judged complete. */
export interface StoReading {
  readonly executionId: string | undefined;
  readonly pipelineId: string | undefined;
  /** Epoch milliseconds; `malformed` when a text came that is no time. */
  readonly scannedAt: Count;
  readonly counts: Readonly<Record<Severity, Count>>;
  readonly ignored: Count;
  readonly total: Count;
}

/** SLSA status as it came; `status` is never empty. */
export interface SlsaReading {
  readonly status: string;
}

/** Why there is no SLSA status where provenance was generated and nobody has verified it. */
export const UNVERIFIED = 'provenance exists, not verified';

/** SBOM's policy result. */
export interface SbomReading {
  readonly denyListViolations: Count;
  readonly components: Count;
}

/** What Harness's integration details say of one digest. */
export interface IntegrationReading {
  readonly sto: Evidence<StoReading>;
  readonly slsa: Evidence<SlsaReading>;
  readonly sbom: Evidence<SbomReading>;
}

/** The same, of one judged platform. */
export interface PlatformEvidence extends IntegrationReading {
  readonly platform: Platform;
}

/** Everything a verdict on one image rests on. */
export interface ImageEvidence {
  readonly tag: Evidence<TagReading>;
  readonly platforms: Evidence<PlatformList>;
  readonly quarantine: Evidence<Quarantine>;
  readonly firewall: Evidence<Firewall>;
  readonly xray: Evidence<XrayScan>;
  /** SLSA of the image's own digest; platforms carry theirs. */
  readonly slsa: Evidence<SlsaReading>;
  /** One entry for each judged platform; empty while the platforms are not known. */
  readonly perPlatform: readonly PlatformEvidence[];
}

/** Wraps a known value. */
export function known<T>(value: T): Evidence<T> {
  return { kind: 'known', value };
}

/** The value, or `undefined` when it is not known. */
export function valueOf<T>(evidence: Evidence<T>): T | undefined {
  return evidence.kind === 'known' ? evidence.value : undefined;
}
