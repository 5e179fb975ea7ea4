import type { GenericSchema, InferOutput } from 'valibot';
import type { Clock } from '../scan/clock.ts';
import type { Credentials } from './credentials.ts';

/** One question to a service; all its attempts together are one request. */
export interface HttpRequest<S extends GenericSchema> {
  readonly method: 'GET' | 'POST';
  /** Below the base URL, begins with `/`, every segment validated and encoded by the caller; never encoded again. */
  readonly path: string;
  /** What messages and reports may show: `/har/api/v1/registry/{ref}/+/artifact/{artifact}/tags`. */
  readonly template: string;
  readonly query?: Readonly<Record<string, string>>;
  /** Sent as JSON, with POST. */
  readonly body?: unknown;
  readonly schema: S;
  /** A service's failure inside a 200 (Harness: `status` other than SUCCESS): retried like an outage. */
  readonly isFailure?: (json: unknown) => boolean;
  /** Whether a 500 with this error text is an answer and no outage (Harness: "not found"). */
  readonly isRefusal?: (message: string) => boolean;
  /** Monotonic milliseconds (`clock.now()`); no attempt and no wait outlives it. */
  readonly until: number;
  readonly maxAttempts?: number;
  /** Told for how many milliseconds a 429 will keep the request waiting; returns `until` as it is from now on. */
  readonly onThrottled?: (ms: number) => number;
  readonly signal?: AbortSignal;
}

/**
 * `refused` is an answer that is a value to the caller: 400, 404, 409, other 4xx, and a 500 that the request takes
 * for one. `json` is false for a text or HTML body. `message` is the body's error text
 * made one harmless line of at most 200 code points, empty when there is none.
 */
export type HttpAnswer<T> =
  | { readonly kind: 'data'; readonly data: T }
  | {
      readonly kind: 'refused';
      readonly status: number;
      readonly json: boolean;
      readonly message: string;
    };

/** One attempt as reports count it; nothing in it is secret or comes from a server's text. */
export interface RequestRecord {
  readonly method: 'GET' | 'POST';
  readonly template: string;
  /** HTTP status, or the code of what went wrong instead of one: `ECONNRESET`, `TIMEOUT`. */
  readonly outcome: number | string;
  readonly ms: number;
  /** Counted from 1 within its request. */
  readonly attempt: number;
  /** Epoch milliseconds of the start. */
  readonly at: number;
}

/** One service, one key: the pace, the slow-down and the connections are shared by all its requests. */
export interface HttpClient {
  /**
   * Throws `GateError`: `unreachable`, `timed-out`, `permission`, `configuration`, `redirect`, `login-page`,
   * `unrecognised` or `cancelled`; or the signal's own reason when that is a `GateError`.
   */
  request<S extends GenericSchema>(request: HttpRequest<S>): Promise<HttpAnswer<InferOutput<S>>>;
  /** Resolves when a new request would not have to queue: the moment to begin with one more image. */
  calm(signal: AbortSignal): Promise<void>;
  /** Destroys the sockets: nothing keeps the process alive. */
  close(): void;
  readonly log: readonly RequestRecord[];
}

/** What one client knows about its service. */
export interface HttpClientOptions {
  /** For messages. */
  readonly service: 'Harness' | 'JFrog' | 'GitHub';
  /** `https:`, or `http:` on loopback; a path in it is a prefix of every request's path. */
  readonly baseUrl: URL;
  /** The key: `x-api-key` or `Authorization`. */
  readonly headers: Readonly<Record<string, string>>;
  /** A key that changes as the run goes on, in addition to the headers. */
  readonly credentials?: Credentials;
  /** What an answer may repeat beside the key; may grow as the run goes on. */
  readonly secrets?: Iterable<string>;
  /** A good answer is itself a secret, and may begin like the key: a JWT does. It is handed on as it came. */
  readonly isAnswerSecret?: boolean;
  /** The input that permission messages name: `harness-api-key`. */
  readonly keyInput: string;
  /** The input that address messages name: `harness-url`. */
  readonly urlInput: string;
  /** What the key needs: `registry view`, `Read on the repository`. */
  readonly permission: string;
  readonly clock: Clock;
  /** Starts of attempts within any 60 s; `undefined` is no limit. */
  readonly requestsPerMinute: number | undefined;
  /** Attempts under way at once. */
  readonly maxConcurrent: number;
  /** First retry wait in milliseconds; later ones double up to `maxRetryDelay`. */
  readonly retryDelay: number;
  readonly maxRetryDelay: number;
}
