import * as v from 'valibot';
import type { StatusReading } from '../gate/ports.ts';
import { type Digest, isDigest } from '../image/digest.ts';
import type { XrayPart } from '../image/evidence.ts';
import { oneLine } from '../image/text.ts';
import { partSchema, type StatusWire } from './api.ts';

/** From Xray's status to the gate's words; states stay as they came, because new ones are to be expected. */
export function toStatusReading({ overall, details, violations }: StatusWire): StatusReading {
  return {
    state: toState(overall.status),
    at: toTime(overall.time),
    parts: [...toParts({ violations }, ''), ...toParts(details ?? {}, '')],
  };
}

/** What had to be cleaned is quoted, and so none of the states that the gate knows. */
function toState(text: string | null | undefined): string {
  const state = oneLine(text ?? '', 40);
  return state === (text ?? '') ? state : `“${state}”`;
}

/** Parts and, behind a slash, their categories: `exposures`, `exposures/secrets`. */
function toParts(parts: Readonly<Record<string, unknown>>, prefix: string): readonly XrayPart[] {
  return Object.entries(parts).flatMap(([key, value]) => {
    if (value === null || value === undefined) return [];
    const name = oneLine(`${prefix}${key}`, 60);
    const part = v.safeParse(partSchema, value);
    if (!part.success) return [{ name, state: 'unreadable' }];
    const { status, categories } = part.output;
    const nested = prefix === '' && categories ? toParts(categories, `${key}/`) : [];
    return [{ name, state: toState(status) }, ...nested];
  });
}

/** RFC 3339, `Z` or an offset, as epoch milliseconds. */
export function toTime(text: string | null | undefined): number | undefined {
  if (!text || !/^\d{4}-\d{2}-\d{2}T[\d:.]+(Z|[+-]\d{2}:?\d{2})$/.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isFinite(time) ? time : undefined;
}

/** A bare SHA-256 as JFrog writes it. */
export function toDigest(sha256: string | null | undefined): Digest | undefined {
  const digest = `sha256:${(sha256 ?? '').toLowerCase()}`;
  return isDigest(digest) ? digest : undefined;
}
