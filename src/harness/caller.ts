import type { GenericSchema, InferOutput } from 'valibot';
import { GateError } from '../errors.ts';
import type { Ask } from '../gate/ports.ts';
import type { HttpClient } from '../http/request.ts';
import { isFailure, isRefusal, type Route } from './api.ts';

/** Harness's answer: data, "not there" (which may change), or a call that this installation does not have. */
export type Answer<T> =
  | { readonly kind: 'data'; readonly data: T }
  | { readonly kind: 'not-found' }
  | { readonly kind: 'no-such-call' };

/** A question to Harness. */
export interface Question<S extends GenericSchema> {
  readonly route: Route;
  readonly query?: Readonly<Record<string, string>>;
  readonly schema: S;
  readonly ask: Ask;
}

/** Asks Harness and tells its kinds of "no" apart. */
export type Caller = <S extends GenericSchema>(
  question: Question<S>,
) => Promise<Answer<InferOutput<S>>>;

/** A caller on top of one HTTP client; all requests of a run share its pace and connections. */
export function createCaller(client: HttpClient): Caller {
  return async ({ route, query, schema, ask }) => {
    const answer = await client.request({
      method: 'GET',
      ...route,
      schema,
      isFailure,
      isRefusal,
      ...ask,
      ...(query === undefined ? {} : { query }),
    });
    return answer.kind === 'data' ? answer : classify(answer, route);
  };
}

interface Refusal {
  readonly status: number;
  readonly json: boolean;
  readonly message: string;
}

/**
 * Harness says "not found" with 500 as often as with 404, and an unknown registry or space with 400: the
 * message decides. A 404 that is no JSON is the router's: the call does not exist here.
 */
function classify(refusal: Refusal, route: Route): Answer<never> {
  const { status, json, message } = refusal;
  if (status === 404 && !json) return { kind: 'no-such-call' };
  const scope = /^(registry|parent space|root space) not found/i.exec(message)?.[1]?.toLowerCase();
  if (json && status === 400 && scope !== undefined) throw unknownScope(scope, route);
  const mayBeAbsent = status === 404 || status === 500;
  if (mayBeAbsent && /\bnot found\b/i.test(message)) return { kind: 'not-found' };
  if (json && /invalid .*digest/i.test(message)) {
    throw refused('configuration', refusal, route, 'check the input digest');
  }
  throw refused('unrecognised', refusal, route, 'the gate does not know this answer');
}

const SCOPE_INPUTS: Readonly<Record<string, string>> = {
  registry: 'the registry in image, and harness-org and harness-project',
  'parent space': 'harness-org and harness-project',
  'root space': 'harness-account',
};

function unknownScope(scope: string, route: Route): GateError {
  const inputs = SCOPE_INPUTS[scope] ?? 'harness-org and harness-project';
  return new GateError(
    'configuration',
    `Harness does not know the ${scope}: check ${inputs} (GET ${route.template} answered 400 ${scope} not found)`,
    { status: 400 },
  );
}

function refused(
  code: 'configuration' | 'unrecognised',
  { status, message }: Refusal,
  route: Route,
  advice: string,
): GateError {
  const said = message === '' ? '' : ` “${message}”`;
  return new GateError(
    code,
    `Harness refused GET ${route.template} with ${status}${said}: ${advice}`,
  );
}

/** The error of a call that nothing else can stand in for. */
export function missingCall(route: Route, advice: string): GateError {
  return new GateError(
    'missing-call',
    `this Harness does not have GET ${route.template}: ${advice}`,
  );
}
