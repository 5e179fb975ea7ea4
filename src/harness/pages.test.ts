import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { collectPages, type Page, pageQuery, searchQuery } from './pages.ts';

/** Collects pages of single letters, and which pages were asked for. */
async function collect(
  pages: readonly (Page<string> | undefined)[],
  options: { readonly most?: number; readonly isDone?: (rows: readonly string[]) => boolean } = {},
) {
  const asked: number[] = [];
  const found = await collectPages<string>({
    readPage: async (page) => {
      asked.push(page);
      return pages[page];
    },
    key: (row) => row,
    most: 10,
    ...options,
  });
  return { asked, rows: found?.rows.join(''), complete: found?.complete };
}

const page = (text: string, total?: number): Page<string> => ({ rows: [...text], total });

describe('collectPages', () => {
  it('ends when all rows were seen', async () => {
    const found = await collect([page('abc', 5), page('de', 5), page('')]);
    expect(found).toEqual({ asked: [0, 1], rows: 'abcde', complete: true });
  });

  it('does not take a short page for the last', async () => {
    const found = await collect([page('a'), page('bc'), page('')]);
    expect(found.rows).toBe('abc');
  });

  it('ends when a page brings nothing new, because some lists send everything every time', async () => {
    const found = await collect([page('abc'), page('abc'), page('d')]);
    expect(found).toEqual({ asked: [0, 1], rows: 'abc', complete: true });
  });

  it('ends when what was looked for is there', async () => {
    const found = await collect([page('ab', 9), page('cd', 9)], {
      isDone: (rows) => rows.includes('b'),
    });
    expect(found.asked).toEqual([0]);
  });

  it('ends after the most pages, and says that it is not complete', async () => {
    const found = await collect([page('a', 9), page('b', 9), page('c', 9)], { most: 2 });
    expect(found).toEqual({ asked: [0, 1], rows: 'ab', complete: false });
  });

  it('tells a list that is not there from an empty one', async () => {
    expect((await collect([undefined])).rows).toBeUndefined();
    expect((await collect([page('')])).rows).toBe('');
  });
});

describe('pageQuery', () => {
  it('counts from 0 and always names the size', () => {
    expect(pageQuery(0)).toEqual({ page: '0', size: '100' });
  });
});

describe('searchQuery', () => {
  it.each([
    ['1.4.2', '1.4.2'],
    ['V1.0_RC-2', 'V1.0'],
    ['a_bb%ccc', 'ccc'],
  ])('searches %s by %s', (name, term) => {
    expect(searchQuery(name)).toEqual({ search_term: term });
  });

  it.each(['_', '%_%', ''])('asks for everything when nothing of “%s” is left', (name) => {
    expect(searchQuery(name)).toEqual({});
  });

  it('always searches a part of the name, without the characters that find nothing', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        const term = searchQuery(name)['search_term'] ?? '';
        expect(name).toContain(term);
        expect(term).not.toMatch(/[_%]/);
      }),
    );
  });
});
