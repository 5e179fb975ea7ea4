import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { statusSchema } from './api.ts';
import { toDigest, toStatusReading, toTime } from './readings.ts';

const SAMPLE = new URL(
  '../../test/contract/data/xray-artifact-status-sample.json',
  import.meta.url,
);
const read = (wire: unknown) => toStatusReading(v.parse(statusSchema, wire));

describe('a status of Xray', () => {
  it('is read from the vendor’s sample', () => {
    const reading = read(JSON.parse(readFileSync(SAMPLE, 'utf8')));
    expect(reading.state).not.toBe('');
    expect(reading.at).toBeTypeOf('number');
    expect(reading.parts.map(({ name }) => name)).toContain('sca');
  });

  it('keeps a state that nobody knows', () => {
    expect(read({ overall: { status: 'SOMETHING_NEW' } }).state).toBe('SOMETHING_NEW');
  });

  it.each(['DO\u200bNE', ' DONE', 'DONE\n'])(
    'knows no state that only looks like one: %j',
    (status) => {
      expect(read({ overall: { status } }).state).toBe('“DONE”');
      const details = { sca: { status } };
      expect(read({ overall: { status: 'DONE' }, details }).parts).toEqual([
        { name: 'sca', state: '“DONE”' },
      ]);
    },
  );

  it.each([{}, { status: null }, { status: '' }])('has no state in %j', (overall) => {
    expect(read({ overall })).toEqual({ state: '', at: undefined, parts: [] });
  });

  it('names categories behind their part', () => {
    const details = {
      sca: { status: 'DONE' },
      exposures: { status: 'SCANNING', categories: { secrets: { status: 'PENDING' } } },
    };
    expect(read({ overall: { status: 'DONE' }, details }).parts).toEqual([
      { name: 'sca', state: 'DONE' },
      { name: 'exposures', state: 'SCANNING' },
      { name: 'exposures/secrets', state: 'PENDING' },
    ]);
  });

  it.each([
    ['beside the details', { violations: { status: 'FAILED' } }],
    ['among the details', { details: { violations: { status: 'FAILED' } } }],
  ])('reads violations %s', (_, wire) => {
    const { parts } = read({ overall: { status: 'DONE' }, ...wire });
    expect(parts).toEqual([{ name: 'violations', state: 'FAILED' }]);
  });

  it('leaves out a part that is null, and calls one without a status not started', () => {
    const details = { sca: {}, exposures: null };
    expect(read({ overall: { status: 'DONE' }, details }).parts).toEqual([
      { name: 'sca', state: '' },
    ]);
  });

  it.each(['DONE', 7, true, { status: 7 }])('calls a part that is %j unreadable', (sca) => {
    expect(read({ overall: { status: 'DONE' }, details: { sca } }).parts).toEqual([
      { name: 'sca', state: 'unreadable' },
    ]);
  });

  it.each([{}, { overall: null }, { overall: 'DONE' }, { overall: { status: 1 } }])(
    'does not fit when it is %j',
    (wire) => {
      expect(v.safeParse(statusSchema, wire).success).toBe(false);
    },
  );
});

describe('toTime', () => {
  it.each(['2025-02-07T10:14:43Z', '2025-02-07T10:14:43.000Z', '2025-02-07T11:14:43+01:00'])(
    'reads %s',
    (text) => {
      expect(toTime(text)).toBe(1_738_923_283_000);
    },
  );

  it.each([undefined, null, '', '1738923283', '2025-02-07', '2025-02-07T10:14:43', 'now'])(
    'does not guess at %s',
    (text) => {
      expect(toTime(text)).toBeUndefined();
    },
  );
});

describe('toDigest', () => {
  const hex = '0123456789abcdef'.repeat(4);

  it('adds the algorithm', () => {
    expect(toDigest(hex)).toBe(`sha256:${hex}`);
    expect(toDigest(hex.toUpperCase())).toBe(`sha256:${hex}`);
  });

  it.each([undefined, null, '', 'abc', `sha256:${hex}`])('makes none of %s', (text) => {
    expect(toDigest(text)).toBeUndefined();
  });
});

describe('answers that would mislead', () => {
  it('an Xray part that is a list is unreadable, not merely not started', () => {
    const wire = v.parse(statusSchema, {
      overall: { status: 'DONE' },
      details: { sca: { status: 'DONE' }, exposures: [{ status: 'FAILED' }] },
    });
    expect(toStatusReading(wire).parts).toContainEqual({ name: 'exposures', state: 'unreadable' });
  });

  it('violations that FAILED beside the details are not hidden by those among them', () => {
    const wire = v.parse(statusSchema, {
      overall: { status: 'DONE' },
      violations: { status: 'FAILED' },
      details: { sca: { status: 'DONE' }, violations: { status: 'DONE' } },
    });
    expect(toStatusReading(wire).parts.map(({ state }) => state)).toContain('FAILED');
  });
});
