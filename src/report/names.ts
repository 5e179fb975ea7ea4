import type { ImageResult } from '../gate/result.ts';
import { valueOf } from '../image/evidence.ts';
import { nameApart, type Platform } from '../image/platform.ts';
import { displayName } from '../image/reference.ts';
import { oneLine } from '../image/text.ts';

const NAME_MAX = 100;
const TAGS_MAX = 3;
const LABEL_MAX = 60;

/** What a person calls the image, at a bearable length: `app:1.4.2`, `app:1.4.2, 1.4 and 3 more`. */
export function nameOf({ image }: ImageResult): string {
  const tags = image.tags.length > TAGS_MAX ? image.tags.slice(0, TAGS_MAX - 1) : image.tags;
  const rest = image.tags.length - tags.length;
  const name = displayName({ ...image, tags });
  return oneLine(rest > 0 ? `${name} and ${rest} more` : name, NAME_MAX);
}

/** The judged platforms, told apart where labels repeat. */
export function judgedNames(image: ImageResult): readonly string[] {
  return namesOf(valueOf(image.evidence.platforms)?.judged ?? []);
}

/** The platforms that the user left out. */
export function notJudgedNames(image: ImageResult): readonly string[] {
  return namesOf(valueOf(image.evidence.platforms)?.notJudged ?? []);
}

function namesOf(platforms: readonly Platform[]): readonly string[] {
  return nameApart(platforms.map((one) => ({ ...one, label: oneLine(one.label, LABEL_MAX) })));
}
