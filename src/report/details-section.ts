import type { ImageResult } from '../gate/result.ts';
import { formatTime } from '../image/duration.ts';
import { valueOf, type XrayScan } from '../image/evidence.ts';
import { SEVERITIES } from '../image/severity.ts';
import { code, details, type Html, html, join, own, table } from './markdown.ts';
import type { Numbers, PlatformNumbers } from './numbers.ts';
import { type Journey, timelineSection } from './timeline.ts';

const PLATFORM_HEAD = [
  html`Platform`,
  html`Critical`,
  html`High`,
  html`Medium`,
  html`Low`,
  html`Info`,
  html`Exempted`,
  html`STO scanned at`,
];
const TAGS_MAX = 20;
const PLATFORMS_MAX = 100;
const PARTS_MAX = 20;

/** What the details tell of the way to the verdict. */
export interface Way {
  readonly journey: Journey | undefined;
  /** Whether there is room for a chart. */
  readonly isPictured: boolean;
}

/** Everything that only those want who look twice, folded. */
export function detailsSection(image: ImageResult, numbers: Numbers, way: Way): Html {
  const facts = [
    ...imageFacts(image),
    ...digestFacts(numbers.platforms),
    ...xrayFacts(valueOf(image.evidence.xray)),
  ];
  const timeline = timelineSection(image, way.journey, way.isPictured);
  const content = html`${table([], facts)}${platformsTable(numbers.platforms)}${timeline}`;
  return details(html`Details`, content);
}

function imageFacts({ image, digest, version }: ImageResult): readonly (readonly Html[])[] {
  const { size, pushedBy, pushedAt } = version;
  return [
    [html`Name`, code(image.name)],
    ...(image.tags.length === 0 ? [] : [[html`Tags`, codes(image.tags, TAGS_MAX)]]),
    ...(digest === undefined ? [] : [[html`Digest`, code(digest)]]),
    ...(size === undefined ? [] : [[html`Size`, code(size)]]),
    ...(pushedBy === undefined ? [] : [[html`Pushed by`, code(pushedBy)]]),
    ...(pushedAt === undefined ? [] : [[html`Pushed at`, own(formatTime(pushedAt))]]),
  ];
}

function xrayFacts(scan: XrayScan | undefined): readonly (readonly Html[])[] {
  if (scan === undefined) return [];
  const parts = scan.parts.map(({ name, state }) => `${name} ${state || 'not started'}`);
  const finished =
    scan.finishedAt === undefined
      ? []
      : [[html`Xray finished at`, own(formatTime(scan.finishedAt))]];
  return [
    [html`Xray path`, code(`${scan.repository}/${scan.path}`)],
    ...finished,
    ...(parts.length === 0 ? [] : [[html`Xray parts`, codes(parts, PARTS_MAX)]]),
  ];
}

/** A digest is too wide to stand beside numbers. */
function digestFacts(platforms: readonly PlatformNumbers[]): readonly (readonly Html[])[] {
  return platforms.slice(0, PLATFORMS_MAX).map(({ name, digest }) => [code(name), code(digest)]);
}

function platformsTable(platforms: readonly PlatformNumbers[]): Html {
  if (platforms.length === 0) return html``;
  const shown = platforms.slice(0, PLATFORMS_MAX);
  const rest = platforms.length - shown.length;
  const more = rest > 0 ? html`<p>and ${rest} more platforms</p>` : html``;
  return html`${table(PLATFORM_HEAD, shown.map(platformRow))}${more}`;
}

function platformRow(platform: PlatformNumbers): readonly Html[] {
  const counts = [...SEVERITIES, 'ignored' as const].map((key) => countCell(platform[key]));
  const { name, scannedAt } = platform;
  return [code(name), ...counts, own(scannedAt === undefined ? 'unknown' : formatTime(scannedAt))];
}

function countCell(count: number | undefined): Html {
  return count === undefined ? html`unknown` : html`${count}`;
}

function codes(texts: readonly string[], max: number): Html {
  const rest = texts.length - max;
  const shown = join(texts.slice(0, max).map((text) => code(text)));
  return rest > 0 ? html`${shown} and ${rest} more` : shown;
}
