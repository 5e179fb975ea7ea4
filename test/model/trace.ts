/** One answer that a service gave, in the model's own words. */
export interface Told {
  /** Monotonic milliseconds of the run. */
  readonly at: number;
  readonly call:
    | 'find'
    | 'status'
    | 'indexed'
    | 'tag'
    | 'manifest'
    | 'version'
    | 'rows'
    | 'listing'
    | 'numbers';
  /** The digest asked about, where the call asks about one. */
  readonly subject?: string;
  readonly word: string;
}

/** Plays one word of a sequence for each turn; the last one stays for ever. */
export class Script<W> {
  /** How often the sequence was asked for a next word: beyond its length, longer sequences may end differently. */
  turns = 0;
  readonly #words: readonly W[];
  readonly #rest: W;

  constructor(words: readonly W[], rest: W) {
    this.#words = words;
    this.#rest = rest;
  }

  next(): W {
    this.turns += 1;
    return this.current();
  }

  current(): W {
    const index = Math.min(Math.max(this.turns, 1), this.#words.length) - 1;
    return this.#words[index] ?? this.#rest;
  }
}
