import { type GateError, type ProblemCode, toGateError } from '../errors.ts';
import type { Credentials, Granted } from '../http/credentials.ts';
import type { HttpClient } from '../http/request.ts';
import type { Trouble } from '../http/trouble.ts';
import { exchangeToken } from './oidc.ts';

/** A token is exchanged again this long before its end, or at half its life if that is later. */
const MARGIN_MS = 60_000;

/** An exchange that takes longer counts as an outage; the request that needs the token tries again. */
const PATIENCE_MS = 60_000;

/** Whether there is a token may change; everything else that goes wrong stays wrong. */
const PASSING: ReadonlySet<ProblemCode> = new Set(['unreachable', 'timed-out']);

/** What signing in by the job's own identity needs. */
export interface OidcOptions {
  readonly provider: string;
  readonly audience: string | undefined;
  readonly project: string | undefined;
  /** GitHub's id token of this job, a new one each time. Throws `GateError`. */
  readonly fetchIdToken: (audience: string | undefined) => Promise<string>;
  /** Called with every token before it is used for anything. */
  readonly mask: (secret: string) => void;
  readonly now: () => number;
}

interface Session {
  readonly granted: Granted;
  /** Monotonic milliseconds from when on another one is wanted. */
  readonly until: number;
}

/** Signs in to JFrog by exchanging GitHub's id token; the client reaches the same platform without any key. */
export function createOidcSignIn(client: HttpClient, options: OidcOptions): Credentials {
  return new OidcSignIn(client, options);
}

class OidcSignIn implements Credentials {
  readonly #client: HttpClient;
  readonly #options: OidcOptions;
  #session: Session | undefined;
  /** Whoever needs a token meanwhile gets this one, too. */
  #exchange: Promise<Granted | Trouble> | undefined;
  /** Asking again would bring the same for every image. */
  #refusal: GateError | undefined;

  constructor(client: HttpClient, options: OidcOptions) {
    this.#client = client;
    this.#options = options;
  }

  async obtain(): Promise<Granted | Trouble> {
    if (this.#refusal !== undefined) throw this.#refusal;
    const session = this.#session;
    if (session !== undefined && this.#options.now() < session.until) return session.granted;
    this.#exchange ??= this.#renew().finally(() => {
      this.#exchange = undefined;
    });
    return this.#exchange;
  }

  reject(granted: Granted): void {
    if (this.#session?.granted === granted) this.#session = undefined;
  }

  async #renew(): Promise<Granted | Trouble> {
    try {
      this.#session = await this.#open();
      return this.#session.granted;
    } catch (thrown) {
      const error = toGateError(thrown);
      if (!PASSING.has(error.code)) {
        if (error.code !== 'cancelled') this.#refusal = error;
        throw error;
      }
      const what = `was not sent, because ${error.message}`;
      return error.status === 429
        ? { kind: 'trouble', class: 'throttled', what, status: 429 }
        : { kind: 'trouble', class: 'outage', what };
    }
  }

  async #open(): Promise<Session> {
    const { provider, audience, project, fetchIdToken, mask, now } = this.#options;
    const idToken = await fetchIdToken(audience);
    mask(idToken);
    const start = now();
    const question = { idToken, provider, project };
    const { text, lifetime } = await exchangeToken(this.#client, question, start + PATIENCE_MS);
    mask(text);
    return {
      granted: { kind: 'granted', headers: { Authorization: `Bearer ${text}` } },
      until: start + usableTime(lifetime),
    };
  }
}

function usableTime(lifetime = Number.POSITIVE_INFINITY): number {
  return Math.max(lifetime - MARGIN_MS, lifetime / 2);
}
