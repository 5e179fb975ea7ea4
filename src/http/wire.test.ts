import { number, safeParse } from 'valibot';
import { describe, expect, it } from 'vitest';
import { wireObject, wireRecord } from './wire.ts';

const NO_OBJECTS: readonly [string, unknown][] = [
  ['a list', []],
  ['a list that has the fields', Object.assign([], { count: 1 })],
  ['null', null],
  ['a text', 'count'],
  ['nothing', undefined],
];

describe('wireObject', () => {
  const schema = wireObject({ count: number() });

  it('keeps the fields it knows and lets others pass', () => {
    expect(safeParse(schema, { count: 1, more: 2 })).toMatchObject({
      success: true,
      output: { count: 1 },
    });
  });

  it('refuses fields that do not fit', () => {
    expect(safeParse(schema, { count: 'one' }).success).toBe(false);
    expect(safeParse(schema, {}).success).toBe(false);
  });

  it.each(NO_OBJECTS)('does not take %s for an object', (_, value) => {
    expect(safeParse(schema, value).success).toBe(false);
  });

  it('does not take a list for an object without fields', () => {
    expect(safeParse(wireObject({}), []).success).toBe(false);
    expect(safeParse(wireObject({}), {}).success).toBe(true);
  });
});

describe('wireRecord', () => {
  it('keeps every field, whatever it holds', () => {
    const value = { a: 1, b: null, c: [{ d: 'e' }] };
    expect(safeParse(wireRecord, value)).toMatchObject({ success: true, output: value });
  });

  it.each(NO_OBJECTS)('does not take %s for an object', (_, value) => {
    expect(safeParse(wireRecord, value).success).toBe(false);
  });
});
