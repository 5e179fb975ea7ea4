import { describe, expect, it } from 'vitest';
import {
  ASK,
  callerOf,
  data,
  digest,
  imageOf,
  NO_SUCH_CALL,
  NOT_FOUND,
  SHOP,
} from './caller.fixture.ts';
import type { Answer } from './caller.ts';
import { readTag } from './tags.ts';

const ROOT = '/har/api/v1/registry/aBc/default/shop/docker-prod/+/artifact';

function read(answer: (path: string) => Answer<unknown>, tag = '1.4.2', artifact = 'app') {
  const { call, heard } = callerOf(({ path }) => answer(path));
  const image = imageOf({ artifact });
  return { digest: readTag(call, { place: SHOP, image, tag, ask: ASK }), heard };
}

const tags = (...names: readonly string[]) =>
  data({
    itemCount: names.length,
    ociArtifactTags: names.map((name, index) => ({ name, digest: digest(String(index)) })),
  });

describe('the digest of a tag', () => {
  it('is that of exactly this tag', async () => {
    expect(await read(() => tags('1.4.20', '1.4.2', '1.4.2-rc')).digest).toBe(digest('1'));
  });

  it.each([
    ['the image is not there', NOT_FOUND],
    ['the list is null', data({ itemCount: 0, ociArtifactTags: null })],
    ['only its like is there', tags('1.4.20', 'v1.4.2')],
    ['only another case is there', tags('RELEASE')],
  ])('is not there when %s', async (_, answer) => {
    expect(await read(() => answer, 'release').digest).toBeUndefined();
  });

  it.each([
    ['app', `${ROOT}/app/tags`],
    ['team/web', `${ROOT}/team/web/+/tags`],
  ])('is asked for by raw slashes: %s', async (artifact, path) => {
    const { digest: found, heard } = read(() => tags('1.4.2'), '1.4.2', artifact);
    await found;
    expect(heard[0]?.path).toBe(path);
  });

  it('is searched by the part of the tag that can be found', async () => {
    const { digest: found, heard } = read(() => tags('V1.0_RC-2'), 'V1.0_RC-2');
    expect(await found).toBe(digest('0'));
    expect(heard[0]?.query['search_term']).toBe('V1.0');
  });

  it.each([[['1.4.2', '1.4.2']], [['1.4.2', '1.4.3', '1.4.2']]])(
    'is unrecognised when two rows of %j differ in it',
    async (names) => {
      await expect(read(() => tags(...names)).digest).rejects.toThrow(/two digests for the tag/);
    },
  );

  it('is unrecognised when it is no sha256', async () => {
    const answer = data({ ociArtifactTags: [{ name: '1.4.2', digest: 'sha512:abc' }] });
    await expect(read(() => answer).digest).rejects.toMatchObject({ code: 'unrecognised' });
  });

  it('is read from versions where there is no call for tags', async () => {
    const versions = data({
      artifactVersions: [
        { name: digest('7') },
        { name: digest('8'), metadata: { tags: ['latest', '1.4.2'] } },
      ],
    });
    const { digest: found } = read((path) => (path.endsWith('/tags') ? NO_SUCH_CALL : versions));
    expect(await found).toBe(digest('8'));
  });

  it('cannot be told where neither call exists', async () => {
    await expect(read(() => NO_SUCH_CALL).digest).rejects.toMatchObject({ code: 'missing-call' });
  });
});
