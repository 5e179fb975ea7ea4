import type { RequestedImage } from '../image/reference.ts';
import type { Inputs } from '../inputs/inputs.ts';
import type { Log } from './ports.ts';
import type { ImageResult } from './result.ts';
import type { Ports } from './road.ts';

/** More images than this are told about together, not one by one. */
const LARGE = 10;
const REPORT_MS = 60_000;
const SILENT: Log = { info: () => undefined };

type Judge = (image: RequestedImage, log: Log) => Promise<ImageResult>;

/** The images of one run: when each may begin, and how far they have come together. */
export class Crowd {
  readonly #inputs: Inputs;
  readonly #ports: Ports;
  readonly #dispersed = new AbortController();
  #passed = 0;
  #notPassed = 0;

  constructor(inputs: Inputs, ports: Ports) {
    this.#inputs = inputs;
    this.#ports = ports;
    if (this.#isLarge) this.#report().catch(() => undefined);
  }

  /** The results of all images, in the order of the inputs. One registry's trouble keeps no other's images waiting. */
  async judgeAll(judge: Judge): Promise<readonly ImageResult[]> {
    const { images } = this.#inputs;
    const groups = Map.groupBy(images, ({ registry }) => registry).values();
    const judged = await Promise.all([...groups].map((group) => this.#judgeGroup(group, judge)));
    const results = new Map(judged.flat().map((result) => [result.image, result]));
    return images.flatMap((image) => results.get(image) ?? []);
  }

  /** Nothing more to report. */
  disperse(): void {
    this.#dispersed.abort();
  }

  get #isLarge(): boolean {
    return this.#inputs.images.length > LARGE;
  }

  /** One after the other begins, as room is made; all of them are judged side by side. */
  async #judgeGroup(
    images: readonly RequestedImage[],
    judge: Judge,
  ): Promise<readonly ImageResult[]> {
    const results: Promise<ImageResult>[] = [];
    const log = this.#isLarge ? SILENT : this.#ports.log;
    for (const image of images) {
      if (results.length > 0) await this.#makeRoom(image);
      results.push(judge(image, log).then((result) => this.#count(result)));
    }
    return Promise.all(results);
  }

  /** Resolves when the next image may begin, at once when the run is cancelled. */
  async #makeRoom(image: RequestedImage): Promise<void> {
    const { registry, clock, signal } = this.#ports;
    const until = clock.now() + this.#inputs.timing.appearTimeout;
    try {
      // Until the scope is known nobody has asked for much, and the queue would look empty.
      await registry.locate(image, { until, signal });
      await registry.calm(signal);
    } catch {
      // The image meets the same error on its own road, where it is reported.
    }
  }

  #count(result: ImageResult): ImageResult {
    if (result.verdict === 'passed') this.#passed += 1;
    else this.#notPassed += 1;
    return result;
  }

  /** One line a minute for all. */
  async #report(): Promise<void> {
    const { clock, log } = this.#ports;
    for (let minute = 1; !this.#dispersed.signal.aborted; minute += 1) {
      await clock.sleep(REPORT_MS, this.#dispersed.signal);
      const done = `${this.#passed} passed, ${this.#notPassed} not passed`;
      const waiting = this.#inputs.images.length - this.#passed - this.#notPassed;
      log.info(`after ${minute} min: ${done}, ${waiting} waiting`);
    }
  }
}
