/** So many characters of a secret in a row give it away. */
const CUT = 12;

/** A text to look for, and what it is, for a message that does not repeat it. */
export interface Form {
  readonly form: string;
  readonly value: string;
}

/**
 * Every text by which a secret could come to light: as it is, cut anywhere to 12 characters, backwards, and encoded in
 * the usual ways, cut to what 12 characters of it become.
 */
export function formsOf(secret: string): readonly Form[] {
  const bytes = Buffer.from(secret);
  const hex = bytes.toString('hex');
  const backwards = [...secret].reverse().join('');
  return [
    ...cut('plain text', secret, CUT),
    ...cut('backwards', backwards, CUT),
    ...cut('JSON', escapeJson(secret), CUT + 2),
    ...cut('JSON backwards', escapeJson(backwards), CUT + 2),
    ...cut('URI', encodeURIComponent(secret), 2 * CUT),
    ...cut('hex', hex, 2 * CUT),
    ...cut('hex', hex.toUpperCase(), 2 * CUT),
    ...[0, 1, 2].flatMap((shift) => base64Forms(bytes, shift)),
  ];
}

function escapeJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** Inside a longer text a value has three base64 forms; letters that share bits with its neighbours are left out. */
function base64Forms(bytes: Buffer, shift: number): readonly Form[] {
  const padded = Buffer.concat([Buffer.alloc(shift), bytes]);
  const first = Math.ceil((shift * 8) / 6);
  const last = Math.floor((padded.length * 8) / 6);
  const length = (CUT * 8) / 6;
  return [
    ...cut('base64', padded.toString('base64').slice(first, last), length),
    ...cut('base64url', padded.toString('base64url').slice(first, last), length),
  ];
}

function cut(form: string, text: string, length: number): readonly Form[] {
  const count = Math.max(1, text.length - length + 1);
  return Array.from({ length: count }, (_, at) => ({ form, value: text.slice(at, at + length) }));
}

/** The forms in which any of the secrets stands in the text, each named once. */
export function findForms(text: string, secrets: readonly string[]): readonly string[] {
  const found = secrets.flatMap((secret, index) =>
    formsOf(secret)
      .filter(({ value }) => text.includes(value))
      .map(({ form }) => `${form} of secret ${index + 1}`),
  );
  return [...new Set(found)];
}
