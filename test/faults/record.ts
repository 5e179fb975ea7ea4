import { mkdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, expect } from 'vitest';
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
  afterAll((suite) => {
    const isComplete = suite.tasks.every(function passed(task): boolean {
      return task.type === 'suite' ? task.tasks.every(passed) : task.result?.state === 'pass';
    });
    if (isComplete) publish(section, rows);
  });
  return (row) => rows.push(row);
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
