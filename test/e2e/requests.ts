import { type Call, type CallName, matchCall } from '../simulator/calls.ts';
import type { RecordedRequest } from '../simulator/simulator.ts';
import type { Played } from './play.ts';

/** A request with the name of the vendor's call it belongs to. */
export interface NamedRequest extends RecordedRequest {
  readonly call: CallName;
  readonly query: URLSearchParams;
  readonly params: Call['params'];
}

/** The requests of a run as calls, in order. */
export function callsOf({ requests }: Pick<Played, 'requests'>): readonly NamedRequest[] {
  return requests.map((request) => {
    const [path = '', search = ''] = request.path.split(/\?(.*)/s);
    const { name, params } = matchCall(request.method, path);
    return { ...request, call: name, params, query: new URLSearchParams(search) };
  });
}

/** The requests of one call. */
export function requestsOf(
  played: Pick<Played, 'requests'>,
  call: CallName,
): readonly NamedRequest[] {
  return callsOf(played).filter((request) => request.call === call);
}

/** How often each call was asked. */
export function countCalls(played: Pick<Played, 'requests'>): Partial<Record<CallName, number>> {
  const counts: Partial<Record<CallName, number>> = {};
  for (const { call } of callsOf(played)) counts[call] = (counts[call] ?? 0) + 1;
  return counts;
}
