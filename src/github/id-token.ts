import { getIDToken } from '@actions/core';
import { GateError } from '../errors.ts';

/** The toolkit has retries, but no time-out worth the name. */
const PATIENCE_MS = 30_000;

/**
 * GitHub's word for which repository, branch and workflow this job runs, signed, for five minutes. The toolkit masks
 * it. Throws `GateError`: `permission` where the job may not have one, `unreachable` where GitHub does not answer.
 */
export async function fetchIdToken(audience: string | undefined): Promise<string> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error('late')), PATIENCE_MS);
  try {
    return await Promise.race([getIDToken(audience), late.promise]);
  } catch (thrown) {
    throw explain(thrown);
  } finally {
    clearTimeout(timer);
  }
}

/** The toolkit tells everything in words, some of them the server's: only the status is taken out of them. */
function explain(thrown: unknown): GateError {
  const words = thrown instanceof Error ? thrown.message : '';
  const status = /Error Code : ([1-5]\d\d)\b/.exec(words)?.[1];
  const came =
    status === undefined ? 'gave no id token' : `answered ${status} to the request for an id token`;
  const forbidden =
    /Unable to get ACTIONS_ID_TOKEN/.test(words) || /^4(?!08|29)/.test(status ?? '');
  if (!forbidden) return new GateError('unreachable', `GitHub ${came}`);
  return new GateError(
    'permission',
    `GitHub ${came}: for jfrog-oidc-provider the job needs \`permissions: id-token: write\``,
    status === undefined ? {} : { status: Number(status) },
  );
}
