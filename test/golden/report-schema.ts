import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import type { GateResult } from '../../src/gate/result.ts';
import { jsonReport } from '../../src/report/json/report.ts';

const SCHEMA_FILE = new URL('../../docs/report.schema.json', import.meta.url);
const validate = new Ajv2020({
  strict: true,
  strictRequired: false,
  allErrors: true,
  allowUnionTypes: true,
}).compile(JSON.parse(readFileSync(SCHEMA_FILE, 'utf8')));

/** What the published schema has to object to; empty where it fits. */
export function findSchemaErrors(report: unknown): readonly string[] {
  if (validate(report)) return [];
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}

/** The report of a result as a reader parses it. */
export function parseReport(result: GateResult): Record<string, unknown> {
  return JSON.parse(jsonReport(result, { repository: 'acme/image-gate', ref: 'v1' }));
}
