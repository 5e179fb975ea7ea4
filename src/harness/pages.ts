import { PAGE_SIZE } from './api.ts';

/** One page of a list: its rows' names and, where said, how many rows there are in all. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly total: number | undefined;
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
}): Promise<{ rows: readonly T[]; complete: boolean } | undefined> {
  const seen = new Map<string, T>();
  for (let page = 0; page < options.most; page += 1) {
    const answer = await options.readPage(page);
    if (answer === undefined) return page === 0 ? undefined : finish(seen, true);
    const before = seen.size;
    for (const row of answer.rows) seen.set(options.key(row), row);
    const isExhausted =
      seen.size === before || seen.size >= (answer.total ?? Number.POSITIVE_INFINITY);
    if (isExhausted || options.isDone?.([...seen.values()]) === true) return finish(seen, true);
  }
  return finish(seen, false);
}

function finish<T>(seen: ReadonlyMap<string, T>, complete: boolean) {
  return { rows: [...seen.values()], complete };
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
