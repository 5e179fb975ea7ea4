import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EXAMPLE_KEY, exampleInputs, ID_TOKEN_ENVIRONMENT } from './inputs.fixture.ts';
import { formsOfSecret, readSecrets } from './secrets.ts';

const nothing = () => undefined;

describe('readSecrets', () => {
  it('masks key and token wherever they come from, trimmed', () => {
    const raw = exampleInputs({ 'harness-api-key': ` ${EXAMPLE_KEY}\n` });
    const env = { HARNESS_API_KEY: 'sat.other.key.0123456789', JF_ACCESS_TOKEN: 'env-token-0123' };
    expect(readSecrets(raw, env)).toEqual(
      expect.arrayContaining([
        EXAMPLE_KEY,
        'jfrog-token-0123456789',
        'sat.other.key.0123456789',
        'env-token-0123',
      ]),
    );
  });

  it("masks the key's secret part, but neither account nor token id", () => {
    const secrets = readSecrets(
      exampleInputs({ 'harness-api-key': 'pat.accountid.tokenid1.s3cretPart' }),
      {},
    );
    expect(secrets).toContain('s3cretPart');
    expect(secrets).not.toContain('accountid');
    expect(secrets).not.toContain('tokenid1');
  });

  it('masks everything behind the first dot of an older key', () => {
    expect(readSecrets(nothing, { HARNESS_API_KEY: 'pat.s3cretPart' })).toContain('s3cretPart');
  });

  it('masks parts from eight characters', () => {
    expect(readSecrets(nothing, { HARNESS_API_KEY: 'pat.acct.id.eight888' })).toContain('eight888');
  });

  it.each([
    ['seven characters alone: other forms would be found by accident', 'a/b+c=d', 1],
    ['eight characters in other forms too', 'a/b+c=d?', 5],
  ])('masks %s', (_, token, forms) => {
    const secrets = readSecrets(nothing, { JF_ACCESS_TOKEN: token });
    expect(secrets).toHaveLength(forms);
    expect(secrets).toContain(token);
  });

  it.each([
    ['small bytes', 'tab\tand\u0001more'],
    ['all letters of base64url', '>>>???~~~'],
    ['two characters of padding', 'ten-bytes!'],
  ])('masks hex and base64url with %s', (_, token) => {
    const bytes = Buffer.from(token);
    expect(readSecrets(nothing, { JF_ACCESS_TOKEN: token })).toEqual(
      expect.arrayContaining([bytes.toString('hex'), bytes.toString('base64url')]),
    );
  });

  it("masks the runner's token without the blanks around it", () => {
    const secrets = readSecrets(nothing, { ACTIONS_ID_TOKEN_REQUEST_TOKEN: ' request-token\n' });
    expect(secrets).toContain('request-token');
    expect(secrets).not.toContain(' request-token\n');
  });

  it('leaves parts of up to seven characters alone', () => {
    expect(readSecrets(nothing, { HARNESS_API_KEY: 'pat.acct.id.seven77' })).not.toContain(
      'seven77',
    );
  });

  it('masks the forms that GitHub does not mask by itself', () => {
    const secret = 'a"b\\c/d?e>f~ü';
    const secrets = readSecrets(nothing, { JF_ACCESS_TOKEN: secret });
    const bytes = Buffer.from(secret);
    expect(secrets).toEqual(
      expect.arrayContaining([
        JSON.stringify(secret).slice(1, -1),
        encodeURIComponent(secret),
        bytes.toString('base64url'),
        bytes.toString('hex'),
        bytes.toString('hex').toUpperCase(),
      ]),
    );
  });

  it("masks the job's tokens", () => {
    const raw = exampleInputs({ 'github-token': 'ghs_0123456789' });
    const secrets = readSecrets(raw, ID_TOKEN_ENVIRONMENT);
    expect(secrets).toEqual(
      expect.arrayContaining([
        'ghs_0123456789',
        ID_TOKEN_ENVIRONMENT.ACTIONS_ID_TOKEN_REQUEST_TOKEN,
      ]),
    );
  });

  it('masks nothing when nothing is given', () => {
    expect(readSecrets(nothing, {})).toEqual([]);
    expect(readSecrets(() => ' ', { HARNESS_API_KEY: '', JF_ACCESS_TOKEN: '\n' })).toEqual([]);
  });

  it('neither throws nor masks an empty text, whatever is given', () => {
    const text = fc.array(fc.nat({ max: 0xffff })).map((codes) => String.fromCharCode(...codes));
    fc.assert(
      fc.property(text, text, (key, token) => {
        const secrets = readSecrets(nothing, { HARNESS_API_KEY: key, JF_ACCESS_TOKEN: token });
        expect(secrets).not.toContain('');
      }),
    );
  });
});

describe('formsOfSecret', () => {
  it('are the secret and its encoded forms, none of nothing', () => {
    const hex = Buffer.from('exchanged-token').toString('hex');
    expect(formsOfSecret('exchanged-token')).toEqual(
      expect.arrayContaining(['exchanged-token', hex]),
    );
    expect(formsOfSecret('')).toEqual([]);
  });
});
