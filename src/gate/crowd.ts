import type { RequestedImage } from '../image/reference.ts';
import type { ImageResult } from './result.ts';
import type { Ports } from './road.ts';

/** More images than this are told about together, not one by one. */
const LARGE = 10;
const REPORT_MS = 60_000;

/** The images of one run: when the next may begin, and how far they have come. */
export class Crowd {
  readonly isLarge: boolean;
  readonly #size: number;
  readonly #ports: Ports;
  readonly #dispersed = new AbortController();
  #passed = 0;
  #notPassed = 0;

  constructor(size: number, ports: Ports) {
    this.isLarge = size > LARGE;
    this.#size = size;
    this.#ports = ports;
    if (this.isLarge) this.#report().catch(() => undefined);
  }

  /** Resolves when the next image may begin, at once when the run is cancelled. */
  async makeRoom(image: RequestedImage, timeout: number): Promise<void> {
    const { registry, clock, signal } = this.#ports;
    try {
      // Until the scope is known nobody has asked for much, and the queue would look empty.
      await registry.locate(image, { until: clock.now() + timeout, signal });
      await registry.calm(signal);
    } catch {
      // The image meets the same error on its own road, where it is reported.
    }
  }

  /** Counts one image that has come to its verdict. */
  count(result: ImageResult): ImageResult {
    if (result.verdict === 'passed') this.#passed += 1;
    else this.#notPassed += 1;
    return result;
  }

  /** Nothing more to report. */
  disperse(): void {
    this.#dispersed.abort();
  }

  /** One line a minute for all. */
  async #report(): Promise<void> {
    const { clock, log } = this.#ports;
    for (let minute = 1; !this.#dispersed.signal.aborted; minute += 1) {
      await clock.sleep(REPORT_MS, this.#dispersed.signal);
      const waiting = this.#size - this.#passed - this.#notPassed;
      log.info(
        `after ${minute} min: ${this.#passed} passed, ${this.#notPassed} not passed, ${waiting} waiting`,
      );
    }
  }
}
