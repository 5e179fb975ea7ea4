import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import * as v from 'valibot';
import type { ApiRequest } from './github-server.ts';

const Schema = v.record(v.string(), v.unknown());
const Description = v.object({
  operations: v.array(
    v.object({
      method: v.string(),
      path: v.string(),
      operationId: v.string(),
      parameters: v.array(
        v.object({
          name: v.string(),
          in: v.picklist(['path', 'query']),
          required: v.boolean(),
          schema: Schema,
        }),
      ),
      body: v.optional(Schema),
      example: v.optional(v.unknown()),
    }),
  ),
});
type Operation = v.InferOutput<typeof Description>['operations'][number];

const FILE = new URL('./operations.json', import.meta.url);
const { operations } = v.parse(Description, JSON.parse(readFileSync(FILE, 'utf8')));

// Texts of a query or path are numbers where the description says so.
const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, coerceTypes: false });
const ajvOfTexts = new Ajv({ strict: false, validateFormats: false, coerceTypes: true });

/** What GitHub's own description of its API finds wrong with a request; empty when it fits. */
export function findFaults(request: ApiRequest): readonly string[] {
  const operation = operations.find(
    (one) => one.method === request.method && patternOf(one).test(request.path),
  );
  if (operation === undefined) return [`no such operation: ${request.method} ${request.path}`];
  return [
    ...bodyFaults(operation, request.body),
    ...textFaults(operation, 'path', patternOf(operation).exec(request.path)?.groups ?? {}),
    ...textFaults(operation, 'query', Object.fromEntries(request.query)),
  ];
}

/** The answer that GitHub gives as an example in its description. */
export function exampleOf(operationId: string): unknown {
  const operation = operations.find((one) => one.operationId === operationId);
  if (operation?.example === undefined) throw new Error(`no example of ${operationId}`);
  return structuredClone(operation.example);
}

function patternOf({ path }: Operation): RegExp {
  return new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
}

function bodyFaults({ body: schema }: Operation, body: unknown): readonly string[] {
  if (schema === undefined) return body === undefined ? [] : ['a body where none is read'];
  const known = v.safeParse(v.object({ properties: Schema }), schema);
  const names = Object.keys(v.parse(Schema, body));
  const unknown = names.filter((name) => known.success && !(name in known.output.properties));
  return [
    ...faultsOf(ajv.compile(schema), body),
    ...unknown.map((name) => `body: unknown ${name}`),
  ];
}

function textFaults(
  { parameters }: Operation,
  where: 'path' | 'query',
  texts: Readonly<Record<string, string>>,
): readonly string[] {
  const own = parameters.filter((parameter) => parameter.in === where);
  const schema = {
    type: 'object',
    properties: Object.fromEntries(own.map(({ name, schema }) => [name, schema])),
    required: own.filter(({ required }) => required).map(({ name }) => name),
    additionalProperties: false,
  };
  return faultsOf(ajvOfTexts.compile(schema), { ...texts });
}

function faultsOf(validate: ValidateFunction, value: unknown): readonly string[] {
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
