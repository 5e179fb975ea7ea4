import { expect, test } from 'vitest';
import { findForms } from './forms.ts';
import { KEY_SECRET, SECRETS } from './secrets.ts';

const UPSIDE_DOWN = [...KEY_SECRET].reverse().join('');

test.each([
  ['the secret itself', KEY_SECRET],
  ['its first 12 characters', KEY_SECRET.slice(0, 12)],
  ['12 characters from its middle', KEY_SECRET.slice(9, 21)],
  ['the secret backwards', UPSIDE_DOWN],
  ['the secret in JSON, backwards', JSON.stringify(UPSIDE_DOWN)],
  ['the secret in JSON', JSON.stringify({ key: KEY_SECRET })],
  ['the secret in a URL', encodeURIComponent(KEY_SECRET)],
  ['base64 of a text that holds it', Buffer.from(`user:${KEY_SECRET}`).toString('base64')],
  ['base64url of a text that holds it', Buffer.from(`x${KEY_SECRET}y`).toString('base64url')],
  ['hex', Buffer.from(KEY_SECRET).toString('hex')],
  ['hex in capitals', Buffer.from(KEY_SECRET).toString('hex').toUpperCase()],
])('the search finds %s', (_, text) => {
  expect(findForms(`before ${text} after`, SECRETS)).not.toEqual([]);
});

test('the search finds nothing in a text without a secret', () => {
  expect(
    findForms('pat.acCount_1.tokenid, 11 characters: '.concat(KEY_SECRET.slice(0, 11)), SECRETS),
  ).toEqual([]);
});
