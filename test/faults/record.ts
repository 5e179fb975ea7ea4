import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, expect, type RunnerTask, type RunnerTestFile } from 'vitest';
import { replaceSection, sectionOf, structureOf, toTable } from './reliability-page.ts';

/** A fault that was tried, and how the gate ended. */
export interface Row {
  readonly fault: string;
  readonly ended: string;
  readonly ms?: number;
  readonly peakMb?: number;
}

const PAGE = fileURLToPath(new URL('../../docs/reliability.md', import.meta.url));
const LOCK = `${PAGE}.lock`;

/**
 * Collects what a test file tried. When all of it passed, its section of `docs/reliability.md` is compared: other
 * faults or other endings are stale, other times are not. `RELIABILITY=write` writes the section instead.
 */
export function collectRows(section: string): (row: Row) => void {
  const rows: Row[] = [];
  let file: RunnerTestFile | undefined;
  afterEach(({ task }) => {
    file = task.file;
  });
  afterAll(() => {
    if (file?.tasks.every(hasPassed) === true) publish(section, rows);
  });
  return (row) => rows.push(row);
}

/** A test that was left out makes the table incomplete. */
function hasPassed(task: RunnerTask): boolean {
  if (task.type === 'suite') return task.tasks.every(hasPassed);
  return task.result?.state === 'pass';
}

function publish(section: string, rows: readonly Row[]): void {
  const table = toTable(rows);
  if (process.env['RELIABILITY'] === 'write') {
    withLock(() => writeFileSync(PAGE, replaceSection(readFileSync(PAGE, 'utf8'), section, table)));
    return;
  }
  const written = sectionOf(readFileSync(PAGE, 'utf8'), section);
  const advice = `docs/reliability.md: section ${section} is stale. Run: RELIABILITY=write vitest run test/faults`;
  expect(structureOf(written), advice).toEqual(structureOf(table));
}

/** Test files run beside each other, and each rewrites the page. */
function withLock(act: () => void): void {
  for (let tries = 0; ; tries += 1) {
    try {
      mkdirSync(LOCK);
      break;
    } catch (error) {
      if (tries > 200) throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
    }
  }
  try {
    act();
  } finally {
    rmdirSync(LOCK);
  }
}
