import type { Digest } from '../../image/digest.ts';
import { oneLine } from '../../image/text.ts';

/** What a JSON file may hold. There is no `undefined` in it: unknown is `null`, so that it can be seen. */
export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

/** Fields in the order in which they are written. */
export interface JsonObject {
  readonly [name: string]: Json;
}

const TEXT_MAX = 500;

/** Text from anywhere as one harmless line. */
export function lineOf(text: string): string {
  return oneLine(text, TEXT_MAX);
}

/** The same where there may be none. */
export function lineOrNull(text: string | undefined): string | null {
  return text === undefined || text === '' ? null : lineOf(text);
}

/** Epoch milliseconds as RFC 3339 in UTC; `null` where the number is no time. */
export function timeOrNull(at: number | undefined): string | null {
  const date = new Date(at ?? Number.NaN);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** A number that JSON can carry; `null` where nobody sent one. */
export function numberOrNull(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

/** Milliseconds without a fraction that nobody measured. */
export function wholeMs(ms: number): number {
  return Math.round(ms);
}

/** A platform or another manifest by its label and digest. */
export function platformJson(platform: { readonly label: string; readonly digest: Digest }): Json {
  return { platform: lineOf(platform.label), digest: platform.digest };
}
