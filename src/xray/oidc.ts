import * as v from 'valibot';
import { GateError } from '../errors.ts';
import type { HttpAnswer, HttpClient } from '../http/request.ts';
import { wireObject } from '../http/wire.ts';

/** https://jfrog.com/help/r/jfrog-rest-apis/oidc-token-exchange */
const TOKEN_PATH = '/access/api/v1/oidc/token';

/** What may stand in a header. */
const tokenText = v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/));

/** `expires_in` is in seconds; 0 stands for a token without an end. */
const tokenSchema = wireObject({
  access_token: tokenText,
  expires_in: v.nullish(v.pipe(v.number(), v.minValue(0))),
});

type TokenWire = v.InferOutput<typeof tokenSchema>;
type Refused = Extract<HttpAnswer<unknown>, { kind: 'refused' }>;

/** A token of JFrog, and how many milliseconds it lasts; `undefined` when it has no end that is known. */
export interface AccessToken {
  readonly text: string;
  readonly lifetime: number | undefined;
}

/** Who wants a token for what. */
export interface ExchangeRequest {
  /** GitHub's word for this job: a JWT. */
  readonly idToken: string;
  /** Name of the OIDC integration in JFrog. */
  readonly provider: string;
  /** Only identity mappings of this JFrog project. */
  readonly project: string | undefined;
}

/** Tries and time for one exchange; where they do not do, the request that needs the token tries again. */
const MAX_ATTEMPTS = 3;

/**
 * Exchanges GitHub's id token for an access token. The client sends no key of its own. Throws `GateError`:
 * `unreachable` or `timed-out` for an outage, anything else when there will be no token.
 */
export async function exchangeToken(
  client: HttpClient,
  { idToken, provider, project }: ExchangeRequest,
  until: number,
): Promise<AccessToken> {
  const answer = await client
    .request({
      method: 'POST',
      path: TOKEN_PATH,
      template: TOKEN_PATH,
      // No audience: JFrog reads it from the id token, and refuses one that stands here.
      body: {
        grant_type: 'urn:ietf:params:oauth:grant-type:token-exchange',
        subject_token_type: 'urn:ietf:params:oauth:token-type:id_token',
        subject_token: idToken,
        provider_name: provider,
        ...(project === undefined ? {} : { project_key: project }),
      },
      schema: tokenSchema,
      until,
      maxAttempts: MAX_ATTEMPTS,
    })
    .catch((error: unknown) => {
      throw explainProblem(error);
    });
  return toToken(answer);
}

function toToken(answer: HttpAnswer<TokenWire>): AccessToken {
  if (answer.kind === 'refused') throw refusal(answer);
  const { access_token: text, expires_in: seconds } = answer.data;
  return { text, lifetime: seconds ? seconds * 1_000 : undefined };
}

/** The words of the client speak of a key that was given, and of a request that somebody asked for. */
function explainProblem(error: unknown): unknown {
  if (!(error instanceof GateError)) return error;
  const { code, status } = error;
  const about = { cause: error, ...(status === undefined ? {} : { status }) };
  const came = status === undefined ? 'gave no complete answer' : `answered ${status}`;
  if (code === 'permission') return new GateError(code, explain(came), about);
  if (code !== 'unreachable' && code !== 'timed-out') return error;
  return new GateError(code, `POST ${TOKEN_PATH} ${came}`, about);
}

function refusal({ status, json, message }: Refused): GateError {
  if (status === 404 && !json) {
    return new GateError(
      'missing-call',
      `this JFrog does not have POST ${TOKEN_PATH}: jfrog-oidc-provider needs Artifactory 7.77.3 or newer ` +
        '(or jfrog-url does not lead to the platform); give jfrog-access-token instead',
      { status },
    );
  }
  return new GateError('configuration', explain(`answered ${status}${topicOf(message)}`), {
    status,
  });
}

/** What the refusal is about. It is not quoted: a careless server may repeat the id token in it. */
function topicOf(message: string): string {
  const topic = ['audience', 'provider', 'mapping'].find((word) =>
    message.toLowerCase().includes(word),
  );
  return topic === undefined ? '' : ` (something about the ${topic})`;
}

function explain(what: string): string {
  return (
    `JFrog did not accept the sign-in of this job: POST ${TOKEN_PATH} ${what}; check jfrog-oidc-provider and ` +
    'jfrog-oidc-audience, and whether an identity mapping of that OIDC integration fits this repository, branch and workflow'
  );
}
