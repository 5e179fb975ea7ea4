import { describe, expect, it } from 'vitest';
import { cellsOf, findHighest, isOver } from './limit.ts';

describe('a limit', () => {
  it('is exceeded above it, not at it', () => {
    expect(isOver(3, 3)).toBe(false);
    expect(isOver(4, 3)).toBe(true);
    expect(isOver(1e9, 'unlimited')).toBe(false);
  });

  it('is exceeded by what is no number', () => {
    expect(isOver(Number.NaN, 3)).toBe(true);
  });
});

describe('numbers of platforms', () => {
  const numbers = [
    { name: 'a', value: 1 },
    { name: 'b', value: undefined },
    { name: 'c', value: 2 },
  ];

  it('have a highest one, unknown ones aside', () => {
    expect(findHighest(numbers)).toEqual({ name: 'c', value: 2 });
    expect(findHighest([{ name: 'b', value: undefined }])).toBeUndefined();
  });

  it('name the first of several that are equally high', () => {
    const level = [
      { name: 'a', value: 2 },
      { name: 'b', value: 2 },
    ];
    expect(findHighest(level)).toEqual({ name: 'a', value: 2 });
  });

  it('are shown one by one only where they differ', () => {
    expect(cellsOf(numbers)).toContainEqual({ label: 'b', found: 'unknown' });
    expect(
      cellsOf([
        { name: 'a', value: 1 },
        { name: 'b', value: 1 },
      ]),
    ).toEqual([]);
  });
});
