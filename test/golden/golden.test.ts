import { describe, expect, it } from 'vitest';
import { reasonOf } from '../../src/report/reason.ts';
import { summaryOf } from '../../src/report/summary.ts';
import { CASES } from './cases.ts';
import { NOW } from './results.ts';

describe('pages that people read', () => {
  it.each(Object.entries(CASES))('%s', async (name, result) => {
    await expect(summaryOf(result, NOW)).toMatchFileSnapshot(`./${name}.md`);
  });

  it('one sentence for each', async () => {
    const lines = Object.values(CASES).map((result) => reasonOf(result));
    await expect(`${lines.join('\n\n')}\n`).toMatchFileSnapshot('./reasons.txt');
  });
});
