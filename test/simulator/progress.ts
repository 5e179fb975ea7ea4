/** What a scripted value is told each time it is read. Scripts count calls, never seconds, so that tests are repeatable. */
export interface Moment {
  /** How often this very thing has been asked for, this time included; 1 when nobody has asked yet. */
  readonly nth: number;
  /** How many calls of that name have been answered before this one, whatever they were about. */
  calls(name: string): number;
}

/** A value that may change as the run goes on. */
export type Scripted<T> = (moment: Moment) => T;

/** The same value for ever. */
export function always<T>(value: T): Scripted<T> {
  return () => value;
}

/** One value for each time it is asked for; the last one stays. */
export function inTurn<T>(first: T, ...rest: readonly T[]): Scripted<T> {
  const values = [first, ...rest];
  return ({ nth }) => values[Math.min(nth, values.length) - 1] ?? first;
}

/** One value until the named call has been answered `times` times, another one from then on. */
export function onceCalled<T>(name: string, times: number, before: T, after: T): Scripted<T> {
  return (moment) => (moment.calls(name) >= times ? after : before);
}

/** Counts what has been asked, by call and by thing. */
export class Ledger {
  readonly #calls = new Map<string, number>();
  readonly #things = new Map<string, number>();

  /** Notes a call by its name. */
  noteCall(name: string): void {
    this.#calls.set(name, this.calls(name) + 1);
  }

  /** Notes that a thing was asked for and returns the moment to read it at. */
  ask(thing: string): Moment {
    this.#things.set(thing, (this.#things.get(thing) ?? 0) + 1);
    return this.peek(thing);
  }

  /** The moment to read a thing at without having asked for it. */
  peek(thing: string): Moment {
    return { nth: Math.max(1, this.#things.get(thing) ?? 0), calls: (name) => this.calls(name) };
  }

  calls(name: string): number {
    return this.#calls.get(name) ?? 0;
  }
}

/** A constant is a script too. */
export function scripted<T extends string | { readonly status: number } | undefined>(
  value: T | Scripted<T>,
): Scripted<T> {
  return typeof value === 'function' ? value : always(value);
}
