import type { LineKind } from '../test/runner/step-log.ts';
import { plain, type Style } from './terminal-text.ts';

/** Prints the lines of a log as GitHub shows them: groups set in, errors and warnings in colour. */
export function createLogPrinter(
  style: Style,
  print: (line: string) => void,
): (line: string, kind: LineKind) => void {
  const paint = { error: style.red, warning: style.yellow, notice: style.blue, debug: style.dim };
  let indent = '';
  return (line, kind) => {
    const text = plain(line);
    if (kind === 'group') print(style.bold(text));
    else if (kind === 'text') print(indent + text);
    else if (kind !== 'endgroup') print(indent + paint[kind](text));
    if (kind === 'group') indent = '  ';
    else if (kind === 'endgroup') indent = '';
  };
}
