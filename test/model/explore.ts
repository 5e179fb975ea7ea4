import type { Inputs } from '../../src/inputs/inputs.ts';
import type { ListingWord } from './listing-model.ts';
import type { NumbersWord } from './numbers-model.ts';
import type { RegistryWord } from './registry-model.ts';
import { type ModelRun, type Plot, runAll } from './run-model.ts';
import type { ScannerWord } from './scanner-model.ts';

/** A service and the words that its sequences are made of; the other services' answers stay as they are. */
export type Alphabet =
  | { readonly service: 'scanner'; readonly words: readonly ScannerWord[] }
  | { readonly service: 'registry'; readonly words: readonly RegistryWord[] }
  | { readonly service: 'numbers'; readonly words: readonly NumbersWord[] }
  | { readonly service: 'lists'; readonly words: readonly ListingWord[] };

const ALL_GOOD: Plot = { scanner: ['done'], registry: ['good'], numbers: ['good'] };

/** How much was looked at. */
export interface Coverage {
  /** Runs of the gate. */
  readonly runs: number;
  /** Sequences of the full length that these runs stand for: what was never asked for makes no difference. */
  readonly sequences: number;
  readonly passed: number;
}

/**
 * Runs the gate on every sequence of answers up to the given length. A run that never asked for the answer after
 * its sequence ends the same with any continuation, so only the others are continued.
 */
export async function explore(
  inputs: Inputs,
  alphabet: Alphabet,
  longest: number,
  onRun: (run: ModelRun) => void,
  others: Partial<Plot> = {},
): Promise<Coverage> {
  const base = { ...ALL_GOOD, ...others };
  let coverage: Coverage = { runs: 0, sequences: 0, passed: 0 };
  let prefixes: readonly Plot[] = [{ ...base, [alphabet.service]: [] }];
  for (let length = 1; length <= longest && prefixes.length > 0; length += 1) {
    const plots = prefixes.flatMap((plot) => extend(plot, alphabet));
    const open: Plot[] = [];
    await runAll(inputs, plots, (run) => {
      onRun(run);
      const isOpen = run.turns[alphabet.service] > length;
      if (isOpen) open.push(run.plot);
      const isWhole = !isOpen || length === longest;
      const stands = isWhole ? alphabet.words.length ** (longest - length) : 0;
      coverage = {
        runs: coverage.runs + 1,
        sequences: coverage.sequences + stands,
        passed: coverage.passed + (run.result.verdict === 'passed' ? 1 : 0),
      };
    });
    prefixes = open;
  }
  return coverage;
}

function extend(plot: Plot, { service, words }: Alphabet): readonly Plot[] {
  return words.map((word) => ({ ...plot, [service]: [...(plot[service] ?? []), word] }));
}

/** Every sequence of exactly this length. */
export function sequences<W>(words: readonly W[], length: number): readonly (readonly W[])[] {
  if (length === 0) return [[]];
  return sequences(words, length - 1).flatMap((start) => words.map((word) => [...start, word]));
}
