/** Fewer characters of a secret in a row tell nobody anything, and would be found by accident. */
const WINDOW = 12;
/** Every window holds one of these, cut at multiples of it from the secret: enough to look for first. */
const BLOCK = 6;
const MASK = '[redacted]';
/** Whoever shows a text leaves these out, and would put together what they part. */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;
/** As they stand in JSON that does not escape them; line ends there are its layout. */
const PARTING = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/u;

/**
 * Replaces whatever repeats a secret in an answer: servers and proxies echo what they were sent, and GitHub masks
 * only the whole value. Found are 12 characters in a row of it, also backwards, in hex, base64, base64url and URI
 * form, and behind JSON's escapes.
 */
export function createRedactor(secret: string): (body: string) => string {
  const core = secretPart(secret);
  if (core.length < WINDOW) return (body) => body;
  const forms = formsOf(core);
  const windows = new Set(forms.flatMap(windowsOf));
  const suspicion = new RegExp([...forms.flatMap(blocksOf), String.raw`\\u`].join('|'));
  const redact = (text: string) => redactShown(text, windows);
  return (body) =>
    suspicion.test(body) || body.search(PARTING) >= 0 ? redactBody(body, redact) : body;
}

/** Account and token id of a four-part key are no secrets, and stand in every address. */
function secretPart(secret: string): string {
  const value = secret.replace(/^Bearer /, '');
  const parts = value.split('.');
  return /^(pat|sat)$/.test(parts[0] ?? '') && parts.length >= 4 ? (parts.at(-1) ?? value) : value;
}

function formsOf(secret: string): readonly string[] {
  const hex = Buffer.from(secret).toString('hex');
  const base64 = ['', ' ', '  '].map((shift) => Buffer.from(shift + secret).toString('base64'));
  const forms = [
    secret,
    [...secret].reverse().join(''),
    hex,
    hex.toUpperCase(),
    // As host names are written.
    secret.toLowerCase(),
    encodeURIComponent(secret),
    // The first characters depend on what stands before the secret.
    ...base64.map((text) => text.slice(4).replace(/=+$/, '')),
  ];
  const url = forms.map((form) => form.replaceAll('+', '-').replaceAll('/', '_'));
  return [...new Set([...forms, ...url])].filter((form) => form.length >= WINDOW);
}

function windowsOf(form: string): readonly string[] {
  return Array.from({ length: form.length - WINDOW + 1 }, (_, at) => form.slice(at, at + WINDOW));
}

function blocksOf(form: string): readonly string[] {
  const count = Math.floor(form.length / BLOCK);
  return Array.from({ length: count }, (_, at) =>
    RegExp.escape(form.slice(at * BLOCK, (at + 1) * BLOCK)),
  );
}

/** JSON is redacted string by string, so that an escape hides nothing; anything else as it is. */
function redactBody(body: string, redact: (text: string) => string): string {
  try {
    return JSON.stringify(JSON.parse(body, (_key, value: unknown) => redactValue(value, redact)));
  } catch (error) {
    // JSON nested too deep to be walked through may still be read by others.
    return error instanceof SyntaxError ? redact(body) : MASK;
  }
}

function redactValue(value: unknown, redact: (text: string) => string): unknown {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [redact(key), inner]));
}

function redactShown(text: string, windows: ReadonlySet<string>): string {
  const shown = text.replace(HIDDEN, '');
  const clean = redactText(shown, windows);
  return clean === shown ? redactText(text, windows) : clean;
}

function redactText(text: string, windows: ReadonlySet<string>): string {
  let clean = '';
  let kept = 0;
  for (let at = 0; at + WINDOW <= text.length; at += 1) {
    if (!windows.has(text.slice(at, at + WINDOW))) continue;
    let end = at + WINDOW;
    while (windows.has(text.slice(end - WINDOW + 1, end + 1))) end += 1;
    clean += text.slice(kept, at) + MASK;
    kept = end;
    at = end - 1;
  }
  return clean + text.slice(kept);
}
