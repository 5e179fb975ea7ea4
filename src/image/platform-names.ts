import { shortDigest } from './digest.ts';
import { nameApart, type Platform, UNLABELLED } from './platform.ts';
import { oneLine } from './text.ts';

const LABEL_MAX = 80;

/** What pages and sentences call the platforms, in order: short, told apart, and by the digest what has no label. */
export function callPlatforms(platforms: readonly Platform[]): readonly string[] {
  return nameApart(platforms.map((one) => ({ ...one, label: callOne(one) })));
}

function callOne({ label, digest }: Platform): string {
  return label === UNLABELLED ? `unlabelled ${shortDigest(digest)}` : oneLine(label, LABEL_MAX);
}
