const LONGEST_QUOTE = 80;

/** What stands before an @ that no digest follows, or between // and an @, may be a login. */
const LOGINS = [/^.*(?:@|%40)(?!sha\d+:)/is, /(?<=\/\/)[^/]*(?=@)/g];

/** What a user wrote, as one harmless line of at most 80 characters in quotation marks, without logins. */
export function quote(text: string): string {
  const open = LOGINS.reduce((rest, login) => rest.replace(login, '…'), text);
  const plain = open.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
  const characters = [...plain];
  if (characters.length <= LONGEST_QUOTE) return `"${plain}"`;
  return `"${characters.slice(0, LONGEST_QUOTE - 1).join('')}…"`;
}

/** `a`, `a or b`, `a, b or c`. */
export function listAlternatives(values: readonly string[]): string {
  const last = values.at(-1) ?? '';
  return values.length < 2 ? last : `${values.slice(0, -1).join(', ')} or ${last}`;
}
