import type { Agent } from 'node:http';
import type { GenericSchema, InferOutput } from 'valibot';
import { GateError } from '../errors.ts';
import { nextSlowness } from '../scan/backoff.ts';
import { checkBaseUrl, joinUrl } from './address.ts';
import type { Reading } from './answer.ts';
import { readExchange } from './answer.ts';
import type { Call, Exchange } from './attempt.ts';
import { attempt } from './attempt.ts';
import { createAgent } from './connections.ts';
import { sendSigned } from './credentials.ts';
import { toProblem } from './problem.ts';
import { createRedactor } from './redact.ts';
import type {
  HttpAnswer,
  HttpClient,
  HttpClientOptions,
  HttpRequest,
  RequestRecord,
} from './request.ts';
import { delayAfter, planWait } from './retry.ts';
import { Throttle } from './throttle.ts';
import type { Trouble } from './trouble.ts';
import { isThrottled, mayRetry } from './trouble.ts';

const ATTEMPT_MS = 30_000;

/** One client for one service and key. Throws `GateError` when the base URL is none that a key may be sent to. */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  checkBaseUrl(options.baseUrl, options.urlInput);
  return new Client(options);
}

const NOT_SIGNED_IN: Trouble = {
  kind: 'trouble',
  class: 'outage',
  what: 'was not sent, because signing in was not done in time',
};

/** One attempt: which one of its request, and what ends it. */
interface Turn {
  readonly number: number;
  /** Monotonic milliseconds. */
  readonly until: number;
  readonly signal: AbortSignal;
}

class Client implements HttpClient {
  readonly log: RequestRecord[] = [];
  readonly #options: HttpClientOptions;
  readonly #agent: Agent;
  readonly #throttle: Throttle;
  /** Ends the requests under way. */
  readonly #open = new Set<() => void>();
  #isClosed = false;
  readonly #redactors = new Map<string, (text: string) => string>();
  /** 1 is the usual pace; shared, because pressure on the service is not about one request. */
  #slowness = 1;
  #heard = false;

  constructor(options: HttpClientOptions) {
    this.#options = options;
    this.#agent = createAgent(options.baseUrl, process.env);
    this.#throttle = new Throttle(options.clock, options);
  }

