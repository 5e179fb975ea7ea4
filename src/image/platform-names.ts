import { shortDigest } from './digest.ts';
import { nameApart, type Platform } from './platform.ts';
import { oneLine } from './text.ts';

/** The label of a platform where nobody says what it is, as outputs and the report hold it. */
const UNLABELLED = 'unknown';
const LABEL_MAX = 80;

/** What pages and sentences call the platforms, in order: short, told apart, and by the digest what has no label. */
export function callPlatforms(platforms: readonly Platform[]): readonly string[] {
  return nameApart(platforms.map((one) => ({ ...one, label: callOne(one) })));
}

function callOne({ label, digest }: Platform): string {
  return label === UNLABELLED ? `unlabelled ${shortDigest(digest)}` : oneLine(label, LABEL_MAX);
}
