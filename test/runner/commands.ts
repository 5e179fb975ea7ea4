/** A workflow command as a step wrote it to its output, escapes resolved. */
export interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

const KNOWN = new Set([
  'add-mask',
  'add-matcher',
  'add-path',
  'debug',
  'echo',
  'endgroup',
  'error',
  'group',
  'notice',
  'remove-matcher',
  'save-state',
  'set-env',
  'set-output',
  'stop-commands',
  'warning',
]);

/**
 * The command in one line of output, or `undefined`. Two forms are commands: `::name k=v::message`
 * at the start of a line (after spaces) and the older `##[name k=v]message` anywhere in it.
 */
export function parseCommand(line: string): Command | undefined {
  return parseColonForm(line) ?? parseBracketForm(line);
}

function parseColonForm(line: string): Command | undefined {
  const text = line.trimStart();
  const end = text.indexOf('::', 2);
  if (!text.startsWith('::') || end < 0) return undefined;
  const head = parseHead(text.slice(2, end), ',', unescapeProperty);
  return head && { ...head, message: unescapeData(text.slice(end + 2)) };
}

function parseBracketForm(line: string): Command | undefined {
  const start = line.indexOf('##[');
  const end = line.indexOf(']', start);
  if (start < 0 || end < 0) return undefined;
  const head = parseHead(line.slice(start + 3, end), ';', unescapeBracketForm);
  return head && { ...head, message: unescapeBracketForm(line.slice(end + 1)) };
}

function parseHead(
  head: string,
  separator: string,
  unescape: (text: string) => string,
): Omit<Command, 'message'> | undefined {
  const space = head.indexOf(' ');
  const name = (space < 0 ? head : head.slice(0, space)).toLowerCase();
  if (!KNOWN.has(name)) return undefined;
  const list = space < 0 ? [] : head.slice(space + 1).split(separator);
  const pairs = list.flatMap((item) => {
    const equals = item.indexOf('=');
    return equals < 0 ? [] : [[item.slice(0, equals).trim(), unescape(item.slice(equals + 1))]];
  });
  return { name, properties: Object.fromEntries(pairs) };
}

function unescapeData(text: string): string {
  return replaceCodes(text, { '%0D': '\r', '%0A': '\n', '%25': '%' });
}

function unescapeProperty(text: string): string {
  return replaceCodes(text, { '%0D': '\r', '%0A': '\n', '%3A': ':', '%2C': ',', '%25': '%' });
}

function unescapeBracketForm(text: string): string {
  return replaceCodes(text, { '%3B': ';', '%0D': '\r', '%0A': '\n', '%5D': ']', '%25': '%' });
}

/** One after the other as the runner does it, `%25` last. */
function replaceCodes(text: string, codes: Readonly<Record<string, string>>): string {
  return Object.entries(codes).reduce((done, [code, to]) => done.replaceAll(code, to), text);
}
