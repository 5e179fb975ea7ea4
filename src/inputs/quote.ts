const LONGEST_QUOTE = 80;

/** What a user wrote, as one harmless line of at most 80 characters in quotation marks. */
export function quote(text: string): string {
  const plain = text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
  const characters = [...plain];
  if (characters.length <= LONGEST_QUOTE) return `"${plain}"`;
  return `"${characters.slice(0, LONGEST_QUOTE - 1).join('')}…"`;
}

/** `a`, `a or b`, `a, b or c`. */
export function listAlternatives(values: readonly string[]): string {
  const last = values.at(-1) ?? '';
  return values.length < 2 ? last : `${values.slice(0, -1).join(', ')} or ${last}`;
}
