import type { Ending } from './catalogue.ts';
import type { Row } from './record.ts';

/** How each fault ended at which calls: a row of the page for each fault. */
export class EndedCalls {
  readonly #calls: readonly string[];
  readonly #byFault = new Map<string, Map<Ending, string[]>>();

  /** Of so many calls a row only says that they are all. */
  constructor(calls: readonly string[]) {
    this.#calls = calls;
  }

  note(fault: string, ending: Ending, call: string): void {
    const ended = this.#byFault.get(fault) ?? new Map<Ending, string[]>();
    this.#byFault.set(fault, ended.set(ending, [...(ended.get(ending) ?? []), call]));
  }

  rows(): readonly Row[] {
    return [...this.#byFault].map(([fault, ended]) => {
      const parts = [...ended].map(([ending, calls]) => `${ending} (${this.#nameAll(calls)})`);
      return { fault, ended: parts.sort().join('; ') };
    });
  }

  #nameAll(calls: readonly string[]): string {
    return calls.length === this.#calls.length ? 'all calls' : calls.toSorted().join(', ');
  }
}
