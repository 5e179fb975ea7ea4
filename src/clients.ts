import { mask } from './github/log.ts';
import { createHttpClient } from './http/client.ts';
import type { HttpClient } from './http/request.ts';
import type { Inputs } from './inputs/inputs.ts';
import { formsOfSecret } from './inputs/secrets.ts';
import { systemClock as clock } from './scan/system-clock.ts';
import {
  fetchIdToken,
  findIdTokenSource,
  ID_TOKEN_REQUEST_TOKEN,
  ID_TOKEN_URL,
  type IdTokenEndpoint,
} from './xray/id-token.ts';
import { createOidcSignIn } from './xray/sign-in.ts';

/** Requests, and so connections, under way at once to one host: few for one image, never more than this. */
const MOST_CONCURRENT = 16;
const CONCURRENT_BEYOND_IMAGES = 2;

type Environment = Readonly<Record<string, string | undefined>>;

/** The HTTP clients of one run; all of them are to be closed when it ends. */
export interface Clients {
  readonly harness: HttpClient;
  /** The one that asks, if Xray is wanted, and the one that exchanges tokens, if there are none. */
  readonly jfrog: readonly HttpClient[];
  readonly all: readonly HttpClient[];
}

/**
 * One client for each service and key. Tokens that turn up on the way are added to `learned` before they are used.
 * Throws `GateError` where an address is none that a key may be sent to.
 */
export function createClients(inputs: Inputs, env: Environment, learned: Set<string>): Clients {
  const harness = createHarnessClient(inputs);
  const idTokens = createIdTokenEndpoint(inputs, env);
  const jfrog = createJfrogClients(inputs, idTokens, learned);
  const github = idTokens === undefined ? [] : [idTokens.client];
  return { harness, jfrog, all: [harness, ...jfrog, ...github] };
}

function createHarnessClient({ harness, timing, images }: Inputs): HttpClient {
  return createHttpClient({
    service: 'Harness',
    baseUrl: harness.url,
    headers: { 'x-api-key': harness.apiKey },
    keyInput: 'harness-api-key',
    urlInput: 'harness-url',
    permission: 'registry view',
    requestsPerMinute: harness.requestsPerMinute,
    ...paceOf(timing, images.length),
  });
}

/** The client of the JFrog platform, if there is one, and behind it the one that signs in, where that is necessary. */
function createJfrogClients(
  { jfrog, timing, images }: Inputs,
  idTokens: IdTokenEndpoint | undefined,
  learned: Set<string>,
): readonly HttpClient[] {
  if (jfrog === undefined) return [];
  const { signIn, project } = jfrog;
  const options = {
    service: 'JFrog',
    baseUrl: jfrog.url,
    headers: {},
    keyInput: 'the token from jfrog-oidc-provider',
    urlInput: 'jfrog-url',
    permission: 'Read on the repository',
    requestsPerMinute: undefined,
    ...paceOf(timing, images.length),
  } as const;
  if (signIn.kind === 'token') {
    const headers = { Authorization: `Bearer ${signIn.accessToken}` };
    const keyInput = 'jfrog-access-token';
    return [createHttpClient({ ...options, headers, keyInput })];
  }
  const exchanges = createHttpClient({ ...options, isAnswerSecret: true, secrets: learned });
  const credentials = createOidcSignIn(exchanges, {
    ...signIn,
    project,
    fetchIdToken: (audience) => fetchIdToken(idTokens, audience, clock.now()),
    mask: (secret) => {
      mask(formsOfSecret(secret));
      learned.add(secret);
    },
    now: () => clock.now(),
  });
  return [createHttpClient({ ...options, credentials, secrets: learned }), exchanges];
}

/** GitHub's endpoint for id tokens, where signing in needs it and the job may use it. */
function createIdTokenEndpoint(
  { jfrog, timing, images }: Inputs,
  env: Environment,
): IdTokenEndpoint | undefined {
  const source = jfrog?.signIn.kind === 'oidc' ? findIdTokenSource(env) : undefined;
  if (source === undefined) return undefined;
  const client = createHttpClient({
    service: 'GitHub',
    baseUrl: new URL(source.url.origin),
    headers: { Authorization: `Bearer ${source.requestToken}` },
    keyInput: ID_TOKEN_REQUEST_TOKEN,
    urlInput: ID_TOKEN_URL,
    permission: 'id-token: write',
    isAnswerSecret: true,
    requestsPerMinute: undefined,
    ...paceOf(timing, images.length),
  });
  return { client, url: source.url };
}

/** A retry comes sooner than a poll: most faults are over at once. */
function paceOf({ pollMinInterval, pollMaxInterval }: Inputs['timing'], images: number) {
  return {
    clock,
    maxConcurrent: Math.min(MOST_CONCURRENT, images + CONCURRENT_BEYOND_IMAGES),
    retryDelay: pollMinInterval / 5,
    maxRetryDelay: pollMaxInterval,
  };
}
