import type { Told } from './trace.ts';

const UNFINISHED = new Set(['not-scanned', 'scanning', 'novel']);
const DONE = new Set(['done-young', 'done-old']);
const NO_SCAN = new Set(['none', 'not-scanned']);

/** What is missing for calling the scan of our image finished; absence counts where it is allowed. */
export function findScanGap(told: readonly Told[], mayBeAbsent: boolean): string | undefined {
  if (isScanProven(told)) return undefined;
  return mayBeAbsent && isScanAbsent(told) ? undefined : 'no finished scan of our image';
}

/** Whether the last words on the scan are: DONE without a fault, of the file that is ours. */
export function isScanProven(told: readonly Told[]): boolean {
  const status = told.findLast(({ call }) => call === 'status');
  if (status === undefined || !DONE.has(status.word)) return false;
  const found = told.findLast(({ call }) => call === 'find')?.word;
  const isIndexed = told.findLast(({ call }) => call === 'indexed')?.word === 'ours';
  if (found === 'unreadable') return isIndexed;
  if (found !== 'ours') return false;
  return isIndexed || status.word === 'done-young' || sawUnfinishedOurs(told);
}

/** An unfinished state, read while the last look at the file had shown ours. */
function sawUnfinishedOurs(told: readonly Told[]): boolean {
  return told.some(({ call, word }, index) => {
    if (call !== 'status' || !UNFINISHED.has(word)) return false;
    const before = told.slice(0, index).findLast((one) => one.call === 'find');
    return before?.word === 'ours';
  });
}

/** Nothing was ever said but that there is no file, or no scan of it. */
function isScanAbsent(told: readonly Told[]): boolean {
  const statuses = told.filter(({ call }) => call === 'status');
  if (statuses.length === 0) {
    return told.findLast(({ call }) => call === 'find')?.word === 'missing';
  }
  return statuses.every(({ word }) => NO_SCAN.has(word));
}
