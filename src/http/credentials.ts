import { toDelay } from '../scan/backoff.ts';
import type { Call } from './attempt.ts';
import type { Trouble } from './trouble.ts';

type Headers = Readonly<Record<string, string>>;

/** Headers that prove who asks. */
export interface Granted {
  readonly kind: 'granted';
  readonly headers: Headers;
}

/** A key that does not last as long as the run. Asked before every attempt, so it keeps what it has. */
export interface Credentials {
  /**
   * The headers that are good now, or the trouble of getting new ones, which counts as an attempt in vain. Throws
   * `GateError` where there will be none.
   */
  obtain(): Promise<Granted | Trouble>;
  /** The service answered 401 to these: the same must not be granted again. */
  reject(granted: Granted): void;
}

/** Where, and for how many milliseconds, to wait for credentials. */
interface Patience {
  readonly ms: number;
  readonly signal: AbortSignal;
}

/**
 * One attempt with the headers that are good now. `undefined` when the time was over before there were any, for
 * others may go on waiting for the same ones. Rejects when the signal is aborted.
 */
export async function sendSigned<T extends { readonly kind: 'answer' } | Trouble>(
  credentials: Credentials,
  call: Call,
  patience: Patience,
  send: (signed: Call) => Promise<T>,
): Promise<T | Trouble | undefined> {
  const granted = await within(credentials.obtain(), patience);
  if (granted === undefined || granted.kind === 'trouble') return granted;
  const reading = await send({ ...call, headers: { ...call.headers, ...granted.headers } });
  if (reading.kind === 'trouble' && reading.status === 401) credentials.reject(granted);
  return reading;
}

async function within<T>(promise: Promise<T>, { ms, signal }: Patience): Promise<T | undefined> {
  const { promise: end, resolve, reject } = Promise.withResolvers<undefined>();
  const abort = () => reject(signal.reason);
  const timer = setTimeout(() => resolve(undefined), toDelay(ms));
  signal.addEventListener('abort', abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await Promise.race([promise, end]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', abort);
  }
}
