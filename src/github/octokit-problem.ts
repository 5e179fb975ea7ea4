import {
  literal,
  number,
  object,
  optional,
  record,
  safeParse,
  string,
  union,
  unknown,
} from 'valibot';
import { GateError, type ProblemCode } from '../errors.ts';

/** What went wrong with one attempt of a request. */
export interface RequestFailure {
  /** `POST /repos/{owner}/{repo}/check-runs` */
  readonly request: string;
  /** Whether it creates something, so that doing it twice makes two. */
  readonly creates: boolean;
  /** `undefined` where no answer came. */
  readonly status: number | undefined;
  /** GitHub asks for this pause. */
  readonly retryAfterMs: number | undefined;
  /** GitHub refuses because of the number of requests, whatever the status. */
  readonly limited: boolean;
  /** The run's own limits ended it. */
  readonly ended: boolean;
  /** Code of the system, such as `ECONNREFUSED`. */
  readonly code: string | undefined;
}

const HeadersSchema = record(string(), optional(union([string(), number()])));
const ErrorSchema = object({
  status: number(),
  response: optional(object({ headers: HeadersSchema, data: unknown() })),
});
const BodySchema = object({ message: string() });
const CodeSchema = object({ code: string() });
const TimeoutSchema = object({ name: union([literal('AbortError'), literal('TimeoutError')]) });

/** Reads what the client threw; its messages quote GitHub and are not kept. */
export function readFailure(
  thrown: unknown,
  { method, url }: { readonly method: string; readonly url: string },
  signal: AbortSignal,
): RequestFailure {
  const error = safeParse(ErrorSchema, thrown);
  const response = error.success ? error.output.response : undefined;
  const body = safeParse(BodySchema, response?.data);
  const headers = response?.headers ?? {};
  const isGraphql = url.endsWith('/graphql');
  return {
    request: `${method} ${isGraphql ? '/graphql' : url}`,
    creates: method === 'POST' && !isGraphql,
    // Without an answer the client says 500.
    status: error.success && response !== undefined ? error.output.status : undefined,
    retryAfterMs: readRetryAfter(headers['retry-after']),
    limited:
      headers['x-ratelimit-remaining'] === '0' ||
      (body.success && /\brate limit\b/i.test(body.output.message)),
    ended: signal.aborted || safeParse(TimeoutSchema, thrown).success,
    code: codeOf(thrown),
  };
}

function readRetryAfter(value: string | number | undefined): number | undefined {
  return /^\d{1,6}$/.test(String(value)) ? Number(value) * 1_000 : undefined;
}

function codeOf(thrown: unknown): string | undefined {
  const cause = thrown instanceof Error && thrown.cause !== undefined ? thrown.cause : thrown;
  const parsed = safeParse(CodeSchema, cause);
  return parsed.success && /^[A-Z][A-Z0-9_]{1,60}$/.test(parsed.output.code)
    ? parsed.output.code
    : undefined;
}

/** Whether GitHub wants fewer requests: it says so by 429, or by 403 with a pause or a used-up limit. */
export function isThrottled({ status, retryAfterMs, limited }: RequestFailure): boolean {
  return status === 429 || (status === 403 && (limited || retryAfterMs !== undefined));
}

/** The failure as an error: what was asked and what came back. */
export function toProblem(failure: RequestFailure): GateError {
  const { request, status } = failure;
  if (status === undefined) return withoutAnswer(failure);
  const limit = isThrottled(failure) ? ', for it limits requests at the moment' : '';
  const message = `GitHub answered ${status} to ${request}${limit}`;
  return new GateError(problemCode(failure, status), message, { status });
}

function withoutAnswer({ request, ended, code }: RequestFailure): GateError {
  if (ended) return new GateError('timed-out', `GitHub did not answer ${request} in time`);
  const why = code === undefined ? '' : ` (${code})`;
  return new GateError('unreachable', `GitHub could not be reached for ${request}${why}`);
}

function problemCode(failure: RequestFailure, status: number): ProblemCode {
  if (isThrottled(failure) || status >= 500) return 'unreachable';
  return status === 401 || status === 403 || status === 404 ? 'permission' : 'configuration';
}
