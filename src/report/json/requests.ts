import type { RequestNote } from '../../gate/result.ts';
import { type Json, lineOf, timeOrNull, wholeMs } from './values.ts';

/** More than these are only counted. */
export const REQUESTS_MAX = 5_000;

/** Requests that are alike but for their times. */
interface Group {
  readonly first: RequestNote;
  count: number;
  ms: number;
  lastAt: number;
}

/** Every attempt in the order of their ends; beyond the first 5,000 they are counted by call and outcome. */
export function requestsJson(requests: readonly RequestNote[]): Json {
  return {
    total: requests.length,
    attempts: requests.slice(0, REQUESTS_MAX).map(attemptJson),
    'counted-only': groupsOf(requests.slice(REQUESTS_MAX)).map(groupJson),
  };
}

function attemptJson(note: RequestNote): Json {
  return {
    ...callJson(note),
    attempt: note.attempt,
    at: timeOrNull(note.at),
    ms: wholeMs(note.ms),
  };
}

function callJson({
  system,
  method,
  template,
  outcome,
}: RequestNote): Readonly<Record<string, Json>> {
  return {
    system,
    method,
    path: lineOf(template),
    status: typeof outcome === 'number' ? outcome : null,
    error: typeof outcome === 'number' ? null : lineOf(outcome),
  };
}

function groupsOf(requests: readonly RequestNote[]): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const note of requests) {
    const key = `${note.system} ${note.method} ${note.template} ${note.outcome}`;
    const group = groups.get(key) ?? { first: note, count: 0, ms: 0, lastAt: note.at };
    group.count += 1;
    group.ms += note.ms;
    group.lastAt = Math.max(group.lastAt, note.at);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function groupJson({ first, count, ms, lastAt }: Group): Json {
  return {
    ...callJson(first),
    count,
    'first-at': timeOrNull(first.at),
    'last-at': timeOrNull(lastAt),
    'total-ms': wholeMs(ms),
  };
}
