import { expect, test } from 'vitest';
import { findFault } from './check-run.ts';
import { type Alphabet, explore } from './explore.ts';
import { IF_PRESENT, modelInputs, REQUIRED } from './model-inputs.ts';
import { NUMBERS, type NumbersWord } from './numbers-model.ts';
import { REGISTRY_STATES, type RegistryWord } from './registry-model.ts';
import { SCANNER_STATES, type ScannerWord } from './scanner-model.ts';

const LONGEST = Number(process.env["LONG"] ?? 6);

const SCANNER: Alphabet = { service: 'scanner', words: keysOf<ScannerWord>(SCANNER_STATES) };
const REGISTRY: Alphabet = { service: 'registry', words: keysOf<RegistryWord>(REGISTRY_STATES) };
const NUMBERS_ALPHABET: Alphabet = { service: 'numbers', words: keysOf<NumbersWord>(NUMBERS) };

const POLICIES = { required: REQUIRED, 'if-present': IF_PRESENT } as const;

function keysOf<W extends string>(states: Readonly<Record<W, unknown>>): readonly W[] {
  const isWord = (key: string): key is W => Object.hasOwn(states, key);
  return Object.keys(states).filter(isWord);
}

for (const [name, policy] of Object.entries(POLICIES)) {
  for (const alphabet of [SCANNER, REGISTRY, NUMBERS_ALPHABET]) {
    test(`no sequence of six answers of the ${alphabet.service} passes without good evidence, all checks ${name}`, async () => {
      const faults: string[] = [];
      const coverage = await explore(modelInputs(policy), alphabet, LONGEST, (run) => {
        const fault = findFault(run, policy);
        if (fault !== undefined) faults.push(fault);
      });
      console.log(name, alphabet.service, JSON.stringify(coverage), faults.length);
      expect(faults.slice(0, 25)).toEqual([]);
      expect(coverage.sequences).toBe(alphabet.words.length ** LONGEST);
      expect(coverage.passed).toBeGreaterThan(0);
    }, 120_000);
  }
}
