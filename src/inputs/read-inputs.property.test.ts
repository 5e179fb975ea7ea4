import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { INPUTS } from './catalog.ts';
import { EXAMPLE_DIGEST, EXAMPLE_KEY, exampleInputs } from './inputs.fixture.ts';
import { readInputs } from './read-inputs.ts';

const NAMES = Object.keys(INPUTS);

const PIECES = [
  '',
  ' ',
  '\n',
  ',',
  ':',
  '@',
  '/',
  '..',
  'off',
  'required',
  'unlimited',
  '0',
  '5m',
  '1h',
  'true',
  'all',
  'linux/amd64',
  'pkg.harness.io',
  'acme.jfrog.io',
  'abc_12-x',
  'reg',
  'app',
  '1.4.2',
  EXAMPLE_DIGEST,
  EXAMPLE_KEY,
  'https://',
  'from-tag',
];

const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.array(fc.nat({ max: 0xffff })).map((codes) => String.fromCharCode(...codes)),
  fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join('')),
);

const anyValue = fc.option(anyText, { nil: undefined });
const anyInputs = fc.dictionary(fc.constantFrom(...NAMES), anyValue);
const anyEnvironment = fc.record(
  { HARNESS_API_KEY: anyValue, JF_URL: anyValue, JF_ACCESS_TOKEN: anyValue, JF_PROJECT: anyValue },
  { requiredKeys: [] },
);

describe('readInputs, whatever it is given', () => {
  it('reads it, or names the inputs that are wrong; it never throws', () => {
    fc.assert(
      fc.property(anyInputs, anyEnvironment, fc.boolean(), (written, env, fromExample) => {
        const raw = fromExample ? exampleInputs(written) : (name: string) => written[name];
        const reading = readInputs(raw, env);
        if (reading.ok) return;
        expect(reading.problems.length).toBeGreaterThan(0);
        for (const problem of reading.problems) {
          expect(NAMES).toContain(/^[a-z-]+/.exec(problem)?.[0]);
          expect(problem).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
          expect(problem.length).toBeLessThan(500);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('never shows a key or token', () => {
    const secret = fc.stringMatching(/^[A-Za-z0-9.]{12,40}$/).map((text) => `zq9${text}`);
    fc.assert(
      fc.property(secret, anyText, fc.constantFrom(...NAMES), (key, around, name) => {
        const changes = {
          'harness-api-key': key,
          'jfrog-access-token': `${key}x`,
          [name]: `${around}${key}`,
        };
        const reading = readInputs(exampleInputs(changes), {});
        if (!reading.ok) expect(reading.problems.join('\n')).not.toContain(key);
      }),
      { numRuns: 1_000 },
    );
  });
});
