/** What the command line asks for. */
export type DemoOptions =
  | { readonly kind: 'list' }
  | { readonly kind: 'run'; readonly scenario: string; readonly inputs: Record<string, string> }
  | { readonly kind: 'unknown'; readonly scenario: string; readonly closeNames: readonly string[] };

/** Shown when no scenario is named: everything a first visitor wants to see happens in it. */
export const DEFAULT_SCENARIO = 'pushed-just-now';

const CLOSE_NAMES_MOST = 3;

/** Reads `[SCENARIO] [INPUT=VALUE …]` or `--list`; `names` are those of the scenarios. */
export function readOptions(args: readonly string[], names: readonly string[]): DemoOptions {
  if (args.some((arg) => arg === '--list' || arg === '--help')) return { kind: 'list' };
  const pairs = args.filter((arg) => arg.includes('=')).map(splitPair);
  const scenario = args.find((arg) => !arg.includes('=')) ?? DEFAULT_SCENARIO;
  if (names.includes(scenario)) return { kind: 'run', scenario, inputs: Object.fromEntries(pairs) };
  return { kind: 'unknown', scenario, closeNames: findCloseNames(scenario, names) };
}

function splitPair(arg: string): [string, string] {
  const at = arg.indexOf('=');
  return [arg.slice(0, at), arg.slice(at + 1)];
}

function findCloseNames(name: string, names: readonly string[]): string[] {
  const furthest = Math.max(2, Math.floor(name.length / 2));
  return names
    .map((other) => ({ other, steps: other.includes(name) ? 0 : countEdits(name, other) }))
    .filter(({ steps }) => steps <= furthest)
    .sort((a, b) => a.steps - b.steps)
    .slice(0, CLOSE_NAMES_MOST)
    .map(({ other }) => other);
}

/** Levenshtein distance. */
function countEdits(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...a].entries()) {
    const next = [index + 1];
    for (const [column, other] of [...b].entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
