import { describe, expect, it } from 'vitest';
import { problemsOf, type Written } from './inputs.fixture.ts';

describe('a secret in another input', () => {
  it.each<[string, Written, string]>([
    ['a whole token', { 'jfrog-repository': 'jfrog-token-0123456789' }, 'jfrog-access-token'],
    [
      'a token of eight characters',
      { 'jfrog-access-token': 'eightchr', 'jfrog-repository': 'x-eightchr' },
      'jfrog-access-token',
    ],
    ["the key's secret part", { 'jfrog-repository': 's3cretPart01234' }, 'harness-api-key'],
  ])('is refused: %s', (_, changes, held) => {
    expect(problemsOf(changes)).toEqual([
      `jfrog-repository holds the secret of ${held}: write the secret into ${held} alone`,
    ]);
  });

  it('is refused in the image too', () => {
    expect(problemsOf({ image: 'pkg.harness.io/abc_12-x/reg/app:s3cretPart01234' })).toEqual([
      'image holds the secret of harness-api-key: write the secret into harness-api-key alone',
    ]);
  });

  it.each<[string, Written]>([
    [
      'account and token id of the key, which stand in every address',
      {
        image: 'pkg.harness.io/account01/tokenid01/app:1',
        'harness-api-key': 'pat.account01.tokenid01.s3cretPart01234',
      },
    ],
    [
      'a token too short to be told from other text',
      { 'jfrog-access-token': 'docker-', 'jfrog-repository': 'docker-local' },
    ],
  ])('is not %s', (_, changes) => {
    expect(problemsOf(changes)).toEqual([]);
  });
});
