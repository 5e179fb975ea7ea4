import type { RequestInit, Response } from 'node-fetch';
import fetch from 'node-fetch';
import { checkBaseUrl } from './address.ts';
import { createAgent } from './connections.ts';

/** A page of a hundred comments of the greatest length, and some more. */
const MAX_BODY_BYTES = 40_000_000;

/** Connections for a library that brings a client of its own and takes only its `fetch` from elsewhere. */
export interface Connection {
  /** Sends to any URL below the base, never follows a redirect, and stops reading an answer without end. */
  fetch(url: string, init: RequestInit): Promise<Response>;
  /** Ends the connections; what is under way fails. */
  close(): void;
}

/**
 * Connects as the clients of the services do: the same proxies, certificates always checked, TLS everywhere but on
 * loopback. `urlName` says in errors where the base URL comes from.
 */
export function connect(
  base: URL,
  urlName: string,
  env: Readonly<Record<string, string | undefined>>,
): Connection {
  checkBaseUrl(base, urlName);
  const agent = createAgent(base, env);
  return {
    fetch: async (url, init) => {
      // A token goes to the host it is for, whatever address an answer has led to.
      if (new URL(url).origin !== base.origin) throw new TypeError('another origin');
      // Given an aborted signal and a body, the library destroys that body with nobody listening.
      if (init.signal?.aborted === true) throw new DOMException('aborted', 'AbortError');
      return fetch(url, { ...init, agent, redirect: 'manual', size: MAX_BODY_BYTES });
    },
    close: () => agent.destroy(),
  };
}
