import type { Answer } from './answers.ts';
import { json, pageNotFound } from './answers.ts';
import type { Call } from './calls.ts';
import { readIdToken } from './id-tokens.ts';
import { parseJson, textOf } from './request-body.ts';
import type { OidcIntegration, World } from './world.ts';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange';
const ID_TOKEN_TYPE = 'urn:ietf:params:oauth:token-type:id_token';
const ISSUED = 'access token issued';
const PREFIX = ['simulated', 'exchanged', 'access', 'token', ''].join('-');

/** `POST /access/api/v1/oidc/token`: GitHub's id token for an access token, without any other key. */
export function answerExchange(world: World, call: Call): Answer {
  const { oidc } = world.jfrog;
  if (oidc === undefined) return pageNotFound();
  const body = parseJson(call.body);
  const refused = findFault(oidc, body);
  if (refused !== undefined) return refused;
  world.ledger.noteCall(ISSUED);
  return json(200, {
    access_token: `${PREFIX}${world.ledger.calls(ISSUED)}`,
    expires_in: oidc.lifetimeSeconds,
    issued_token_type: 'urn:ietf:params:oauth:token-type:access_token',
    scope: 'applied-permissions/groups:readers',
    token_type: 'Bearer',
    username: 'image-gate',
  });
}

function findFault(oidc: OidcIntegration, body: unknown): Answer | undefined {
  if (textOf(body, 'grant_type') !== GRANT_TYPE) return refusal(400, 'Unsupported grant type');
  if (textOf(body, 'subject_token_type') !== ID_TOKEN_TYPE)
    return refusal(400, 'Unsupported subject token type');
  if (textOf(body, 'provider_name') !== oidc.provider)
    return refusal(404, 'OIDC provider was not found');
  // The audience is read from the id token; one in the body is refused, as users found out.
  if (textOf(body, 'audience') !== '') return refusal(400, 'Invalid audience');
  const claims = readIdToken(textOf(body, 'subject_token'));
  if (claims === undefined) return refusal(401, 'The id token is not valid');
  if (claims.aud !== oidc.audience) return refusal(400, 'Invalid audience');
  if (oidc.project !== undefined && textOf(body, 'project_key') !== oidc.project)
    return refusal(403, 'No identity mapping fits the claims');
  return undefined;
}

function refusal(status: number, message: string): Answer {
  return json(status, { errors: [{ code: String(status), message }] });
}

/** Whether this is an access token that was given for an id token, and may be used once more; counts the use. */
export function isIssued({ jfrog, ledger }: World, token = ''): boolean {
  const number = token.startsWith(PREFIX) ? Number(token.slice(PREFIX.length)) : 0;
  if (jfrog.oidc === undefined || !(number >= 1 && number <= ledger.calls(ISSUED))) return false;
  return ledger.ask(token).nth <= (jfrog.oidc.uses ?? Number.POSITIVE_INFINITY);
}
