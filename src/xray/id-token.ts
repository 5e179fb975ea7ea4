import * as v from 'valibot';
import { GateError } from '../errors.ts';
import type { HttpClient } from '../http/request.ts';
import { wireObject } from '../http/wire.ts';

/** Where a job gets id tokens, and what it shows for them: the runner says so where the job has the permission. */
export interface IdTokenSource {
  readonly url: URL;
  readonly requestToken: string;
}

/** The name that messages have for the address, which the runner makes up for each job. */
export const ID_TOKEN_URL = 'ACTIONS_ID_TOKEN_REQUEST_URL';
export const ID_TOKEN_REQUEST_TOKEN = 'ACTIONS_ID_TOKEN_REQUEST_TOKEN';

const MAX_ATTEMPTS = 3;
const PATIENCE_MS = 30_000;

const idTokenSchema = wireObject({ value: v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/)) });

/** The same with a client of its origin, which shows the request token. */
export interface IdTokenEndpoint {
  readonly url: URL;
  readonly client: HttpClient;
}

/** `undefined` where the job may not have an id token. https://docs.github.com/en/actions/reference/security/oidc */
export function findIdTokenSource(
  env: Readonly<Record<string, string | undefined>>,
): IdTokenSource | undefined {
  const url = URL.parse(env[ID_TOKEN_URL] ?? '');
  const requestToken = env[ID_TOKEN_REQUEST_TOKEN] ?? '';
  return url === null || requestToken === '' ? undefined : { url, requestToken };
}

/**
 * GitHub's word for which repository, branch and workflow this job runs, signed, for five minutes; secret. Throws
 * `GateError`: `permission` where the job may not have one, `unreachable` where GitHub does not answer, else whatever
 * is wrong with the answer. `now` in monotonic milliseconds.
 */
export async function fetchIdToken(
  endpoint: IdTokenEndpoint | undefined,
  audience: string | undefined,
  now: number,
): Promise<string> {
  if (endpoint === undefined) throw forbidden('gave no id token');
  const { client, url } = endpoint;
  const answer = await client
    .request({
      method: 'GET',
      path: url.pathname,
      template: ID_TOKEN_URL,
      query: {
        ...Object.fromEntries(url.searchParams),
        ...(audience === undefined ? {} : { audience }),
      },
      schema: idTokenSchema,
      until: now + PATIENCE_MS,
      maxAttempts: MAX_ATTEMPTS,
    })
    .catch((error: unknown) => {
      throw explain(error);
    });
  if (answer.kind === 'data') return answer.data.value;
  throw forbidden(`answered ${answer.status} to the request for an id token`, answer.status);
}

function explain(error: unknown): unknown {
  if (!(error instanceof GateError)) return error;
  const { code, status } = error;
  const came =
    status === undefined ? 'gave no id token' : `answered ${status} to the request for an id token`;
  if (code === 'permission') return forbidden(came, status);
  if (code !== 'unreachable' && code !== 'timed-out') return error;
  return new GateError(code, `GitHub ${came}`, status === undefined ? {} : { status });
}

function forbidden(came: string, status?: number): GateError {
  return new GateError(
    'permission',
    `GitHub ${came}: for jfrog-oidc-provider the job needs \`permissions: id-token: write\``,
    status === undefined ? {} : { status },
  );
}
