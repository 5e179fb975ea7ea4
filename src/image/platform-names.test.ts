import { describe, expect, it } from 'vitest';
import type { Digest } from './digest.ts';
import { callPlatforms } from './platform-names.ts';

const platform = (label: string, digit: string) => ({
  label,
  digest: `sha256:${digit.repeat(64)}` as Digest,
});

describe('what sentences call a platform', () => {
  it('is its label', () => {
    expect(callPlatforms([platform('linux/amd64', 'a')])).toEqual(['linux/amd64']);
  });

  it('is its digest where nobody labels it', () => {
    expect(callPlatforms([platform('unknown', 'a'), platform('unknown', 'b')])).toEqual([
      'unlabelled sha256:aaaaaaaaaaaa',
      'unlabelled sha256:bbbbbbbbbbbb',
    ]);
  });

  it('has the digest behind a label that repeats, however long that is', () => {
    const long = 'x'.repeat(100);
    expect(callPlatforms([platform(long, 'a'), platform(long, 'b')])).toEqual([
      `${'x'.repeat(79)}… sha256:aaaaaaaaaaaa`,
      `${'x'.repeat(79)}… sha256:bbbbbbbbbbbb`,
    ]);
  });
});
