import type { InputName } from './catalog.ts';
import type { Inputs } from './inputs.ts';
import { readInputs } from './read-inputs.ts';
import type { Environment, RawInputs } from './source.ts';

// For tests only: production code must not import this file.

/** What a user writes, by name; `undefined` takes an input away. */
export type Written = { readonly [Name in InputName]?: string | undefined };

/** A digest for tests. */
export const EXAMPLE_DIGEST = `sha256:${'9f2c01ab'.repeat(8)}` as const;

/** A key for tests: account `aBc_12-x`. */
export const EXAMPLE_KEY = 'pat.aBc_12-x.6123abc.s3cretPart01234';

const EXAMPLE: Written = {
  image: 'pkg.harness.io/abc_12-x/docker-local/team/app:1.4.2',
  'harness-api-key': EXAMPLE_KEY,
  'jfrog-url': 'https://acme.jfrog.io',
  'jfrog-access-token': 'jfrog-token-0123456789',
  'jfrog-repository': 'docker-local',
};

/** What the runner adds to the environment of a job that may have an id token. */
export const ID_TOKEN_ENVIRONMENT = {
  ACTIONS_ID_TOKEN_REQUEST_URL: 'https://token.actions.example/id?api-version=2.0',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'request-token-0123456789',
};

/** A complete set of inputs for tests, with changes. */
export function exampleInputs(changes: Written = {}): RawInputs {
  const written = new Map<string, string | undefined>(Object.entries({ ...EXAMPLE, ...changes }));
  return (name) => written.get(name);
}

/** The complete inputs, with changes, as they are read. */
export function readExample(changes: Written = {}, env: Environment = {}): Inputs {
  const reading = readInputs(exampleInputs(changes), env);
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  return reading.inputs;
}

/** What is wrong with the complete inputs after the changes. */
export function problemsOf(changes: Written = {}, env: Environment = {}): readonly string[] {
  const reading = readInputs(exampleInputs(changes), env);
  return reading.ok ? [] : reading.problems;
}
