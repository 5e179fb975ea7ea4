import type { Requirement } from '../policy/policy.ts';
import { parseBaseUrl } from './base-urls.ts';
import type { JfrogInputs } from './inputs.ts';
import { readSignIn } from './read-sign-in.ts';
import type { Reading } from './reading.ts';
import { andThen, combine, invalid, valid } from './reading.ts';
import type { Source } from './source.ts';
import { labelOf, noteEnvironment, readMatching, readOptional, textOf } from './source.ts';

const PROJECT = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;
const REPOSITORY = /^(?!\.+$)[A-Za-z0-9._-]+$/;

/** Reads how to reach the JFrog platform; `undefined` when Xray is off, where the URL must fit all the same. */
export function readJfrog(source: Source, xray: Requirement): Reading<JfrogInputs | undefined> {
  const url = readJfrogUrl(source);
  if (xray === 'off') return andThen(url, () => valid(undefined));
  return combine({
    url: andThen(url, requireUrl),
    signIn: readSignIn(source),
    project: readMatching(
      source,
      'jfrog-project',
      PROJECT,
      'a project key (letters, digits, _ and -)',
    ),
  });
}

/** Reads the platform's URL. Even with Xray off it tells which references stand for the JFrog side. */
export function readJfrogUrl(source: Source): Reading<URL | undefined> {
  return andThen(readOptional(source, 'jfrog-url'), (text) =>
    text === undefined
      ? valid(undefined)
      : parseBaseUrl(labelOf(source, 'jfrog-url'), text, ['/artifactory', '/xray']),
  );
}

/** Reads the repository key; `undefined` when the image's reference has to tell. */
export function readJfrogRepository(source: Source): Reading<string | undefined> {
  const form = 'a repository key (letters, digits, ., _ and -) without any path';
  return readMatching(source, 'jfrog-repository', REPOSITORY, form);
}

/** What of the JFrog side the environment gave, one line each; `jfrog` is `undefined` when Xray is off. */
export function noteJfrog(source: Source, jfrog: JfrogInputs | undefined): readonly string[] {
  if (jfrog === undefined) return noteEnvironment(source, ['jfrog-url']);
  if (jfrog.signIn.kind === 'token')
    return noteEnvironment(source, ['jfrog-url', 'jfrog-access-token', 'jfrog-project']);
  const passedOver = textOf(source, 'jfrog-access-token') !== undefined;
  return [
    ...noteEnvironment(source, ['jfrog-url', 'jfrog-project']),
    ...(passedOver
      ? ['the environment variable JF_ACCESS_TOKEN is not used: jfrog-oidc-provider is given']
      : []),
  ];
}

function requireUrl(url: URL | undefined): Reading<URL> {
  if (url !== undefined) return valid(url);
  return invalid(
    'jfrog-url is not given, and JF_URL is not set: ' +
      'write the URL of the JFrog platform, or set xray: off to do without Xray',
  );
}
