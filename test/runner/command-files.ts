/** What a command file says; `problem` when the runner would fail the step over it. */
export interface CommandFile {
  readonly values: Readonly<Record<string, string>>;
  readonly problem?: string;
}

/**
 * Reads GITHUB_OUTPUT, GITHUB_ENV or GITHUB_STATE: `name=value`, or `name<<END`, lines, `END`.
 * What stands before a malformed line counts, as it does for the runner.
 */
export function parseCommandFile(text: string): CommandFile {
  const values: Record<string, string> = {};
  const lines = text.replace(/\r?\n$/, '').split(/\r?\n/);
  for (let index = 0; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    if (line === '') continue;
    const entry = readEntry(line, lines.slice(index + 1));
    if (typeof entry === 'string') return { values, problem: entry };
    values[entry.name] = entry.value;
    index += entry.linesTaken;
  }
  return { values };
}

interface Entry {
  readonly name: string;
  readonly value: string;
  readonly linesTaken: number;
}

function readEntry(line: string, following: readonly string[]): Entry | string {
  const equals = line.indexOf('=');
  const heredoc = line.indexOf('<<');
  if (equals >= 0 && (heredoc < 0 || equals < heredoc)) {
    if (equals === 0) return `Invalid format '${line}'. Name must not be empty`;
    return { name: line.slice(0, equals), value: line.slice(equals + 1), linesTaken: 0 };
  }
  if (heredoc < 0) return `Invalid format '${line}'`;
  const [name, delimiter] = [line.slice(0, heredoc), line.slice(heredoc + 2)];
  if (name === '' || delimiter === '') return `Invalid format '${line}'. Name must not be empty`;
  const end = following.indexOf(delimiter);
  if (end < 0) return `Invalid value. Matching delimiter not found '${delimiter}'`;
  return { name, value: following.slice(0, end).join('\n'), linesTaken: end + 1 };
}
