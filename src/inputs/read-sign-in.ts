import type { JfrogSignIn } from './inputs.ts';
import type { Reading } from './reading.ts';
import { andThen, combine, invalid, valid } from './reading.ts';
import type { Source } from './source.ts';
import { isWritten, readMatching, readSecret } from './source.ts';

const PROVIDER = /^[A-Za-z0-9._-]{1,255}$/;
const AUDIENCE = /^[\x21-\x7e]{1,255}$/;

/** Set by the runner where the job may have an id token. */
const ID_TOKEN_VARIABLES = [
  'ACTIONS_ID_TOKEN_REQUEST_URL',
  'ACTIONS_ID_TOKEN_REQUEST_TOKEN',
] as const;

/** Reads how to sign in to the JFrog platform: by a token, or by the job's id token where a provider is named. */
export function readSignIn(source: Source): Reading<JfrogSignIn> {
  const oidc = combine({
    provider: readMatching(
      source,
      'jfrog-oidc-provider',
      PROVIDER,
      'the name of an OIDC integration of JFrog (letters, digits, ., _ and -)',
    ),
    audience: readMatching(
      source,
      'jfrog-oidc-audience',
      AUDIENCE,
      'one word of at most 255 ASCII characters, as the OIDC integration of JFrog has it',
    ),
  });
  return andThen(oidc, ({ provider, audience }) =>
    provider === undefined
      ? readTokenSignIn(source, audience)
      : checkOidc(source, { kind: 'oidc', provider, audience }),
  );
}

function readTokenSignIn(source: Source, audience: string | undefined): Reading<JfrogSignIn> {
  if (audience !== undefined) {
    return invalid(
      'jfrog-oidc-audience is given without jfrog-oidc-provider: set both, or leave both out',
    );
  }
  return andThen(readSecret(source, 'jfrog-access-token'), (accessToken) =>
    valid({ kind: 'token', accessToken }),
  );
}

/** JF_ACCESS_TOKEN may stand at the job for other steps: what is written for this one counts more. */
function checkOidc(source: Source, signIn: JfrogSignIn): Reading<JfrogSignIn> {
  if (isWritten(source, 'jfrog-access-token')) {
    return invalid(
      'jfrog-access-token and jfrog-oidc-provider are both given: there is one way to sign in, leave the other out',
    );
  }
  if (ID_TOKEN_VARIABLES.every((name) => (source.env[name] ?? '') !== '')) return valid(signIn);
  return invalid(
    'jfrog-oidc-provider needs an id token of GitHub: the job needs `permissions: id-token: write` ' +
      '(beside `contents: read` and what else it uses); pull requests from forks get none',
  );
}
