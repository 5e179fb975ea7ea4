import { describe, expect, it } from 'vitest';
import { checkRunTextOf } from '../../src/report/check-run-text.ts';
import { commentTextOf } from '../../src/report/comment-text.ts';
import { CASES } from './cases.ts';
import { NOW } from './results.ts';

const RUN = {
  key: '0123456789abcdef0123456789abcdef',
  now: NOW,
  jobUrl: 'https://github.com/octo-org/app/actions/runs/1658821493/job/51725241954',
  commit: '7fd1a60b01f91b314f59955a4e4d4e80d8edf11d',
};

/** One row a line, so that a change shows as what it is; to a Markdown reader it is the same page. */
function inLines(page: string): string {
  return page.replace(/(?<!\n)(?=<(?:tr|li|table|details|h3|br)>)/g, '\n');
}

const COMMENTS = [
  'passed-multi-arch',
  'failed-critical',
  'failed-tag-moved-at-once',
  'several-images',
  'configuration-error',
];

const SHOWN = Object.entries(CASES).filter(([name]) => COMMENTS.includes(name));

describe('what people read on GitHub', () => {
  it.each(SHOWN)('comment: %s', async (name, result) => {
    const text = inLines(commentTextOf(result, RUN));
    await expect(text).toMatchFileSnapshot(`./comment-${name}.md`);
  });

  it('check runs', async () => {
    const lines = Object.values(CASES).map((result) => {
      const images = result.images.map(({ image }) => image);
      const { name, conclusion, title, summary } = checkRunTextOf(result, {
        images,
        now: NOW,
        jobUrl: RUN.jobUrl,
      });
      return [name, conclusion, title, summary].join('\n');
    });
    await expect(`${lines.join('\n\n')}\n`).toMatchFileSnapshot('./check-runs.txt');
  });
});
