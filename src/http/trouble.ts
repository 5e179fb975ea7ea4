/**
 * Why an attempt brought neither data nor a refusal.
 *
 * - `outage`: nothing complete came, or the service says that it failed
 * - `throttled`: a 429, which is an answer: it slows, it is no outage
 * - `unknown-host`: the name does not resolve, and nothing has ever been heard from the service
 * - `permission`, `login-page`, `unrecognised`: the next answer may be the right one, the one after will not be
 * - `redirect`, `tls`, `proxy`, `not-http`, `broken`: trying again would bring the same
 */
export type TroubleClass =
  | 'outage'
  | 'throttled'
  | 'unknown-host'
  | 'permission'
  | 'login-page'
  | 'unrecognised'
  | 'redirect'
  | 'tls'
  | 'proxy'
  | 'not-http'
  | 'broken';

/** One attempt in vain. */
export interface Trouble {
  readonly kind: 'trouble';
  readonly class: TroubleClass;
  /** What came back, as it reads after "GET /…": `answered 503`, `failed with ECONNRESET`; never a server's words. */
  readonly what: string;
  readonly status?: number;
  /** The header as it came. */
  readonly retryAfter?: string | undefined;
}

/** A host that is not found may be a resolver's hiccup once or twice. */
export const UNKNOWN_HOST_LIMIT = 3;

/** How many attempts of one request may end in each class. */
const LIMITS: Readonly<Record<TroubleClass, number>> = {
  outage: Number.POSITIVE_INFINITY,
  throttled: Number.POSITIVE_INFINITY,
  'unknown-host': UNKNOWN_HOST_LIMIT,
  permission: 2,
  'login-page': 2,
  unrecognised: 2,
  redirect: 1,
  tls: 1,
  proxy: 1,
  'not-http': 1,
  broken: 1,
};

/** Whether the last of the troubles leaves room for another attempt. */
export function mayRetry(troubles: readonly Trouble[], maxAttempts: number | undefined): boolean {
  const last = troubles.at(-1);
  if (last === undefined) return true;
  const alike = troubles.filter((trouble) => trouble.class === last.class).length;
  return alike < LIMITS[last.class] && troubles.length < (maxAttempts ?? Number.POSITIVE_INFINITY);
}

/** Whether the service's last word was to come back later. */
export function isThrottled(troubles: readonly Trouble[]): boolean {
  return troubles.at(-1)?.class === 'throttled';
}

/** The trouble that the whole request failed for: the last one that says more than "slow down". */
export function decidingTrouble(troubles: readonly Trouble[]): Trouble | undefined {
  return troubles.findLast((trouble) => trouble.class !== 'throttled') ?? troubles.at(-1);
}
