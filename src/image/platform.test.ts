import { describe, expect, it } from 'vitest';
import type { Platform } from './platform.ts';
import { nameApart } from './platform.ts';

const platform = (label: string, digit: string): Platform => ({
  label,
  digest: `sha256:${digit.repeat(64)}`,
});

describe('nameApart', () => {
  it('keeps labels that are unique', () => {
    expect(nameApart([platform('linux/amd64', 'a'), platform('linux/arm64', 'b')])).toEqual([
      'linux/amd64',
      'linux/arm64',
    ]);
  });

  it('adds enough of the digest where a label repeats', () => {
    const twice = [platform('windows/amd64', 'a'), platform('windows/amd64', 'b')];
    expect(nameApart([...twice, platform('linux/amd64', 'c')])).toEqual([
      'windows/amd64 sha256:aaaaaaaaaaaa',
      'windows/amd64 sha256:bbbbbbbbbbbb',
      'linux/amd64',
    ]);
  });
});
