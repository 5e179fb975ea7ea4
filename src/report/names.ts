import type { ImageResult } from '../gate/result.ts';
import { shortDigest } from '../image/digest.ts';
import { valueOf } from '../image/evidence.ts';
import { callPlatforms } from '../image/platform-names.ts';
import { displayName } from '../image/reference.ts';
import { oneLine } from '../image/text.ts';
import { code, type Html, html, join, type Names, own } from './markdown.ts';

const NAME_MAX = 100;
const TAGS_MAX = 3;
const PHRASES_MAX = 20;

/** A number behind the last of them is more likely a count. */
const BEFORE_TAG = ['tag', 'tags', 'and'];

/** What a person calls the image, at a bearable length: `app:1.4.2`, `app:1.4.2, 1.4 and 3 more`. */
export function nameOf({ image }: ImageResult): string {
  const { tags, rest } = shownTags(image);
  const name = displayName({ ...image, tags });
  return oneLine(rest > 0 ? `${name} and ${rest} more` : name, NAME_MAX);
}

/** The same for a page: each tag stands as code, and nothing else does. */
export function nameHtml(result: ImageResult): Html {
  const { image } = result;
  const { tags, rest } = shownTags(image);
  const [first, ...others] = tags;
  const name = nameOf(result);
  if (first === undefined || others.length === 0 || name.endsWith('…')) return code(name);
  const codes = [displayName({ ...image, tags: [first] }), ...others].map((one) => code(one));
  return rest > 0 ? html`${join(codes, ', ')} and ${rest} more` : join(codes, ', ');
}

/** Which digest the name stands for; nothing where the name says it. */
export function digestHtml(result: ImageResult): Html {
  if (result.digest === undefined) return html`digest unknown`;
  const digest = shortDigest(result.digest);
  return nameOf(result).endsWith(digest) ? html`` : code(digest);
}

/**
 * How a sentence about the image shows its name, its tags and its platforms: alike, whether or not a tag looks like a
 * plain word, and in one piece where a platform has a version or a digest to tell it by.
 */
export function phrasesOf(result: ImageResult): Names {
  const tags = result.image.tags
    .slice(0, PHRASES_MAX)
    .flatMap((tag) =>
      BEFORE_TAG.filter((word) => word !== 'and' || !/^\d+$/.test(tag)).map(
        (word) => [`${word} ${tag}`, html`${own(word)} ${code(tag)}`] as const,
      ),
    );
  const platforms = [...judgedNames(result), ...notJudgedNames(result)]
    .filter((name) => name.includes(' '))
    .slice(0, PHRASES_MAX)
    .map((name) => [name, code(name)] as const);
  return new Map([[nameOf(result), nameHtml(result)], ...tags, ...platforms]);
}

function shownTags({ tags }: ImageResult['image']): {
  readonly tags: readonly string[];
  readonly rest: number;
} {
  const shown = tags.length > TAGS_MAX ? tags.slice(0, TAGS_MAX - 1) : tags;
  return { tags: shown, rest: tags.length - shown.length };
}

/** The judged platforms, told apart where labels repeat. */
export function judgedNames(image: ImageResult): readonly string[] {
  return callPlatforms(valueOf(image.evidence.platforms)?.judged ?? []);
}

/** The platforms that the user left out. */
export function notJudgedNames(image: ImageResult): readonly string[] {
  return callPlatforms(valueOf(image.evidence.platforms)?.notJudged ?? []);
}

/** For a narrow column: what tells platforms of one label apart needs its twelve digits only. */
export function withShortDigest(name: string): string {
  return name.replace(/ sha256:(?=[0-9a-f]{12}$)/, ' ');
}
