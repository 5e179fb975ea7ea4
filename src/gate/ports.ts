import type { Digest } from '../image/digest.ts';
import type { Evidence, Firewall, IntegrationReading, XrayPart } from '../image/evidence.ts';
import type { Row } from '../image/platform-list.ts';
import type { RequestedImage, XrayLocation } from '../image/reference.ts';

/** How long a question may take: no attempt outlives `until` (monotonic milliseconds), `signal` ends it at once. */
export interface Ask {
  readonly until: number;
  readonly signal: AbortSignal;
  /** At most so many attempts; without it the time decides. */
  readonly maxAttempts?: number;
  /** Told for how many milliseconds a 429 will keep the question waiting; returns `until` as it is from now on. */
  readonly onThrottled?: (ms: number) => number;
}

/** A registry and its scope. */
export interface Place {
  readonly account: string;
  readonly org: string | undefined;
  readonly project: string | undefined;
  readonly registry: string;
  /** `undefined` where nobody said. */
  readonly type: 'VIRTUAL' | 'UPSTREAM' | undefined;
}

/**
 * The address of one Docker version: the tag where one is known, as Harness's own pages ask, and always the
 * digest, because the digest is what decides which version answers.
 */
export interface Version {
  readonly place: Place;
  readonly image: RequestedImage;
  readonly tag: string | undefined;
  readonly digest: Digest;
}

/** A raw manifest; `proven`: its SHA-256 is the digest that it was asked by. */
export interface RawManifest {
  readonly text: string;
  readonly proven: boolean;
}

/** A row of the list of platforms; `quarantined` is `undefined` where the row does not say. */
export interface PlatformRow extends Row {
  readonly quarantined: boolean | undefined;
  readonly reason: string;
}

/** What the Docker version says of itself. */
export interface VersionReading {
  readonly quarantined: boolean | undefined;
  readonly reason: string;
  readonly size: string | undefined;
  readonly pushedBy: string | undefined;
  /** Epoch milliseconds of the push or of the tag's last move, whichever came later. */
  readonly pushedAt: number | undefined;
}

/** What lists and general version details add; both only ever make things worse. */
export interface ListingReading {
  readonly firewall: Evidence<Firewall>;
  readonly quarantine: { readonly reason: string } | undefined;
  /** Rows of other digests of the artifact, as far as they say something bad: one may be a platform of the image. */
  readonly others: readonly ListedDigest[];
}

/** What is bad about a digest. */
export interface ListedDigest {
  readonly digest: Digest;
  readonly isBlocked: boolean;
  readonly quarantine: ListingReading['quarantine'];
}

/** Where the pages about an image are. */
export interface ScanAddress {
  readonly digest: Digest;
  readonly pipelineId: string;
  readonly executionId: string;
}

/**
 * The registry that holds the image. `undefined` means "not there", which may change; whatever else keeps a
 * question from being answered is thrown as a `GateError`.
 */
export interface Registry {
  /** Resolves when one more image's requests would not have to queue. */
  calm(signal: AbortSignal): Promise<void>;
  /** Looked up once for all images of a registry. */
  locate(image: RequestedImage, ask: Ask): Promise<Place>;
  readTag(place: Place, image: RequestedImage, tag: string, ask: Ask): Promise<Digest | undefined>;
  /** `undefined` also where this installation does not have the call. */
  readManifest(version: Version, ask: Ask): Promise<RawManifest | undefined>;
  readRows(version: Version, ask: Ask): Promise<readonly PlatformRow[] | undefined>;
  /** Throws when the answer is about another digest, host or path than asked. */
  readVersion(version: Version, ask: Ask): Promise<VersionReading | undefined>;
  /** `subject` is the digest asked about: a platform of the version, or its own. */
  readIntegration(
    version: Version,
    subject: Digest,
    ask: Ask,
  ): Promise<IntegrationReading | undefined>;
  readListing(version: Version, ask: Ask): Promise<ListingReading>;
  linkToVersion(version: Version): string;
  linkToScan(version: Version, scan: ScanAddress): string;
}

/**
 * A manifest file in Artifactory; `modifiedAt` in epoch milliseconds. `wasReplaced`: something else lay there before,
 * and what Xray says may still be about that.
 */
export interface Spot {
  readonly wasReplaced?: boolean;
  readonly repository: string;
  readonly path: string;
  readonly modifiedAt: number | undefined;
}

/** What lies where the image should be. `unreadable`: this token may not ask, these are the places to try. */
export type Found =
  | { readonly kind: 'ours'; readonly spot: Spot }
  | { readonly kind: 'other'; readonly path: string; readonly digest: string }
  | { readonly kind: 'missing'; readonly path: string }
  | { readonly kind: 'unreadable'; readonly spots: readonly Spot[] };

/** A scan's status as it came; `state` is an open string, empty when none was sent. */
export interface StatusReading {
  readonly state: string;
  /** Epoch milliseconds. */
  readonly at: number | undefined;
  readonly parts: readonly XrayPart[];
}

/** The scanner. `undefined` means "not there", which may change. */
export interface Scanner {
  /** Looks for a manifest whose SHA-256 is one of `ours`. */
  find(location: XrayLocation, pushed: Digest, ours: ReadonlySet<Digest>, ask: Ask): Promise<Found>;
  readStatus(spot: Spot, ask: Ask): Promise<StatusReading | undefined>;
  /** The digest that the scanner itself indexed there. */
  readIndexedDigest(spot: Spot, ask: Ask): Promise<Digest | undefined>;
  linkTo(spot: Spot): string;
}

/** Lines for the log; whoever implements it makes them harmless. */
export interface Log {
  info(line: string): void;
}
