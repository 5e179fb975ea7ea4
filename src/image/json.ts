/** A JSON object of which nothing is known yet. */
export type Json = Readonly<Record<string, unknown>>;

/** Whether it is an object with keys: neither `null` nor a list. */
export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object, or `undefined` where it is anything else. */
export function asObject(value: unknown): Json | undefined {
  return isObject(value) ? value : undefined;
}
