import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { INPUTS, type InputEntry } from './catalog.ts';

interface Described {
  readonly description?: string;
  readonly default?: string;
  readonly required?: boolean;
}

interface ActionFile {
  readonly description: string;
  readonly inputs: Readonly<Record<string, Described>>;
  readonly outputs: Readonly<Record<string, Described>>;
  readonly runs: unknown;
}

const action: ActionFile = parse(
  readFileSync(new URL('../../action.yml', import.meta.url), 'utf8'),
);

describe('action.yml', () => {
  it('declares the inputs of the catalog, in its order, with its defaults', () => {
    const declared = Object.entries(action.inputs).map(([name, { default: text }]) => [name, text]);
    const known = Object.entries<InputEntry>(INPUTS).map(([name, entry]) => [
      name,
      entry.default ?? entry.expression,
    ]);
    expect(declared).toEqual(known);
  });

  it('writes every default as text, so that YAML cannot turn it into something else', () => {
    const defaults = Object.values(action.inputs).map((input) => typeof input.default);
    expect(new Set(defaults)).toEqual(new Set(['string', 'undefined']));
  });

  it('requires the image alone', () => {
    const required = Object.entries(action.inputs).filter(([, input]) => input.required === true);
    expect(required.map(([name]) => name)).toEqual(['image']);
  });

  it('names the environment variable that stands in for an input', () => {
    for (const [name, entry] of Object.entries(INPUTS)) {
      if ('variable' in entry) expect(action.inputs[name]?.description).toContain(entry.variable);
    }
  });

  it('declares the outputs', () => {
    expect(Object.keys(action.outputs)).toEqual([
      'verdict',
      'reason',
      'approved',
      'digest',
      'platforms',
      'critical',
      'high',
      'medium',
      'low',
      'ignored',
      'xray-status',
      'slsa-status',
      'quarantined',
      'scanned-at',
      'waited-seconds',
      'report-file',
      'attestation-file',
      'results',
    ]);
  });

  it('describes everything in full sentences, and itself within the limit of the Marketplace', () => {
    for (const entry of [...Object.values(action.inputs), ...Object.values(action.outputs)]) {
      expect(entry.description).toMatch(/\.$/);
    }
    expect(action.description.length).toBeLessThan(125);
  });

  it('runs the bundle on Node 24', () => {
    expect(action.runs).toEqual({ using: 'node24', main: 'dist/index.js' });
  });
});
