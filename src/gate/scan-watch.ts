import { GateError } from '../errors.ts';
import { known, type XrayScan } from '../image/evidence.ts';
import type { Step } from '../scan/wait.ts';
import type { Spot, StatusReading } from './ports.ts';
import { hasBegun, readScanState } from './scan-state.ts';
import { isNotForeign, oursOf, pending, type ScanReading, type ScanTarget } from './scan-target.ts';

/** Where a status came from, and what it was. */
interface Seen {
  readonly spot: Spot;
  readonly status: StatusReading;
}

/** Follows one scan from poll to poll. */
export class Watch {
  readonly #target: ScanTarget;
  readonly #spots: readonly Spot[];
  readonly #isReadable: boolean;
  /** An unfinished state was seen while the stored SHA-256 was ours: the DONE that follows is ours. */
  #sawUnfinished = false;
  /** Something beyond "no scan" was seen: from then on its absence is no answer. */
  #sawScan = false;
  /** A DONE of which nothing says whose it is. */
  #unproven: Spot | undefined;
  #lastState = '';
  #lastSeen = 'Xray was not asked to the end';
  #lastPlace = '';
  #readAt: number;

  constructor(target: ScanTarget, spots: readonly Spot[], isReadable: boolean) {
    this.#target = target;
    this.#readAt = target.road.ports.clock.now();
    this.#spots = spots;
    this.#isReadable = isReadable;
  }

  /** Whether nothing but "no scan" was ever seen, which `if-present` accepts when its clock ends. */
  get isOnlyAbsent(): boolean {
    const { xray } = this.#target.road.inputs.policy;
    return xray === 'if-present' && this.#isReadable && !this.#sawScan;
  }

  /** When the question was asked that was answered last (monotonic milliseconds). */
  get readAt(): number {
    return this.#readAt;
  }

  /** `Xray was still SCANNING after 30m (docker-local/app/1.4.2/list.manifest.json)`. */
  describeTimeout(after: string): string {
    return `${this.#lastSeen} after ${after} (${this.#lastPlace})`;
  }

  async poll(): Promise<Step<ScanReading>> {
    const askedAt = this.#target.road.ports.clock.now();
    const seen = await this.#readStatuses();
    this.#readAt = askedAt;
    if (seen.length === 0) {
      this.#lastPlace = nameSpot(this.#spots[0]);
      return this.#wait('Xray had no status', 'Xray has no status yet');
    }
    const steps = await inOrder(seen, (one) => this.#judge(one));
    // Where storage cannot be read, a stale manifest of the other kind may lie beside ours: ours decides.
    const done = steps.find((step) => step.settled && isDone(step.value));
    if (done === undefined && !this.#isReadable && this.#unproven !== undefined) {
      throw unreadable(this.#unproven);
    }
    return done ?? steps.find((step) => !step.settled) ?? steps[0] ?? pending('Xray was not asked');
  }

  async #readStatuses(): Promise<readonly Seen[]> {
    const { road, scanner } = this.#target;
    const until = this.isOnlyAbsent ? road.clocks.onceIfPresentUntil() : road.clocks.scanUntil();
    const ask = road.askScan(until);
    const statuses = await Promise.all(
      this.#spots.map(async (spot) => ({ spot, status: await scanner.readStatus(spot, ask) })),
    );
    return statuses.flatMap(({ spot, status }) => (status === undefined ? [] : [{ spot, status }]));
  }

  async #judge(seen: Seen): Promise<Step<ScanReading>> {
    this.#lastPlace = nameSpot(seen.spot);
    const state = readScanState(seen.status);
    this.#remember(state.state);
    if (hasBegun(seen.status)) this.#sawScan = true;
    if (state.kind === 'unfinished') {
      if (this.#isReadable) this.#sawUnfinished = true;
      return this.#wait(`Xray was still ${state.state}`, `Xray is ${state.state}`);
    }
    if (state.state !== 'DONE') return this.#settle(seen, state.state);
    const doubt = await this.#findDoubt(seen);
    return doubt === undefined ? this.#settle(seen, 'DONE') : this.#wait(doubt, doubt);
  }

  #wait(past: string, present: string): Step<ScanReading> {
    this.#lastSeen = past;
    return pending(`${present} (${this.#lastPlace})`);
  }

  #remember(state: string): void {
    if (state !== this.#lastState) this.#target.road.mark(`Xray ${state}`);
    this.#lastState = state;
    if (state !== 'NOT_SCANNED' && state !== 'not started') this.#sawScan = true;
  }

  #settle({ spot, status }: Seen, state: XrayScan['state']): Step<ScanReading> {
    const { repository, path } = spot;
    const scan = { state, repository, path, finishedAt: status.at, parts: status.parts };
    return { settled: true, value: { evidence: known(scan), spot, readAt: this.#readAt } };
  }

  /** Why a DONE may be another image's; `undefined` when it is ours. */
  async #findDoubt(seen: Seen): Promise<string | undefined> {
    const isLikely =
      this.#isReadable && (this.#sawUnfinished || isNewer(seen.spot, seen.status.at));
    const isOurs = isLikely
      ? seen.spot.wasReplaced !== true || (await this.#isNotForeign(seen.spot))
      : await this.#isIndexed(seen.spot);
    return isOurs ? undefined : 'Xray is DONE with an earlier image, not yet with ours';
  }

  #isNotForeign(spot: Spot): Promise<boolean> {
    const { road } = this.#target;
    return isNotForeign(this.#target, spot, road.askScan(road.clocks.scanUntil()));
  }

  async #isIndexed(spot: Spot): Promise<boolean> {
    const { road, scanner, digest } = this.#target;
    const indexed = await scanner.readIndexedDigest(spot, road.askScan(road.clocks.scanUntil()));
    if (indexed === undefined) this.#unproven ??= spot;
    return indexed !== undefined && oursOf(road, digest).has(indexed);
  }
}

function isDone({ evidence }: ScanReading): boolean {
  return evidence.kind === 'known' && evidence.value.state === 'DONE';
}

/** One after the other, because each may change what the next means. */
async function inOrder<A, B>(
  items: readonly A[],
  step: (item: A) => Promise<B>,
): Promise<readonly B[]> {
  const results: B[] = [];
  for (const item of items) results.push(await step(item));
  return results;
}

function nameSpot(spot: Spot | undefined): string {
  return spot === undefined ? 'the image' : `${spot.repository}/${spot.path}`;
}

function unreadable({ repository, path }: Spot): GateError {
  return new GateError(
    'permission',
    `nothing says which image Xray scanned at ${repository}/${path}: jfrog-access-token needs Read on the repository's storage information`,
  );
}

/** Whether a DONE speaks of the stored manifest because it is not older. Both in epoch milliseconds. */
export function isNewer({ modifiedAt }: Spot, doneAt: number | undefined): boolean {
  return modifiedAt !== undefined && doneAt !== undefined && doneAt >= modifiedAt;
}
