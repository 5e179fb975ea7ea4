import { GateError } from '../errors.ts';
import type { Digest } from '../image/digest.ts';
import { displayName, type RequestedImage } from '../image/reference.ts';
import type { Inputs } from '../inputs/inputs.ts';
import { pollInterval } from '../scan/backoff.ts';
import type { Clock } from '../scan/clock.ts';
import { type Step, type Waited, waitFor } from '../scan/wait.ts';
import { type AppearClock, Clocks } from './clocks.ts';
import { Memory } from './memory.ts';
import type { Ask, Log, Registry, Scanner } from './ports.ts';
import { Progress } from './progress.ts';
import type { Milestone, Polls, TimelineEntry } from './result.ts';

/** What a run brings to every image. */
export interface Ports {
  readonly registry: Registry;
  /** `undefined` when Xray is off. */
  readonly scanner: Scanner | undefined;
  readonly clock: Clock;
  readonly log: Log;
  /** Aborted with a `GateError` when the run is cancelled. */
  readonly signal: AbortSignal;
}

/** Something awaited. */
export interface Awaiting<T> {
  readonly system: 'Harness' | 'Xray';
  poll(isLast: boolean): Promise<Step<T>>;
  until(): number;
}

/** The road of one image: its clocks, what it knows of itself so far, and how its waits can be cut short. */
export class Road {
  readonly image: RequestedImage;
  readonly inputs: Inputs;
  readonly ports: Ports;
  readonly clocks: Clocks;
  /** Monotonic milliseconds, and the same moment in epoch milliseconds. */
  readonly startedAt: number;
  readonly startedAtWall: number;
  readonly timeline: TimelineEntry[] = [];
  readonly memory = new Memory();
  /** The only platform, whose own digest stands for the image in a registry that keeps no index. */
  onlyPlatform: Digest | undefined;

  readonly #whole = new AbortController();
  readonly #scan = new AbortController();
  readonly #hurry = new AbortController();
  readonly #askSignal: AbortSignal;
  readonly #scanSignal: AbortSignal;
  readonly #progress: Progress;
  readonly #prefix: string;
  readonly #digest = Promise.withResolvers<Digest>();
  #polls: Polls = { harness: 0, xray: 0 };

  constructor(image: RequestedImage, inputs: Inputs, ports: Ports) {
    this.image = image;
    this.inputs = inputs;
    this.ports = ports;
    this.startedAt = ports.clock.now();
    this.startedAtWall = ports.clock.wall();
    this.clocks = new Clocks(ports.clock, inputs.timing);
    this.#askSignal = AbortSignal.any([ports.signal, this.#whole.signal]);
    this.#scanSignal = AbortSignal.any([this.#askSignal, this.#scan.signal]);
    this.#prefix = inputs.images.length > 1 ? `${displayName(image)}: ` : '';
    this.#progress = new Progress(ports.clock, (line) => this.say(line));
    if (image.digest !== undefined) this.#digest.resolve(image.digest);
  }

  /** Settles as soon as it is known which digest is judged. */
  get digest(): Promise<Digest> {
    return this.#digest.promise;
  }

  /** From now on it is known which digest is judged. */
  knowDigest(digest: Digest): void {
    this.#digest.resolve(digest);
  }

  /** A moment worth a place in the summary's timeline. */
  mark(what: Milestone): void {
    this.timeline.push(this.entryOf(what));
    this.#polls = { harness: 0, xray: 0 };
  }

  /** The same moment, not yet in the timeline. */
  entryOf(what: Milestone): TimelineEntry {
    return { at: this.ports.clock.now() - this.startedAt, what, polls: this.#polls };
  }

  /** A line for the log. */
  say(line: string): void {
    this.ports.log.info(`${this.#prefix}${line}`);
  }

  /** How to ask Harness, until then (monotonic milliseconds) or as long as that clock runs. */
  ask(end: number | AppearClock): Ask {
    return toAsk(end, this.#askSignal);
  }

  /** How to ask about the scan, which may be given up before the rest. */
  askScan(end: number | AppearClock): Ask {
    return toAsk(end, this.#scanSignal);
  }

  /** Aborted when nobody waits for the scan any more. */
  get scanSignal(): AbortSignal {
    return this.#scanSignal;
  }

  /** Nobody waits any more: something that no later answer can lift has decided. */
  stopWaiting(why: string): void {
    this.#scan.abort(new GateError('ended', why));
    this.hurry();
  }

  /** The verdict cannot become a pass any more: one last look each, no more waiting. */
  hurry(): void {
    this.#hurry.abort();
  }

  /** Whether waiting still makes sense. */
  get isHurried(): boolean {
    return this.#hurry.signal.aborted;
  }

  /** Ends whatever is still under way. */
  close(): void {
    this.#whole.abort(new GateError('ended', 'the image was already judged'));
  }

  #countPoll(system: Awaiting<unknown>['system']): void {
    const { harness, xray } = this.#polls;
    this.#polls =
      system === 'Harness' ? { harness: harness + 1, xray } : { harness, xray: xray + 1 };
  }

  /** Waits in the rhythm of the system: Harness's keys are scarce, so its polls are at least two minimum intervals apart. */
  async wait<T>({ system, poll, until }: Awaiting<T>): Promise<Waited<T>> {
    const { clock } = this.ports;
    const { pollMinInterval: min, pollMaxInterval: max } = this.inputs.timing;
    const floor = system === 'Harness' ? 2 * min : 0;
    const waited = await waitFor({
      poll: (isLast) => {
        this.#countPoll(system);
        return poll(isLast);
      },
      until: () => (this.isHurried && system === 'Harness' ? clock.now() : until()),
      pause: (elapsed) => Math.max(floor, pollInterval(elapsed, { min, max }, clock.random())),
      onState: (state) => this.#progress.report(system, state),
      clock,
      signal: system === 'Harness' ? this.ask(0).signal : this.scanSignal,
      ...(system === 'Harness' ? { wake: this.#hurry.signal } : {}),
    });
    return waited;
  }
}

/** The same question with a narrower limit; its end stays that of its clock, which a 429 may yet move. */
export function narrow(ask: Ask, limit: Pick<Ask, 'signal'> | Pick<Ask, 'maxAttempts'>): Ask {
  return {
    ...ask,
    ...limit,
    get until() {
      return ask.until;
    },
  };
}

function toAsk(end: number | AppearClock, signal: AbortSignal): Ask {
  if (typeof end === 'number') return { until: end, signal };
  return {
    signal,
    // Whoever asks several times with it sees what has been added meanwhile.
    get until() {
      return end.until;
    },
    onThrottled: (ms) => end.rest(ms),
  };
}
