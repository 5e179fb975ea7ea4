import { formatTime } from '../../image/duration.ts';
import { SEVERITIES } from '../../image/severity.ts';
import { code, type Html, html, own, table } from '../markdown.ts';
import { withShortDigest } from '../names.ts';
import type { PlatformNumbers } from '../numbers.ts';

const PLATFORMS_MAX = 100;

const HEAD = [html`Platform`, html`Issues`, html`STO scanned at`];

/** STO's numbers platform by platform, where there are any; three columns, which fit a telephone. */
export function platformsTable(platforms: readonly PlatformNumbers[]): Html {
  if (platforms.every(isUnknown)) return html``;
  const shown = platforms.slice(0, PLATFORMS_MAX);
  const rest = platforms.length - shown.length;
  const more = rest > 0 ? html`<p>and ${rest} more platforms</p>` : html``;
  return html`${table(HEAD, shown.map(toRow))}${more}`;
}

function toRow(platform: PlatformNumbers): readonly Html[] {
  const { name, scannedAt, ignored } = platform;
  const counts = SEVERITIES.map((severity) => countOf(platform[severity], severity));
  const all = [...counts, countOf(ignored, 'exempted')].join(' · ');
  const time = scannedAt === undefined ? 'unknown' : formatTime(scannedAt);
  return [code(withShortDigest(name)), own(isUnknown(platform) ? 'unknown' : all), own(time)];
}

function isUnknown(platform: PlatformNumbers): boolean {
  return [...SEVERITIES, 'ignored' as const].every((key) => platform[key] === undefined);
}

function countOf(count: number | undefined, what: string): string {
  return count === undefined ? `${what} unknown` : `${count} ${what}`;
}
