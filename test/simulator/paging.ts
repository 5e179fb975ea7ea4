import type { Call } from './calls.ts';

/** One page of a list, with the fields that every list answer carries. */
export interface Page<T> {
  readonly rows: readonly T[];
  readonly fields: { itemCount: number; pageCount: number; pageIndex: number; pageSize: number };
}

const DEFAULT_SIZE = 10;

/**
 * Cuts a list: pages count from 0, `page` is heeded only when `size` is sent as well, and without it the answer calls
 * the first page 1. Past the end there are no rows and the full count.
 */
export function cutPage<T>(rows: readonly T[], call: Call): Page<T> {
  const size = numberOf(call, 'size');
  const index = numberOf(call, 'page');
  const pageSize = size ?? DEFAULT_SIZE;
  const start = size !== undefined && index !== undefined ? size * index : 0;
  return {
    rows: rows.slice(start, start + pageSize),
    fields: pageFields(rows.length, pageSize, index ?? 1),
  };
}

/** All rows at once, whatever was asked for, though the fields speak of pages: what `versions` does. */
export function ignorePage<T>(rows: readonly T[], call: Call): Page<T> {
  const fields = pageFields(
    rows.length,
    numberOf(call, 'size') ?? DEFAULT_SIZE,
    numberOf(call, 'page') ?? 1,
  );
  return { rows, fields };
}

/** Substring search without case; a term with `_` or `%` finds nothing. */
export function matchesSearch(name: string, call: Call): boolean {
  const term = call.query.get('search_term') ?? '';
  return !/[_%]/.test(term) && name.toLowerCase().includes(term.toLowerCase());
}

function pageFields(
  itemCount: number,
  pageSize: number,
  pageIndex: number,
): Page<unknown>['fields'] {
  return { itemCount, pageCount: Math.ceil(itemCount / pageSize), pageIndex, pageSize };
}

function numberOf(call: Call, name: string): number | undefined {
  const value = call.query.get(name);
  return value === null ? undefined : Number(value);
}
