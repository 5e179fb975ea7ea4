const MAX_POINTS = 200;

/** Cut before anything else, so that a body of megabytes costs nothing. */
const MAX_READ = 4_000;

/** Controls, format characters (bidi, zero-width) and whatever else a reader cannot see. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Text from a server as one harmless line of at most 200 code points: nothing invisible, no line breaks, nothing
 * that the Actions runner takes for a workflow command. It is plain text still: Markdown and HTML escape it again.
 */
export function toLine(text: string): string {
  const flat = text.slice(0, MAX_READ).toWellFormed().replace(/\s+/g, ' ').replace(INVISIBLE, '');
  // A space in the middle is enough: the runner compares literally.
  const line = flat.trim().replace(/^::/, ': :').replaceAll('##[', '## [');
  const points = [...line];
  if (points.length <= MAX_POINTS) return line;
  return `${points.slice(0, MAX_POINTS - 1).join('')}…`;
}

/**
 * The error text of a JSON body, raw: `{message}`, `{error}`, `{info}` or `{errors: [{message}]}`; empty when it
 * has none of them.
 */
export function findErrorText(json: unknown): string {
  if (!isRecord(json)) return '';
  const direct = [json['message'], json['error'], json['info']].find(isFilled);
  return direct ?? listedTexts(json['errors']).join('; ');
}

function listedTexts(errors: unknown): string[] {
  if (!Array.isArray(errors)) return [];
  return errors
    .map((entry: unknown) => (isRecord(entry) ? entry['message'] : entry))
    .filter(isFilled);
}

function isFilled(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
