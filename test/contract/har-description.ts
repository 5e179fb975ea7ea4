import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { REQUIRED_BUT_NEVER_SENT, SENT_AS_NULL } from './simulator-exceptions.ts';

interface Definition {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: unknown;
}

interface Description {
  readonly calls: Readonly<
    Record<string, { readonly responses: Record<string, { $ref: string }> }>
  >;
  readonly $defs: Readonly<Record<string, Definition>>;
}

const FILE = new URL('data/har-schemas.json', import.meta.url);
/** Parts of `ArtifactDetail` that stand beside its own properties. */
const PARTS = /DetailConfig$/;

/** The published description, and what answers it foresees. */
export interface HarDescription {
  /** Checks the body of an answer; undefined when the call has no answer with that status. */
  findValidator(call: string, status: number): ValidateFunction | undefined;
}

/** Reads the description with the exceptions made, and so that fields beyond it are errors too. */
export function readHarDescription(): HarDescription {
  const { calls, $defs } = JSON.parse(readFileSync(FILE, 'utf8')) as Description;
  const definitions = Object.fromEntries(
    Object.entries($defs).map(([name, definition]) => [name, amend(name, definition)]),
  );
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  ajv.addSchema({ $id: 'har', $defs: definitions });
  return {
    findValidator(call, status) {
      const reference = calls[call]?.responses[String(status)]?.$ref;
      return reference === undefined ? undefined : ajv.getSchema(`har${reference}`);
    },
  };
}

function amend(name: string, definition: Definition): Definition & Record<string, unknown> {
  const { properties, required } = definition;
  if (properties === undefined) return { ...definition };
  const nullable = Object.entries(properties).map(([property, schema]) => [
    property,
    SENT_AS_NULL.includes(`${name}.${property}`) ? { anyOf: [schema, { type: 'null' }] } : schema,
  ]);
  return {
    ...definition,
    properties: Object.fromEntries(nullable),
    required: (required ?? []).filter(
      (property) => !REQUIRED_BUT_NEVER_SENT.includes(`${name}.${property}`),
    ),
    ...(PARTS.test(name) ? {} : { unevaluatedProperties: false }),
  };
}
