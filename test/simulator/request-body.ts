/** A JSON body, or undefined when it is none. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** A text field of a body; empty when it is missing or something else. */
export function textOf(content: unknown, name: string): string {
  const value = fieldOf(content, name);
  return typeof value === 'string' ? value : '';
}

/** A field of a body that holds a list of texts; anything else in it is left out. */
export function textsOf(content: unknown, name: string): readonly string[] {
  const value = fieldOf(content, name);
  return Array.isArray(value)
    ? value.filter((item): item is string => typeof item === 'string')
    : [];
}

function fieldOf(content: unknown, name: string): unknown {
  return typeof content === 'object' && content !== null ? Reflect.get(content, name) : undefined;
}
