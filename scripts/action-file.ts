import { readFile } from 'node:fs/promises';
import * as v from 'valibot';
import { parse } from 'yaml';

// The runner turns every scalar into text, also an unquoted `true` or `5`.
const Scalar = v.pipe(
  v.union([v.string(), v.number(), v.boolean()]),
  v.transform((value) => String(value)),
);

const Input = v.object({
  description: v.string(),
  required: v.optional(v.boolean(), false),
  default: v.optional(Scalar),
});

const ActionFile = v.object({
  inputs: v.optional(v.record(v.string(), Input), {}),
  outputs: v.optional(v.record(v.string(), v.object({ description: v.string() })), {}),
});

/** Inputs and outputs as `action.yml` declares them. */
export type ActionFile = v.InferOutput<typeof ActionFile>;

/** Reads an `action.yml`; throws when it is missing or not one. */
export async function readActionFile(path: string): Promise<ActionFile> {
  return v.parse(ActionFile, parse(await readFile(path, 'utf8')));
}
