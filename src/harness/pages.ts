import { PAGE_SIZE } from './api.ts';

/** One page of a list: its rows' names and, where said, how many rows there are in all. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly total: number | undefined;
}

/**
 * `complete`: the list came to its end before the pages that may be read did. `unseen`: rows that the service counted
 * and did not send, as one does that sends its first page for ever.
 */
export interface Collected<T> {
  readonly rows: readonly T[];
  readonly complete: boolean;
  readonly unseen: number;
}

/**
 * Rows page by page (pages count from 0) until `isDone`, until a page brings nothing new, until all rows were
 * seen, or until `most` pages. A page is never taken for the last because it is short: some lists ignore `size`.
 */
export async function collectPages<T>(options: {
  readPage(page: number): Promise<Page<T> | undefined>;
  key(row: T): string;
  isDone?(rows: readonly T[]): boolean;
  most: number;
}): Promise<Collected<T> | undefined> {
  const seen = new Map<string, T>();
  let received = 0;
  let unseen = 0;
  for (let page = 0; page < options.most; page += 1) {
    const answer = await options.readPage(page);
    if (answer === undefined) return page === 0 ? undefined : finish(seen, true, unseen);
    const before = seen.size;
    for (const row of answer.rows) seen.set(options.key(row), row);
    // A page that brings nothing new is one that was sent again.
    if (seen.size > before) received += answer.rows.length;
    unseen = unseenOf(answer, received);
    const isExhausted =
      seen.size === before || seen.size >= (answer.total ?? Number.POSITIVE_INFINITY);
    if (isExhausted || options.isDone?.([...seen.values()]) === true) {
      return finish(seen, true, unseen);
    }
  }
  return finish(seen, false, unseen);
}

function unseenOf({ total = 0 }: Page<unknown>, received: number): number {
  return Math.max(0, total - received);
}

function finish<T>(seen: ReadonlyMap<string, T>, complete: boolean, unseen: number): Collected<T> {
  return { rows: [...seen.values()], complete, unseen };
}

/** Query of one page: counting starts at 0 whatever the description says. */
export function pageQuery(page: number): Record<string, string> {
  return { page: String(page), size: String(PAGE_SIZE) };
}

/** A search finds nothing when its term holds `_` or `%`: the longest part without them is searched. */
export function searchQuery(name: string): Record<string, string> {
  const [longest = ''] = name.split(/[_%]/).sort((a, b) => b.length - a.length);
  return longest === '' ? {} : { search_term: longest };
}
