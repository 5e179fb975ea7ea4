import { shortDigest } from '../image/digest.ts';
import { nameApart, type Platform } from '../image/platform.ts';
import { shorten } from './wording.ts';

/** The label of a platform where nobody says what it is, as outputs and the report hold it. */
const UNLABELLED = 'unknown';

/** What sentences and cells call the platforms, in order: short, told apart, and by the digest what has no label. */
export function callPlatforms(platforms: readonly Platform[]): readonly string[] {
  return nameApart(platforms.map((one) => ({ ...one, label: callOne(one) })));
}

function callOne({ label, digest }: Platform): string {
  return label === UNLABELLED ? `unlabelled ${shortDigest(digest)}` : shorten(label);
}
