import { getOctokit } from '@actions/github';
import type { Octokit } from '@octokit/rest';
import { type GenericSchema, type InferOutput, safeParse } from 'valibot';
import { GateError } from '../errors.ts';
import { connect } from '../http/fetch.ts';
import { type Budget, sendPolitely } from './octokit-retry.ts';

/** GitHub's API with the token of the run. */
export interface GitHub {
  readonly rest: Octokit['rest'];
  readonly graphql: Octokit['graphql'];
  /** Ends the connections. */
  close(): void;
}

/** Deprecations would be printed as they came, and the runner obeys what is printed. */
const SILENT = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/**
 * Opens GitHub's API. Whatever goes wrong with a request is a `GateError` that names the request by its method and
 * path template and says what came back, never in GitHub's own words.
 */
export function openGitHub(
  apiUrl: URL,
  token: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
  budget: Budget,
): GitHub {
  const { fetch, close } = connect(apiUrl, 'GITHUB_API_URL', env);
  const { signal, attemptMs } = budget;
  // Here and not in the hook below: a hook's own options never reach the request.
  const limited: typeof fetch = (url, init) =>
    fetch(url, { ...init, signal: AbortSignal.any([signal, AbortSignal.timeout(attemptMs)]) });
  const octokit = getOctokit(checkToken(token), {
    baseUrl: apiUrl.href.replace(/\/$/, ''),
    userAgent: 'image-gate',
    log: SILENT,
    request: { fetch: limited, log: SILENT },
  });
  octokit.hook.wrap('request', (send, options) => sendPolitely(send, options, budget));
  return { rest: octokit.rest, graphql: octokit.graphql, close };
}

/** A header that cannot be sent would be quoted in an error. */
function checkToken(token: string | undefined): string {
  if (token === undefined || token === '') throw new GateError('input', 'github-token is missing');
  if (/^[\x21-\x7e]+$/.test(token)) return token;
  throw new GateError('input', 'github-token holds characters that no token has');
}

/** What GitHub answered, as far as it is needed; `what` names it in the error. */
export function readAnswer<S extends GenericSchema>(
  schema: S,
  answer: unknown,
  what: string,
): InferOutput<S> {
  const parsed = safeParse(schema, answer);
  if (parsed.success) return parsed.output;
  throw new GateError('unrecognised', `GitHub's answer is not ${what}`);
}
