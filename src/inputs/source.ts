import type { DefaultedName, InputName, OptionalName } from './catalog.ts';
import { INPUTS, variableOf } from './catalog.ts';
import { quote } from './quote.ts';
import type { Reading } from './reading.ts';
import { andThen, invalid, valid } from './reading.ts';

/** Value of an input as the runner gave it; `undefined` when it gave none at all, not even an empty one. */
export type RawInputs = (name: string) => string | undefined;

/** Environment variables that may stand in for inputs. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where inputs come from. */
export interface Source {
  readonly raw: RawInputs;
  readonly env: Environment;
}

/** The inputs that hold secrets. */
export const SECRETS = [
  'harness-api-key',
  'jfrog-access-token',
  'github-token',
] as const satisfies readonly InputName[];
type SecretName = (typeof SECRETS)[number];

/** Shorter values are no real secrets, and would be found by accident. */
const SHORTEST_SECRET = 8;

function trimmed(text: string | undefined): string | undefined {
  const short = text?.trim();
  return short === '' ? undefined : short;
}

function fromEnvironment({ env }: Source, name: InputName): string | undefined {
  const variable = variableOf(name);
  return variable === undefined ? undefined : trimmed(env[variable]);
}

/** The input's name for a message, with the variable that its value was taken from. */
export function labelOf(source: Source, name: InputName): string {
  if (isWritten(source, name) || fromEnvironment(source, name) === undefined) return name;
  return `${name} (taken from ${variableOf(name)})`;
}

/** Text of an input, or of the variable that stands in for it; `undefined` when neither is given. */
export function textOf(source: Source, name: InputName): string | undefined {
  return trimmed(source.raw(name)) ?? fromEnvironment(source, name);
}

// Everything but the secrets themselves may be quoted in a message, cut to a length that GitHub's masks miss.
function refuseSecrets(source: Source, name: InputName, text: string): Reading<string> {
  const held = SECRETS.find((secret) => {
    const value = textOf(source, secret) ?? '';
    // The last part of a four-part key is the secret in it.
    const parts = [value, ...value.split('.').slice(3)];
    return parts.some((part) => part.length >= SHORTEST_SECRET && text.includes(part));
  });
  if (held === undefined) return valid(text);
  return invalid(`${name} holds the secret of ${held}: write the secret into ${held} alone`);
}

/** Text of an input that may be left empty; `undefined` when it is not given. */
export function readOptional(
  source: Source,
  name: Exclude<OptionalName, SecretName>,
): Reading<string | undefined> {
  const text = textOf(source, name);
  return text === undefined ? valid(undefined) : refuseSecrets(source, name, text);
}

/** Text of an input with a default. Empty is a problem: a mistyped step id must not become "the default". */
export function readDefaulted(source: Source, name: DefaultedName): Reading<string> {
  const raw = source.raw(name) ?? INPUTS[name].default;
  const text = trimmed(raw);
  if (text !== undefined) return refuseSecrets(source, name, text);
  return invalid(
    `${name} is empty: which variable or step output was not set? ` +
      `Correct its name, or leave ${name} out for the default ${INPUTS[name].default}`,
  );
}

/** Text of `image`, the one input that everybody has to write. */
export function readImageText(source: Source): Reading<string> {
  const text = textOf(source, 'image');
  if (text !== undefined) return refuseSecrets(source, 'image', text);
  return invalid(
    'image is empty: which variable or step output was not set? ' +
      'Write host/account/registry/artifact with :tag, @sha256:… or both',
  );
}

/** Text of a key or token. It never stands in a message. */
export function readSecret(
  source: Source,
  name: Exclude<SecretName, 'github-token'>,
): Reading<string> {
  const secret = readOptionalSecret(source, name);
  return andThen(secret, (text) =>
    text === undefined ? invalid(explainMissing(name)) : valid(text),
  );
}

/** Text of a key or token that may be left empty. It never stands in a message. */
export function readOptionalSecret(source: Source, name: SecretName): Reading<string | undefined> {
  const text = textOf(source, name);
  if (text === undefined) return valid(text);
  if (/^[\x21-\x7e]+$/.test(text)) return valid(text);
  return invalid(
    `${labelOf(source, name)} holds a blank, a line break or another character that no key has: ` +
      'paste the secret again as one line, without a newline at its end',
  );
}

function explainMissing(name: InputName): string {
  const instead =
    name === 'jfrog-access-token' ? '; jfrog-oidc-provider signs in without a secret' : '';
  return (
    `${name} is not given, and ${variableOf(name)} is not set: is the secret's name right? ` +
    `Pull requests from forks and from Dependabot get no secrets of Actions${instead}`
  );
}

/** Whether the workflow itself gives the input; a variable that stands in for it does not count. */
export function isWritten({ raw }: Source, name: InputName): boolean {
  return trimmed(raw(name)) !== undefined;
}

/** One line for each of these inputs whose value is taken from the environment. */
export function noteEnvironment(source: Source, names: readonly InputName[]): readonly string[] {
  return names
    .filter((name) => labelOf(source, name) !== name)
    .map((name) => `${name} is taken from the environment variable ${variableOf(name)}`);
}

/** Text of an optional input that must have a form; `form` describes it to the user. */
export function readMatching(
  source: Source,
  name: Exclude<OptionalName, SecretName>,
  pattern: RegExp,
  form: string,
): Reading<string | undefined> {
  return andThen(readOptional(source, name), (text) => {
    if (text === undefined || pattern.test(text)) return valid(text);
    return invalid(`${labelOf(source, name)} must be ${form}, not ${quote(text)}`);
  });
}
