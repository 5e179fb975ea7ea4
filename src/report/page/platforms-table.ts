import { formatTime } from '../../image/duration.ts';
import { SEVERITIES } from '../../image/severity.ts';
import { code, type Html, html, join, joinLines, own, table, unbroken } from '../markdown.ts';
import { withShortDigest } from '../names.ts';
import type { PlatformNumbers } from '../numbers.ts';

const PLATFORMS_MAX = 100;

/** Others end a line where a column is narrow. */
const FIRM_HYPHEN = '\u2011';

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
  const { called, scannedAt, ignored } = platform;
  const counts = SEVERITIES.map((severity) => countOf(platform[severity], severity));
  const all = join([...counts, countOf(ignored, 'exempted')].map(unbroken), ' · ');
  const time = scannedAt === undefined ? html`unknown` : timeOf(scannedAt);
  return [code(withShortDigest(called)), isUnknown(platform) ? html`unknown` : all, time];
}

/** The day, and below it the time: together they would make the column too wide. */
function timeOf(at: number): Html {
  const [day = '', ...time] = formatTime(at).split(' ');
  return joinLines([own(day.replaceAll('-', FIRM_HYPHEN)), unbroken(own(time.join(' ')))]);
}

function isUnknown(platform: PlatformNumbers): boolean {
  return [...SEVERITIES, 'ignored' as const].every((key) => platform[key] === undefined);
}

function countOf(count: number | undefined, what: string): Html {
  return own(count === undefined ? `${what} unknown` : `${count} ${what}`);
}
