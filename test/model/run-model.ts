import { setImmediate as nextTurn } from 'node:timers/promises';
import type { GateResult } from '../../src/gate/result.ts';
import { gate } from '../../src/gate.ts';
import type { Inputs } from '../../src/inputs/inputs.ts';
import type { ListingWord } from './listing-model.ts';
import type { NumbersWord } from './numbers-model.ts';
import { modelRegistry, type RegistryWord } from './registry-model.ts';
import { modelScanner, type ScannerWord } from './scanner-model.ts';
import { Script, type Told } from './trace.ts';
import { VirtualClock } from './virtual-clock.ts';

/** What each service answers, in turn; the last answer stays for ever, and an empty list means good from the start. */
export interface Plot {
  readonly scanner: readonly ScannerWord[];
  readonly registry: readonly RegistryWord[];
  readonly numbers: readonly NumbersWord[];
  readonly lists?: readonly ListingWord[];
}

/** How one run went. */
export interface ModelRun {
  readonly plot: Plot;
  readonly result: GateResult;
  readonly told: readonly Told[];
  /** How often each sequence was asked for its next word. */
  readonly turns: Readonly<Record<keyof Plot, number>>;
}

/** More steps of the clock than any run may take: beyond that it does not end. */
const MOST_STEPS = 2_000;
/** Runs under way at once: one turn of the event loop serves them all. */
const BATCH = 500;

/** Runs the real gate on every plot, each with a clock of its own. Throws when one does not end. */
export async function runAll(
  inputs: Inputs,
  plots: readonly Plot[],
  onRun: (run: ModelRun) => void,
): Promise<void> {
  for (let first = 0; first < plots.length; first += BATCH) {
    const running = plots.slice(first, first + BATCH).map((plot) => start(inputs, plot, onRun));
    for (let step = 0; running.some(({ isOver }) => !isOver()); step += 1) {
      if (step > MOST_STEPS) throw new Error(`does not end: ${describeFirst(running)}`);
      await nextTurn();
      for (const { isOver, clock, plot } of running) {
        if (!isOver() && !clock.advance() && !isOver()) {
          throw new Error(`hangs: ${JSON.stringify(plot)}`);
        }
      }
    }
    await Promise.all(running.map(({ ended }) => ended));
  }
}

interface Running {
  readonly plot: Plot;
  readonly clock: VirtualClock;
  readonly ended: Promise<void>;
  readonly isOver: () => boolean;
}

function describeFirst(running: readonly Running[]): string {
  return JSON.stringify(running.find(({ isOver }) => !isOver())?.plot);
}

function start(inputs: Inputs, plot: Plot, onRun: (run: ModelRun) => void): Running {
  const clock = new VirtualClock();
  const told: Told[] = [];
  const tell = (one: Omit<Told, 'at'>) => told.push({ at: clock.now(), ...one });
  const scanner = new Script<ScannerWord>(plot.scanner, 'done');
  const registry = new Script<RegistryWord>(plot.registry, 'good');
  const numbers = new Script<NumbersWord>(plot.numbers, 'good');
  const lists = new Script<ListingWord>(plot.lists ?? [], 'exempt');
  let over = false;
  const finish = (result: GateResult) => {
    over = true;
    const turns = {
      scanner: scanner.turns,
      registry: registry.turns,
      numbers: numbers.turns,
      lists: lists.turns,
    };
    onRun({ plot, result, told, turns });
  };
  const ended = gate(inputs, {
    registry: modelRegistry({ registry, numbers, lists, tell }),
    scanner: modelScanner(scanner, tell),
    clock,
    log: { info: () => undefined },
    signal: new AbortController().signal,
  })
    .then(finish)
    .finally(() => {
      over = true;
    });
  ended.catch(() => undefined);
  return { plot, clock, ended, isOver: () => over };
}
