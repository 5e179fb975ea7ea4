import type { Requirement } from '../policy/policy.ts';
import { parseBaseUrl } from './base-urls.ts';
import type { InputName } from './catalog.ts';
import type { JfrogInputs } from './inputs.ts';
import type { Reading } from './reading.ts';
import { andThen, combine, invalid, valid } from './reading.ts';
import type { Source } from './source.ts';
import { labelOf, readMatching, readOptional, readSecret } from './source.ts';

/** Inputs that the environment may stand in for when Xray is asked. */
export const JFROG_INPUTS = [
  'jfrog-url',
  'jfrog-access-token',
  'jfrog-project',
] as const satisfies readonly InputName[];

const PROJECT = /^[A-Za-z0-9][A-Za-z0-9_-]*$/;
const REPOSITORY = /^(?!\.+$)[A-Za-z0-9._-]+$/;

/** Reads how to reach the JFrog platform; `undefined` when Xray is off. */
export function readJfrog(source: Source, xray: Requirement): Reading<JfrogInputs | undefined> {
  if (xray === 'off') return valid(undefined);
  return combine({
    url: andThen(readJfrogUrl(source), requireUrl),
    accessToken: readSecret(source, 'jfrog-access-token'),
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

function requireUrl(url: URL | undefined): Reading<URL> {
  if (url !== undefined) return valid(url);
  return invalid(
    'jfrog-url is not given, and JF_URL is not set: ' +
      'write the URL of the JFrog platform, or set xray: off to do without Xray',
  );
}
