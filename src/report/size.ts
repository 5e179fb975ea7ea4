const ENCODER = new TextEncoder();

/** Bytes of a text in UTF-8, which is what limits are measured in. */
export function sizeOf(text: string): number {
  return ENCODER.encode(text).length;
}
