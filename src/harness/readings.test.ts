import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { timeOf, toCount, toIntegrationReading, toTime } from './readings.ts';

const SAMPLE = new URL('../../test/contract/data/integrationdetails-sample.json', import.meta.url);
const stoOf = (stoDetails: Record<string, unknown>) => toIntegrationReading({ stoDetails }).sto;
const slsaOf = (slsaDetails: Record<string, unknown>) => toIntegrationReading({ slsaDetails }).slsa;
const sbomOf = (sbomDetails: Record<string, unknown>) => toIntegrationReading({ sbomDetails }).sbom;

describe('a real answer', () => {
  it('is read whole', () => {
    const wire = JSON.parse(readFileSync(SAMPLE, 'utf8')).data;
    expect(toIntegrationReading(wire)).toEqual({
      sto: {
        kind: 'known',
        value: {
          executionId: 'eXeI7s6nETjmOMKU3Qrnm7A',
          pipelineId: 'HARNESS_ARTIFACT_SCAN_PIPELINE',
          scannedAt: { kind: 'known', value: 1_738_923_283_000 },
          counts: {
            critical: { kind: 'known', value: 17 },
            high: { kind: 'known', value: 19 },
            medium: { kind: 'known', value: 13 },
            low: { kind: 'known', value: 0 },
            info: { kind: 'known', value: 0 },
          },
          ignored: { kind: 'known', value: 0 },
          total: { kind: 'known', value: 49 },
        },
      },
      slsa: { kind: 'absent', why: 'no SLSA status' },
      sbom: {
        kind: 'known',
        value: {
          denyListViolations: { kind: 'known', value: 0 },
          components: { kind: 'known', value: 143 },
        },
      },
    });
  });
});

describe("STO's result", () => {
  it.each([
    {},
    { critical: 0, high: 0 },
    { executionId: '', lastScanned: '' },
    { executionId: null, lastScanned: '0' },
  ])('is absent, never 0, when there was no scan: %j', (wire) => {
    expect(stoOf(wire).kind).toBe('absent');
  });

  it.each([undefined, null])('is absent when it is %s', (stoDetails) => {
    expect(toIntegrationReading({ stoDetails }).sto.kind).toBe('absent');
  });

  it.each([{ executionId: 'e1' }, { lastScanned: '1738923283' }])(
    'is there, with what is missing missing: %j',
    (wire) => {
      expect(stoOf(wire)).toMatchObject({
        kind: 'known',
        value: { counts: { critical: { kind: 'missing' } } },
      });
    },
  );
});

describe('the SLSA status', () => {
  it('is known as it came, but for spaces', () => {
    expect(slsaOf({ status: ' PASSED ' })).toEqual({ kind: 'known', value: { status: 'PASSED' } });
  });

  it.each([
    [{ provenanceId: '', status: '' }, 'no SLSA status'],
    [{ status: null }, 'no SLSA status'],
    [{ provenanceId: 'p1', status: '  ' }, 'provenance exists, not verified'],
  ])('is absent: %j', (wire, why) => {
    expect(slsaOf(wire)).toEqual({ kind: 'absent', why });
  });

  it.each([true, 1, { value: 'PASSED' }, ['PASSED']])('is unrecognised: %j', (status) => {
    expect(slsaOf({ status }).kind).toBe('unrecognised');
  });
});

describe('the SBOM', () => {
  it.each([{}, { orchestrationId: '', artifactId: '' }])('is absent: %j', (wire) => {
    expect(sbomOf(wire).kind).toBe('absent');
  });

  it('is there with violations even when it has no id', () => {
    expect(sbomOf({ denyListViolations: 2 })).toMatchObject({
      value: { denyListViolations: { kind: 'known', value: 2 } },
    });
  });
});

describe('toCount', () => {
  it.each([0, 1, 49, Number.MAX_SAFE_INTEGER])('knows %d', (value) => {
    expect(toCount(value)).toEqual({ kind: 'known', value });
  });

  it.each([undefined, null])('misses %s', (value) => {
    expect(toCount(value)).toEqual({ kind: 'missing' });
  });

  it.each([-1, 1.5, '0', '17', '', true, Number.NaN, 1e300, [], {}])(
    'never makes a number of %j',
    (value) => {
      expect(toCount(value).kind).toBe('malformed');
    },
  );

  it.each([
    ['2', '"2"'],
    ['', '""'],
    [-1, '-1'],
    [true, 'true'],
    [[], 'a list'],
    [{}, 'an object'],
    ['9'.repeat(1_000), `"${'9'.repeat(77)}…"`],
  ])('shows what came instead, a text as such: %j', (value, raw) => {
    expect(toCount(value)).toEqual({ kind: 'malformed', raw });
  });

  it('knows whole numbers from 0 up and nothing else', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const isWhole = typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
        expect(toCount(value).kind === 'known').toBe(isWhole);
      }),
    );
  });
});

describe('toTime', () => {
  const AT = 1_738_923_283_000;

  it.each([
    ['seconds', '1738923283'],
    ['seconds as a number', 1_738_923_283],
    ['milliseconds', '1738923283000'],
    ['milliseconds as a number', AT],
    ['RFC 3339', '2025-02-07T10:14:43Z'],
    ['RFC 3339 with an offset', '2025-02-07T11:14:43+01:00'],
  ])('reads %s', (_, value) => {
    expect(toTime(value)).toEqual({ kind: 'known', value: AT });
  });

  it.each([undefined, null, '', ' ', '0', 0])('misses %j', (value) => {
    expect(toTime(value)).toEqual({ kind: 'missing' });
  });

  it.each([
    'yesterday',
    '2025-02-07',
    '2025-02-07T10:14:43',
    '2025-13-45T99:99:99Z',
    '-1738923283',
    -5,
    1.5,
    '1e12',
    Number.NaN,
    true,
    {},
  ])('does not guess at %j', (value) => {
    expect(toTime(value).kind).toBe('malformed');
  });

  it('is of no use to timeOf when it is malformed', () => {
    expect(timeOf('yesterday')).toBeUndefined();
    expect(timeOf('1738923283')).toBe(AT);
  });
});

describe('an SBOM without an id', () => {
  it('is absent when it counts nothing, and known when it counts violations', () => {
    const shell = {
      artifactId: '',
      orchestrationId: '',
      componentsCount: 0,
      denyListViolations: 0,
    };
    expect(sbomOf(shell).kind).toBe('absent');
    expect(sbomOf({ ...shell, denyListViolations: 1 }).kind).toBe('known');
  });
});
