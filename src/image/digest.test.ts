import { describe, expect, it } from 'vitest';
import { findDigests, isDigest, shortDigest } from './digest.ts';

const A = `sha256:${'a'.repeat(64)}` as const;
const B = `sha256:${'0123456789abcdef'.repeat(4)}` as const;

describe('isDigest', () => {
  it('knows a digest', () => {
    expect(isDigest(B)).toBe(true);
  });

  it.each([
    '',
    'sha256:',
    `sha256:${'a'.repeat(63)}`,
    `sha256:${'a'.repeat(65)}`,
    `sha256:${'A'.repeat(64)}`,
    `sha256:${'g'.repeat(64)}`,
    `sha512:${'a'.repeat(64)}`,
    ` ${A}`,
    `${A}\n`,
    `${A}${A}`,
  ])('knows that “%s” is none', (text) => {
    expect(isDigest(text)).toBe(false);
  });
});

describe('shortDigest', () => {
  it('keeps the algorithm and twelve digits', () => {
    expect(shortDigest(B)).toBe('sha256:0123456789ab');
  });
});

describe('findDigests', () => {
  it('finds every digest wherever it stands', () => {
    expect(findDigests(`docker pull host/app@${A} docker-prod/app/${B}`)).toEqual([A, B]);
  });

  it('finds none where none is whole', () => {
    expect(findDigests(`sha256:${'a'.repeat(40)}`)).toEqual([]);
  });
});
