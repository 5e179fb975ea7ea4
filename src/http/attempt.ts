import type { Agent } from 'node:http';
import type { Response } from 'node-fetch';
import fetch, { FetchError } from 'node-fetch';
import { toDelay } from '../scan/backoff.ts';

/** Counted after decompression, so that a small body cannot unfold into all memory. */
const MAX_BODY_BYTES = 5_000_000;

/** One reason for all: without one, each abort makes an error with a stack of its own. */
const OVER = 'over';

/** One HTTP request, ready to be sent as often as needed. */
export interface Call {
  readonly url: URL;
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  readonly agent: Agent;
}

/**
 * What one attempt brought: a complete answer, or the code of what came instead. Only codes leave here: the
 * transport's errors hold the whole URL with its query.
 */
export type Exchange =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly html: boolean;
      readonly body: string;
      readonly retryAfter: string | undefined;
      /** Where a redirect leads; the path may hold anything and is not kept. */
      readonly targetOrigin: string | undefined;
    }
  | { readonly kind: 'failure'; readonly code: string };

/** Sends the call once and reads its answer to the end, or gives up after `limitMs` or when the signal is aborted. */
export async function attempt(call: Call, limitMs: number, signal: AbortSignal): Promise<Exchange> {
  const own = new AbortController();
  const stop = () => own.abort(OVER);
  const timer = setTimeout(stop, toDelay(limitMs));
  // By hand: a signal made by `AbortSignal.any` outlives its request until the next major collection.
  signal.addEventListener('abort', stop, { once: true });
  try {
    // Given an aborted signal and a body, the library destroys that body with nobody listening.
    signal.throwIfAborted();
    return await read(await send(call, own.signal), call.url);
  } catch (error) {
    // The transport says AbortError for both.
    if (signal.aborted) return failure('ABORTED');
    return failure(own.signal.aborted ? 'TIMEOUT' : codeOf(error));
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
    // Destroys whatever has not been read to its end: an open body keeps the process alive.
    stop();
  }
}

function send(call: Call, signal: AbortSignal): Promise<Response> {
  const { url, method, headers, agent } = call;
  const body = call.body ?? null;
  return fetch(url, {
    method,
    headers,
    body,
    agent,
    signal,
    redirect: 'manual',
    size: MAX_BODY_BYTES,
  });
}

async function read(response: Response, url: URL): Promise<Exchange> {
  const { status, headers } = response;
  const redirected = status >= 300 && status < 400;
  return {
    kind: 'response',
    status,
    html: /\bhtml\b/i.test(headers.get('content-type') ?? ''),
    body: redirected ? '' : await response.text(),
    retryAfter: headers.get('retry-after') ?? undefined,
    targetOrigin: redirected ? originOf(headers.get('location'), url) : undefined,
  };
}

function originOf(location: string | null, url: URL): string | undefined {
  const target = location === null ? null : URL.parse(location, url.href);
  return target === null || target.origin === 'null' ? undefined : target.origin;
}

function codeOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ERR_PROXY_TUNNEL' && error instanceof Error) return proxyCode(error.message);
  if (typeof code === 'string' && /^[A-Z][A-Z0-9_]{1,60}$/.test(code)) return code;
  if (!(error instanceof FetchError)) return 'UNKNOWN';
  // The transport has no code for a body that ended early without a system error.
  return error.type === 'max-size' ? 'OVERSIZED' : 'ERR_STREAM_PREMATURE_CLOSE';
}

/** Node tells what the proxy answered in words only: `… HTTP/1.1 407 Proxy Authentication Required`. */
function proxyCode(message: string): string {
  const refused = /HTTP\/1\.[01] (403|407)\b/.exec(message)?.[1];
  return refused === undefined ? 'ERR_PROXY_TUNNEL' : `PROXY_${refused}`;
}

function failure(code: string): Exchange {
  return { kind: 'failure', code };
}
