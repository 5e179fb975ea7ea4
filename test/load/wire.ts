import type { Exchange, Plan } from '../faults/exchange.ts';
import { resetInBody } from '../faults/wire-faults.ts';
import type { AttemptTimers } from './attempt-timers.ts';
import { createChance } from './chance.ts';

/** Of all requests: half of them are never answered, half are reset in the middle of the answer. */
const FAULT_SHARE = 0.05;
const HALF = {
  status: 200,
  contentType: 'application/json',
  body: Buffer.from('{"status": "SUCCESS", "data": {}}'),
};

/** The codes by which the client knows what came instead of an answer. */
type WireFault = 'TIMEOUT' | 'ECONNRESET';

/** Answers that never come, and those that are cut off. A request that meets one never reaches the services. */
export class Wire {
  /** Those that met a fault, by what the client must have seen. */
  readonly met: WireFault[] = [];
  readonly unanswered = new Set<unknown>();
  readonly #chance = createChance(11);
  readonly #timers: AttemptTimers;

  constructor(timers: AttemptTimers) {
    this.#timers = timers;
  }

  readonly plan: Plan = () => {
    if (this.#chance() >= FAULT_SHARE) return undefined;
    return this.#chance() < 0.5 ? this.#silence : this.#cut;
  };

  readonly #silence = ({ socket }: Exchange): void => {
    this.met.push('TIMEOUT');
    this.unanswered.add(this.#timers.giveUpOn(socket));
  };

  readonly #cut = (exchange: Exchange): Promise<void> | void => {
    this.met.push('ECONNRESET');
    return resetInBody({ ...exchange, forward: async () => HALF });
  };
}
