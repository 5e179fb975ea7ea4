import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { CallName } from '../simulator/calls.ts';

/** One request as the proxy saw it. */
export interface SeenCall {
  readonly name: CallName;
  readonly system: 'harness' | 'jfrog';
  /** How many requests of this name came before, this one included. */
  readonly nth: number;
  readonly method: string;
  /** Path and query as received. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: string;
}

/** An answer of the service behind the proxy. */
export interface ServiceAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: Buffer;
}

/** What a fault may work with: the client's connection, and the answer that it ought to get. */
export interface Exchange {
  readonly call: SeenCall;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly socket: Socket;
  /** Asks the service behind, which then moves on as if it had answered. */
  forward(): Promise<ServiceAnswer>;
  /** Stops listening and drops all connections; listens again on the same port after so many milliseconds. */
  goAway(forMs?: number): void;
}

/** Answers a request in its own way. */
export type Fault = (exchange: Exchange) => Promise<void> | void;

/** Which requests meet a fault; the others reach the service. */
export type Plan = (call: SeenCall) => Fault | undefined;

/** The same fault for every request of a name, from the nth on, at most so many times. */
export function onCall(
  name: CallName,
  fault: Fault,
  { from = 1, times = Number.POSITIVE_INFINITY }: { from?: number; times?: number } = {},
): Plan {
  return (call) =>
    call.name === name && call.nth >= from && call.nth < from + times ? fault : undefined;
}

/** No fault at all. */
export const untouched: Plan = () => undefined;
