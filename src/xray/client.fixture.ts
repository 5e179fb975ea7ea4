import * as v from 'valibot';
import { GateError } from '../errors.ts';
import type { HttpClient } from '../http/request.ts';

// For tests only: production code must not import this file.

/** A question as a fake JFrog platform hears it. */
export interface Heard {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What the platform answers: data, a refusal, or what the HTTP client throws. */
export type Reply =
  | { readonly json: unknown }
  | { readonly status: number; readonly isJson?: boolean; readonly message?: string }
  | GateError;

export const NOT_THERE: Reply = { status: 404 };
export const FORBIDDEN = new GateError('permission', 'not allowed', { status: 403 });

/** A client that is answered by a function; data must fit the question's schema, as it must in truth. */
export function clientOf(reply: (heard: Heard) => Reply): {
  readonly client: HttpClient;
  readonly heard: readonly Heard[];
} {
  const heard: Heard[] = [];
  const client: HttpClient = {
    log: [],
    close: () => undefined,
    calm: async () => undefined,
    async request({ method, path, query = {}, body, schema }) {
      const question = { method, path, query, body };
      heard.push(question);
      const given = reply(question);
      if (given instanceof GateError) throw given;
      if ('json' in given) return { kind: 'data', data: v.parse(schema, given.json) };
      const { status, isJson: json = true, message = '' } = given;
      return { kind: 'refused', status, json, message };
    },
  };
  return { client, heard };
}
