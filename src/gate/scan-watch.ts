import { GateError } from '../errors.ts';
import { known, type XrayScan } from '../image/evidence.ts';
import type { Step } from '../scan/wait.ts';
import type { Spot, StatusReading } from './ports.ts';
import { readScanState } from './scan-state.ts';
import { oursOf, pending, reading, type ScanReading, type ScanTarget } from './scan-target.ts';

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
  #lastState = '';
  #lastSeen = 'Xray was not asked to the end';
  #lastPlace = '';

  constructor(target: ScanTarget, spots: readonly Spot[], isReadable: boolean) {
    this.#target = target;
    this.#spots = spots;
    this.#isReadable = isReadable;
  }

  /** Whether nothing but "no scan" was seen, which `if-present` accepts when its clock ends. */
  get isOnlyAbsent(): boolean {
    return (
      this.#target.road.inputs.policy.xray === 'if-present' &&
      (this.#lastState === 'NOT_SCANNED' || this.#lastState === 'not started')
    );
  }

  /** `Xray was still SCANNING after 30m (docker-local/app/1.4.2/list.manifest.json)`. */
  describeTimeout(after: string): string {
    return `${this.#lastSeen} after ${after} (${this.#lastPlace})`;
  }

  async poll(): Promise<Step<ScanReading>> {
    const seen = await this.#readStatus();
    this.#lastPlace = nameSpot(seen?.spot ?? this.#spots[0]);
    if (seen === undefined) {
      this.#lastState = 'not started';
      return this.#wait('Xray had no status', 'Xray has no status yet');
    }
    const state = readScanState(seen.status);
    this.#remember(state.state);
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

  async #readStatus(): Promise<Seen | undefined> {
    const { road, scanner } = this.#target;
    const ask = road.askScan(road.clocks.scanUntil());
    for (const spot of this.#spots) {
      const status = await scanner.readStatus(spot, ask);
      if (status !== undefined) return { spot, status };
    }
    return undefined;
  }

  #remember(state: string): void {
    if (state !== this.#lastState) this.#target.road.mark(`Xray ${state}`);
    this.#lastState = state;
  }

  #settle({ spot, status }: Seen, state: XrayScan['state']): Step<ScanReading> {
    const { repository, path } = spot;
    const scan = { state, repository, path, finishedAt: status.at, parts: status.parts };
    return { settled: true, value: reading(this.#target.road, known(scan), spot) };
  }

  /** Why a DONE may be another image's; `undefined` when it is ours. */
  async #findDoubt(seen: Seen): Promise<string | undefined> {
    const isOurs =
      (this.#isReadable && (this.#sawUnfinished || isNewer(seen))) ||
      (await this.#isIndexed(seen.spot));
    return isOurs ? undefined : 'Xray is DONE with an earlier image, not yet with ours';
  }

  async #isIndexed(spot: Spot): Promise<boolean> {
    const { road, scanner, digest } = this.#target;
    const indexed = await scanner.readIndexedDigest(spot, road.askScan(road.clocks.scanUntil()));
    if (indexed === undefined && !this.#isReadable) throw unreadable(spot);
    return indexed !== undefined && oursOf(road, digest).has(indexed);
  }
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

/** A DONE that is not older than the stored manifest speaks of it. */
function isNewer({ spot, status }: Seen): boolean {
  return spot.modifiedAt !== undefined && status.at !== undefined && status.at >= spot.modifiedAt;
}
