import type { ProblemCode } from '../errors.ts';
import type { Digest } from '../image/digest.ts';
import type { ImageEvidence } from '../image/evidence.ts';
import type { RequestedImage } from '../image/reference.ts';
import type { Finding } from '../policy/finding.ts';
import type { Policy } from '../policy/policy.ts';
import type { Verdict } from '../policy/verdict.ts';

/** Pages for people. Built from the validated base URLs, never from what a server sent. */
export interface Links {
  readonly version: string | undefined;
  /** STO's scan of the deciding platform. */
  readonly scan: string | undefined;
  readonly xray: string | undefined;
}

/** What the Docker version says of itself; texts as they came. */
export interface VersionFacts {
  readonly size: string | undefined;
  readonly pushedBy: string | undefined;
  /** Epoch milliseconds. */
  readonly pushedAt: number | undefined;
}

/** How often each system was polled for one image. */
export interface Polls {
  readonly harness: number;
  readonly xray: number;
}

/** What can happen to an image. A state of Xray may be a server's text. */
export type Milestone =
  | `visible in ${'Harness' | 'Artifactory'}`
  | `Xray ${string}`
  | `asking for STO and SLSA${'' | ', without a scan'}`
  | 'second reading'
  | Verdict;

/** One thing that happened to an image, in milliseconds since its first request; `polls` since the entry before. */
export interface TimelineEntry {
  readonly at: number;
  readonly what: Milestone;
  readonly polls: Polls;
}

/** What became of one image. */
export interface ImageResult {
  readonly image: RequestedImage;
  /** The digest that was judged; `undefined` while nobody could say. */
  readonly digest: Digest | undefined;
  readonly verdict: Verdict;
  /** All findings of all rules, in the order of the rules. */
  readonly findings: readonly Finding[];
  readonly evidence: ImageEvidence;
  readonly version: VersionFacts;
  readonly links: Links;
  readonly timeline: readonly TimelineEntry[];
  /** Epoch milliseconds of the image's first request. */
  readonly startedAt: number;
  /** Milliseconds from the image's first request to its verdict. */
  readonly waited: number;
}

/** One attempt of a request, as reports count it; nothing in it is secret or a server's text. */
export interface RequestNote {
  readonly system: 'Harness' | 'JFrog';
  readonly method: 'GET' | 'POST';
  /** The path with placeholders: `/har/api/v1/registry/{registry}/+/artifact/{artifact}/tags`. */
  readonly template: string;
  /** HTTP status, or the code of what went wrong instead of one. */
  readonly outcome: number | string;
  /** Milliseconds. */
  readonly ms: number;
  /** Counted from 1 within its request. */
  readonly attempt: number;
  /** Epoch milliseconds of the start. */
  readonly at: number;
}

/** What became of the run: all that reports and outputs ever see. */
export interface GateResult {
  readonly verdict: Verdict;
  readonly images: readonly ImageResult[];
  readonly policy: Policy | undefined;
  readonly mode: 'enforce' | 'warn';
  /** What ended the run before any image could be judged, or a bug, or a signal. */
  readonly problem: { readonly code: ProblemCode; readonly message: string } | undefined;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** Milliseconds. */
  readonly waited: number;
  /** In the order of their ends; the gate itself makes none and leaves this to whoever does. */
  readonly requests: readonly RequestNote[];
}
