import { StringDecoder } from 'node:string_decoder';

/** Cuts a stream of bytes into lines the way the runner reads them: a lone CR ends one, too. */
export class LineSplitter {
  readonly #decoder = new StringDecoder('utf8');
  readonly #onLine: (line: string) => void;
  #rest = '';

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  write(bytes: Buffer): void {
    const text = this.#rest + this.#decoder.write(bytes);
    // A CR at the very end may be the first half of a CRLF.
    const cut = text.endsWith('\r') ? text.length - 1 : text.length;
    const lines = text.slice(0, cut).split(/\r\n|\r|\n/);
    this.#rest = (lines.pop() ?? '') + text.slice(cut);
    for (const line of lines) this.#onLine(line);
  }

  end(): void {
    const line = (this.#rest + this.#decoder.end()).replace(/\r$/, '');
    if (line !== '') this.#onLine(line);
    this.#rest = '';
  }
}
