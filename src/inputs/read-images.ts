import type { Digest } from '../image/digest.ts';
import { isDigest } from '../image/digest.ts';
import type { Reference, RequestedImage } from '../image/reference.ts';
import type { HarnessImage } from './harness-images.ts';
import { applyDigest, mergeImages, namesAccount, readHarnessReference } from './harness-images.ts';
import { findDigestFault, formatReference, parseReference } from './image-references.ts';
import type { JfrogReference } from './jfrog-references.ts';
import { readJfrogReference, readPortForm } from './jfrog-references.ts';
import { quote } from './quote.ts';
import type { Reading } from './reading.ts';
import { andThen, combine, combineList, invalid, valid } from './reading.ts';
import { splitList } from './scalars.ts';
import type { Source } from './source.ts';
import { readDefaulted, readImageText } from './source.ts';
import type { XraySide } from './xray-locations.ts';
import { locateImages } from './xray-locations.ts';

/** Whose hosts and accounts the references are compared with; `undefined` where that has a problem of its own. */
export interface Surroundings {
  readonly account: string | undefined;
  readonly jfrogUrl: URL | undefined;
}

/** One reference, by the side it names. */
type Sided =
  | { readonly side: 'harness'; readonly image: HarnessImage }
  | { readonly side: 'jfrog'; readonly reference: JfrogReference };

const MOST_REFERENCES = 1_000;
const MOST_PROBLEMS = 10;
const HOW_TO_WRITE = 'write one or more, by line or comma';

/** Reads `image` and `digest`. A problem with `side` ends only the search for the images' places in JFrog. */
export function readImages(
  source: Source,
  surroundings: Surroundings,
  side: Reading<XraySide>,
): Reading<readonly RequestedImage[]> {
  const digest = readDigest(source);
  const sided = readAllSided(source, surroundings, digest);
  const merged = andThen(sided, mergeHarnessSide);
  const images = andThen(combine({ digest, merged }), (read) =>
    applyDigest(read.merged, read.digest),
  );
  // `digest` and `side` first: their few problems must not be the ones that are only counted.
  const located = andThen(combine({ digest, side, images, sided }), (read) =>
    locateImages(read.images, pickJfrogSide(read.sided), read.side),
  );
  return capProblems(located);
}

/** The images that `image` names by itself, whatever is wrong with `digest` and with their places in JFrog. */
export function readNamedImages(
  source: Source,
  surroundings: Surroundings,
): Reading<readonly HarnessImage[]> {
  const unknown = invalid('digest is not looked at');
  return andThen(readAllSided(source, surroundings, unknown), mergeHarnessSide);
}

/** Reads `digest`; `undefined` means that the tags decide. */
export function readDigest(source: Source): Reading<Digest | undefined> {
  return andThen(readDefaulted(source, 'digest'), (text) => {
    if (text === 'from-tag') return valid(undefined);
    if (isDigest(text)) return valid(text);
    return invalid(
      `digest must be from-tag or a digest, but ${quote(text)} ${findDigestFault(text)}`,
    );
  });
}

function readReferences(source: Source): Reading<readonly string[]> {
  return andThen(readImageText(source), (text) => {
    const items = splitList(text);
    if (items.length === 0) return invalid(`image has no reference: ${HOW_TO_WRITE}`);
    if (items.length <= MOST_REFERENCES) return valid(items);
    return invalid(`image has ${items.length} references: at most ${MOST_REFERENCES} in one run`);
  });
}

function readAllSided(
  source: Source,
  surroundings: Surroundings,
  digest: Reading<Digest | undefined>,
): Reading<readonly Sided[]> {
  return andThen(readReferences(source), (texts) =>
    combineList(texts.map((text) => readSided(text, surroundings, digest))),
  );
}

function readSided(
  text: string,
  surroundings: Surroundings,
  digest: Reading<Digest | undefined>,
): Reading<Sided> {
  return andThen(parseReference(text), (reference): Reading<Sided> => {
    const jfrog = readOnJfrogHost(reference, surroundings);
    // The input `digest` says what is meant just as well as a digest in the reference.
    const mayBeNaked = jfrog === undefined && !(digest.ok && digest.value === undefined);
    if (!mayBeNaked && isNaked(reference)) return invalid(explainNaked(reference));
    if (jfrog !== undefined) {
      return andThen(jfrog, (read) => valid({ side: 'jfrog', reference: read }));
    }
    const harness = readHarnessReference(reference, surroundings.account);
    return andThen(harness, (image) => valid({ side: 'harness', image }));
  });
}

function readOnJfrogHost(
  reference: Reference,
  { account, jfrogUrl }: Surroundings,
): Reading<JfrogReference> | undefined {
  if (jfrogUrl === undefined) return undefined;
  const jfrog = readJfrogReference(reference, jfrogUrl);
  if (jfrog !== undefined || account === undefined) return jfrog;
  // Harness may run on the same machine as JFrog.
  if (namesAccount(reference, account)) return undefined;
  const onPort = readPortForm(reference, jfrogUrl);
  return onPort === undefined ? undefined : valid(onPort);
}

function isNaked(reference: Reference): boolean {
  return reference.tag === undefined && reference.digest === undefined;
}

function explainNaked(reference: Reference): string {
  return (
    `image ${quote(formatReference(reference))} has neither tag nor digest: ` +
    'add :tag, @sha256:… or both; latest is never assumed'
  );
}

function mergeHarnessSide(sided: readonly Sided[]): Reading<readonly HarnessImage[]> {
  const images = sided.flatMap((each) => (each.side === 'harness' ? [each.image] : []));
  if (images.length > 0) return mergeImages(images);
  return invalid('image names no image in Harness: add host/account/registry/artifact:tag');
}

function pickJfrogSide(sided: readonly Sided[]): readonly JfrogReference[] {
  return sided.flatMap((each) => (each.side === 'jfrog' ? [each.reference] : []));
}

// A mistake in a generated list repeats itself; ten lines tell as much as a thousand.
function capProblems<T>(reading: Reading<T>): Reading<T> {
  if (reading.ok) return reading;
  const problems = [...new Set(reading.problems)];
  if (problems.length <= MOST_PROBLEMS) return invalid(...problems);
  const rest = problems.length - MOST_PROBLEMS;
  return invalid(...problems.slice(0, MOST_PROBLEMS), `image has ${rest} more problems like these`);
}