  async request<S extends GenericSchema>(
    request: HttpRequest<S>,
  ): Promise<HttpAnswer<InferOutput<S>>> {
    const own = new AbortController();
    const stop = () => own.abort(request.signal?.reason);
    if (this.#isClosed || request.signal?.aborted === true) stop();
    request.signal?.addEventListener('abort', stop, { once: true });
    this.#open.add(stop);
    try {
      return await this.#persist(request, own.signal);
    } catch (error) {
      throw own.signal.aborted ? toCancellation(own.signal.reason) : error;
    } finally {
      request.signal?.removeEventListener('abort', stop);
      this.#open.delete(stop);
    }
  }

  calm(signal: AbortSignal): Promise<void> {
    return this.#throttle.calm(signal);
  }

  close(): void {
    this.#isClosed = true;
    for (const stop of this.#open) stop();
    this.#agent.destroy();
  }

  /** Attempts, and waits between them, until there is an answer or no use in going on. */
  async #persist<S extends GenericSchema>(
    request: HttpRequest<S>,
    signal: AbortSignal,
  ): Promise<HttpAnswer<InferOutput<S>>> {
    const { clock } = this.#options;
    const call = this.#prepare(request);
    const troubles: Trouble[] = [];
    let { until } = request;
    let last = false;
    while (!last && mayRetry(troubles, request.maxAttempts)) {
      if (troubles.length > 0) {
        const delay = delayAfter(troubles, this.#options, this.#slowness);
        if (isThrottled(troubles)) until = Math.max(until, request.onThrottled?.(delay) ?? 0);
        const wait = planWait(delay, until - clock.now());
        if (wait === undefined) break;
        last = wait.last;
        await clock.sleep(wait.ms, signal);
      }
      const turn = { number: troubles.length + 1, until, signal };
      const reading = await this.#try(request, call, turn);
      if (reading === undefined) break;
      if (reading.kind === 'answer') return reading.answer;
      troubles.push(reading);
    }
    const name = `${request.method} ${request.template}`;
    throw toProblem({ options: this.#options, call: name }, troubles);
  }

  #prepare(request: HttpRequest<GenericSchema>): Call {
    const { baseUrl, headers } = this.#options;
    const body = request.body === undefined ? undefined : JSON.stringify(request.body);
    return {
      url: joinUrl(baseUrl, request.path, request.query),
      method: request.method,
      headers: {
        Accept: 'application/json',
        'Cache-Control': 'no-cache',
        'User-Agent': 'image-gate',
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body,
      agent: this.#agent,
    };
  }

  /** One attempt when its turn comes; `undefined` when the time is over before. */
  async #try<S extends GenericSchema>(
    request: HttpRequest<S>,
    call: Call,
    turn: Turn,
  ): Promise<Reading<InferOutput<S>> | undefined> {
    const leave = await this.#throttle.enter(turn.until, turn.signal);
    if (leave === undefined) return undefined;
    const { credentials, clock } = this.#options;
    try {
      if (credentials === undefined) return await this.#send(request, call, turn);
      const patience = { ms: turn.until - clock.now(), signal: turn.signal };
      const reading = await sendSigned(credentials, call, patience, (signed) =>
        this.#send(request, signed, turn),
      );
      // What came of earlier attempts says more.
      return reading ?? (turn.number === 1 ? NOT_SIGNED_IN : undefined);
    } finally {
      leave();
    }
  }

  async #send<S extends GenericSchema>(
    request: HttpRequest<S>,
    call: Call,
    { number, until, signal }: Turn,
  ): Promise<Reading<InferOutput<S>>> {
    const left = until - this.#options.clock.now();
    const exchange = await this.#record(request, number, () =>
      attempt(call, Math.min(ATTEMPT_MS, left), signal),
    );
    signal.throwIfAborted();
    return this.#read(this.#redact(exchange, call), request);
  }

  /** Before anything else looks at an answer: what repeats the key must not reach a message. */
  #redact(exchange: Exchange, { headers }: Call): Exchange {
    if (exchange.kind === 'failure') return exchange;
    if (exchange.status < 300 && this.#options.isAnswerSecret === true) return exchange;
    const secret = headers['x-api-key'] ?? headers['Authorization'] ?? '';
    const redactors = [secret, ...(this.#options.secrets ?? [])].map((text) =>
      this.#redactorOf(text),
    );
    const redact = (text: string) => redactors.reduce((clean, next) => next(clean), text);
    const { body, targetOrigin } = exchange;
    return { ...exchange, body: redact(body), targetOrigin: targetOrigin && redact(targetOrigin) };
  }

  #redactorOf(secret: string): (text: string) => string {
    const redact = this.#redactors.get(secret) ?? createRedactor(secret);
    this.#redactors.set(secret, redact);
    return redact;
  }

  #read<S extends GenericSchema>(
    exchange: Exchange,
    request: HttpRequest<S>,
  ): Reading<InferOutput<S>> {
    const reading = readExchange(exchange, request, this.#heard);
    if (exchange.kind === 'failure') return reading;
    this.#heard = true;
    const pressed = exchange.status === 429 || exchange.status === 503;
    if (pressed || reading.kind === 'answer') {
      this.#slowness = nextSlowness(this.#slowness, pressed);
    }
    return reading;
  }

  async #record(
    { method, template }: HttpRequest<GenericSchema>,
    number: number,
    send: () => Promise<Exchange>,
  ): Promise<Exchange> {
    const { clock } = this.#options;
    const [at, start] = [clock.wall(), clock.now()];
    const exchange = await send();
    const outcome = exchange.kind === 'response' ? exchange.status : exchange.code;
    this.log.push({ method, template, outcome, ms: clock.now() - start, attempt: number, at });
    return exchange;
  }
}

function toCancellation(reason: unknown): GateError {
  return reason instanceof GateError ? reason : new GateError('cancelled', 'the run was cancelled');
}
