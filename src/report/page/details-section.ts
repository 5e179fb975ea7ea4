import type { ImageResult } from '../../gate/result.ts';
import { formatTime } from '../../image/duration.ts';
import { valueOf, type XrayScan } from '../../image/evidence.ts';
import type { Policy } from '../../policy/policy.ts';
import { code, details, type Html, html, join, own, unbroken } from '../markdown.ts';
import type { Numbers, PlatformNumbers } from '../numbers.ts';
import { platformsTable } from './platforms-table.ts';
import { timelineSection } from './timeline.ts';
import { endOfScan } from './xray-cell.ts';

const LIST_MAX = 20;
const PLATFORMS_MAX = 100;

/** What the details tell of the way to the verdict. */
export interface Way {
  readonly policy: Policy | undefined;
  /** Whether there is room for a chart. */
  readonly isPictured: boolean;
}

/** Everything that only those want who look twice, folded. */
export function detailsSection(image: ImageResult, numbers: Numbers, way: Way): Html {
  // Lines, not rows: a digest breaks in running text, and would make a table wider than a telephone.
  const facts = [
    ...imageFacts(image),
    ...numbers.platforms.slice(0, PLATFORMS_MAX).map(platformFact),
    ...xrayFacts(valueOf(image.evidence.xray)),
    ...policyFacts(way.policy),
  ];
  const timeline = timelineSection(image, way.isPictured);
  const content = html`<p>${join(facts, '<br>')}</p>${platformsTable(numbers.platforms)}${timeline}`;
  return details(html`Details`, content);
}

function imageFacts({ image, digest, version }: ImageResult): readonly Html[] {
  const { size, pushedBy, pushedAt } = version;
  return [
    fact(html`Name`, code(image.name)),
    ...(image.tags.length === 0 ? [] : [fact(html`Tags`, codes(image.tags))]),
    ...(digest === undefined ? [] : [fact(html`Digest`, code(digest))]),
    ...(size === undefined ? [] : [fact(html`Size`, code(size))]),
    ...(pushedBy === undefined ? [] : [fact(html`Pushed by`, code(pushedBy))]),
    ...(pushedAt === undefined ? [] : [fact(html`Pushed at`, own(formatTime(pushedAt)))]),
  ];
}

function platformFact({ called, digest }: PlatformNumbers): Html {
  return fact(html`Platform`, html`${code(called)} ${code(digest)}`);
}

function xrayFacts(scan: XrayScan | undefined): readonly Html[] {
  if (scan === undefined) return [];
  const { repository, path, finishedAt } = scan;
  const parts = scan.parts.map(({ name, state }) => `${name} ${state || 'not started'}`);
  return [
    fact(html`Xray path`, code(`${repository}/${path}`)),
    ...(finishedAt === undefined
      ? []
      : [fact(html`${endOfScan(scan)} at`, own(formatTime(finishedAt)))]),
    ...(parts.length === 0 ? [] : [fact(html`Xray parts`, codes(parts, unbroken))]),
  ];
}

function policyFacts(policy: Policy | undefined): readonly Html[] {
  if (policy === undefined || policy.slsa === 'off') return [];
  return [fact(html`SLSA accepts`, codes(policy.slsaAccepted))];
}

function fact(label: Html, value: Html): Html {
  return html`<b>${label}</b> ${value}`;
}

function codes(texts: readonly string[], show = (piece: Html) => piece): Html {
  const rest = texts.length - LIST_MAX;
  const shown = join(texts.slice(0, LIST_MAX).map((text) => show(code(text))));
  return rest > 0 ? html`${shown} and ${rest} more` : shown;
}
