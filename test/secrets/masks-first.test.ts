import { expect, test } from 'vitest';
import { KEY, KEY_SECRET, SECRETS, TOKEN } from './secrets.ts';
import { guarded, step } from './step.ts';

function formsToMask(secret: string): readonly string[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    encodeURIComponent(secret),
    bytes.toString('base64url'),
    hex,
    hex.toUpperCase(),
  ];
}

test.each([
  ['as inputs', {}],
  ['with an input that is wrong', { 'max-high': 'a lot' }],
  ['with a key that ends in a newline', { 'harness-api-key': `${KEY}\n` }],
])('key and token %s are masked before anything else is written', async (_, inputs) => {
  const { stdout, masks } = await step(guarded(), { inputs });
  const lines = stdout.split('\n');
  const last = lines.findLastIndex((line) => line.startsWith('::add-mask::'));
  expect(lines.slice(0, last).filter((line) => !line.startsWith('::add-mask::'))).toEqual([]);
  for (const secret of [KEY, ...SECRETS]) {
    expect(masks).toEqual(expect.arrayContaining([...formsToMask(secret)]));
  }
});

test('key and token from the environment are masked, also where inputs are given', async () => {
  const [key, token] = [`${KEY}-of-the-environment`, `${TOKEN}-of-the-environment`];
  const env = { HARNESS_API_KEY: key, JF_ACCESS_TOKEN: token };
  const { masks } = await step(guarded(), { env });
  expect(masks).toEqual(expect.arrayContaining([KEY, TOKEN, KEY_SECRET, key, token]));
});
