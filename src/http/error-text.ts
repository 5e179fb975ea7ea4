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
