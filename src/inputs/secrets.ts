import type { Environment, RawInputs } from './source.ts';
import { SECRETS, textOf } from './source.ts';

/** Shorter texts would blacken innocent words of the log. */
const SHORTEST_FORM = 8;

/**
 * Everything to mask before anything else happens: key and tokens, the secret part of the key, and the encoded
 * forms that GitHub does not mask by itself. An environment variable is masked even where the input is given.
 */
export function readSecrets(raw: RawInputs, env: Environment): readonly string[] {
  const keys = eachValue(raw, env, 'harness-api-key');
  const given = SECRETS.flatMap((name) => eachValue(raw, env, name));
  const requestToken = (env['ACTIONS_ID_TOKEN_REQUEST_TOKEN'] ?? '').trim();
  const values = [...given, ...keys.flatMap(secretSegments), requestToken];
  return [...new Set(values.flatMap(formsOfSecret))];
}

/** A secret that turns up later, with the encoded forms that GitHub does not mask by itself. */
export function formsOfSecret(secret: string): readonly string[] {
  return secret === '' ? [] : [secret, ...encodedForms(secret)];
}

function eachValue(
  raw: RawInputs,
  env: Environment,
  name: (typeof SECRETS)[number],
): readonly string[] {
  const nothing: RawInputs = () => undefined;
  const texts = [textOf({ raw, env: {} }, name), textOf({ raw: nothing, env }, name)];
  return texts.filter((text) => text !== undefined);
}

// Account and token id are no secrets: masking them would blacken links and image names.
function secretSegments(key: string): readonly string[] {
  const segments = key.split('.');
  const publicSegments = segments.length >= 4 ? 3 : 1;
  return segments.slice(publicSegments).filter((segment) => segment.length >= SHORTEST_FORM);
}

function encodedForms(value: string): readonly string[] {
  if (value.length < SHORTEST_FORM) return [];
  // A lone surrogate has no encoded form of its own: encoders write the replacement character.
  const wellFormed = value.toWellFormed();
  const bytes = Array.from(new TextEncoder().encode(wellFormed));
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const json = JSON.stringify(wellFormed).slice(1, -1);
  return [json, encodeURIComponent(wellFormed), toBase64Url(bytes), hex, hex.toUpperCase()];
}

function toBase64Url(bytes: readonly number[]): string {
  const binary = bytes.map((byte) => String.fromCharCode(byte)).join('');
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}
