import { GateError } from '../errors.ts';
import type { Ask, Place } from '../gate/ports.ts';
import { type Digest, isDigest } from '../image/digest.ts';
import type { RequestedImage } from '../image/reference.ts';
import { listRoute, PAGE_SIZE, tagsSchema, versionsSchema } from './api.ts';
import { type Answer, type Caller, missingCall } from './caller.ts';
import { collectPages, type Page, pageQuery, searchQuery } from './pages.ts';

/** A row of either list: a tag, or a version with all its tags. */
interface Row {
  readonly key: string;
  readonly tags: readonly string[];
  readonly digest: string;
}

const MOST_PAGES = 20;

/** Which tag is asked about, and how long it may take. */
interface TagQuestion {
  readonly place: Place;
  readonly image: RequestedImage;
  readonly tag: string;
  readonly ask: Ask;
}

type List = 'tags' | 'versions';

/**
 * The digest that a tag points to; `undefined` while image or tag are not there. `versions` stands in where
 * the installation has no `tags`. Searches are substrings that ignore case, so names are compared exactly.
 */
export async function readTag(call: Caller, question: TagQuestion): Promise<Digest | undefined> {
  const found = await findTag(call, question, 'tags');
  if (found !== 'no-such-call') return found;
  const fallback = await findTag(call, question, 'versions');
  if (fallback !== 'no-such-call') return fallback;
  const route = listRoute(question.place, question.image, 'tags');
  throw missingCall(route, 'the gate cannot tell where a tag points');
}

async function findTag(
  call: Caller,
  question: TagQuestion,
  list: List,
): Promise<Digest | undefined | 'no-such-call'> {
  let isMissingCall = false;
  const hasTag = ({ tags }: Row) => tags.includes(question.tag);
  const found = await collectPages<Row>({
    readPage: async (page) => {
      const answer = await readPage(call, question, list, page);
      if (answer.kind === 'no-such-call') isMissingCall = true;
      return answer.kind === 'data' ? answer.data : undefined;
    },
    key: ({ key }) => key,
    isDone: (rows) => rows.some(hasTag),
    most: MOST_PAGES,
  });
  if (isMissingCall) return 'no-such-call';
  const [row, ...others] = found?.rows.filter(hasTag) ?? [];
  if (others.some(({ digest }) => digest !== row?.digest)) throw ambiguous(question.tag);
  if (row === undefined && found?.complete === false) throw tooMany(question.tag);
  if (row === undefined) return undefined;
  if (isDigest(row.digest)) return row.digest;
  throw new GateError('unrecognised', 'Harness named no sha256 digest for the tag');
}

function ambiguous(tag: string): GateError {
  return new GateError('unrecognised', `Harness names two digests for the tag ${tag} at once`);
}

function tooMany(tag: string): GateError {
  const most = MOST_PAGES * PAGE_SIZE;
  return new GateError(
    'unrecognised',
    `Harness lists more than ${most} tags like ${tag}: name the image by digest`,
  );
}

async function readPage(
  call: Caller,
  { place, image, tag, ask }: TagQuestion,
  list: List,
  page: number,
): Promise<Answer<Page<Row>>> {
  const query = { ...searchQuery(tag), ...pageQuery(page) };
  const route = listRoute(place, image, list);
  if (list === 'tags') {
    return mapAnswer(await call({ route, query, schema: tagsSchema, ask }), ({ data }) => ({
      rows: (data.ociArtifactTags ?? []).map(({ name, digest }) => ({
        key: `${name} ${digest}`,
        tags: [name],
        digest,
      })),
      total: data.itemCount ?? undefined,
    }));
  }
  return mapAnswer(await call({ route, query, schema: versionsSchema, ask }), ({ data }) => ({
    rows: (data.artifactVersions ?? []).map(({ name, metadata }) => ({
      key: name,
      tags: metadata?.tags ?? [],
      digest: name,
    })),
    total: data.itemCount ?? undefined,
  }));
}

function mapAnswer<A, B>(answer: Answer<A>, map: (data: A) => B): Answer<B> {
  return answer.kind === 'data' ? { kind: 'data', data: map(answer.data) } : answer;
}
