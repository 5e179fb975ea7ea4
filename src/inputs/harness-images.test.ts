import { describe, expect, it } from 'vitest';
import type { HarnessImage } from './harness-images.ts';
import { applyDigest, mergeImages, readHarnessReference } from './harness-images.ts';
import { parseReference } from './image-references.ts';
import { EXAMPLE_DIGEST as DIGEST } from './inputs.fixture.ts';
import { andThen, problemsOf, valueOf } from './reading.ts';

const NAME = 'pkg.harness.io/acct/reg/app';

function image(text: string): HarnessImage {
  const reading = andThen(parseReference(text), (reference) =>
    readHarnessReference(reference, undefined),
  );
  if (!reading.ok) throw new Error(reading.problems.join('\n'));
  return reading.value;
}

describe('a Harness image', () => {
  it('by digest alone has no tags', () => {
    expect(image(`${NAME}@${DIGEST}`)).toMatchObject({ tags: [], digest: DIGEST });
  });

  it('of an account that is not known is not compared with any', () => {
    expect(image('pkg.harness.io/stranger/reg/app:1').accountSegment).toBe('stranger');
  });
});

describe('mergeImages', () => {
  it('keeps each tag once and the one digest', () => {
    const merged = mergeImages([
      image(`${NAME}:1`),
      image(`${NAME}:2@${DIGEST}`),
      image(`${NAME}:1`),
    ]);
    expect(valueOf(merged)).toMatchObject([{ tags: ['1', '2'], digest: DIGEST }]);
  });

  it('makes nothing of nothing', () => {
    expect(valueOf(mergeImages([]))).toEqual([]);
  });
});

describe('applyDigest', () => {
  it.each([
    ['none', [], 0],
    ['two', [image(`${NAME}:1`), image(`${NAME}2:1`)], 2],
  ])('does not know what a digest means for %s', (_, images, count) => {
    expect(problemsOf(applyDigest(images, DIGEST))).toEqual([
      `digest is given, but image names ${count} images: write name:tag@sha256:… for each in image`,
    ]);
  });

  it('leaves images alone without a digest', () => {
    const images = [image(`${NAME}:1`), image(`${NAME}2:1`)];
    expect(valueOf(applyDigest(images, undefined))).toBe(images);
  });
});
