import { describe, expect, it } from 'vitest';
import { reasonOf } from '../../src/report/reason.ts';
import { summaryOf } from '../../src/report/summary.ts';
import { CASES } from './cases.ts';
import { NOW } from './results.ts';

/** One row a line, so that a change shows as what it is; to a Markdown reader it is the same page. */
function inLines(page: string): string {
  return page.replace(/(?<!\n)(?=<(?:tr|li|table|details|h3|br)>)/g, '\n');
}

describe('pages that people read', () => {
  it.each(Object.entries(CASES))('%s', async (name, result) => {
    await expect(inLines(summaryOf(result, NOW))).toMatchFileSnapshot(`./${name}.md`);
  });

  it('one sentence for each', async () => {
    const lines = Object.values(CASES).map((result) => reasonOf(result));
    await expect(`${lines.join('\n\n')}\n`).toMatchFileSnapshot('./reasons.txt');
  });
});
