import type { ImageResult, Links } from '../gate/result.ts';
import { shortDigest } from '../image/digest.ts';
import { formatAge, formatDuration, formatTime } from '../image/duration.ts';
import { valueOf } from '../image/evidence.ts';
import type { Policy } from '../policy/policy.ts';
import { checksTable } from './checks-table.ts';
import { decidingFindingOf } from './deciding.ts';
import { detailsSection, type Way } from './details-section.ts';
import { issuesLine } from './issues-line.ts';
import { code, type Html, html, join, link, own } from './markdown.ts';
import { judgedNames, nameOf, notJudgedNames } from './names.ts';
import { nextStepOf } from './next-step.ts';
import { notCovered } from './not-covered.ts';
import { type Numbers, numbersOf } from './numbers.ts';

const PLATFORMS_MAX = 12;

/** What a section needs to know of the run. `now` is epoch milliseconds. */
export interface Context extends Way {
  readonly policy: Policy | undefined;
  readonly now: number;
  /** Whether the whole run passed, so that its images may be deployed. */
  readonly approved: boolean;
}

/** All about one image in the order readers want it: which image, found against allowed, what next, what is not covered, details. */
export function imageSection(image: ImageResult, context: Context): readonly Html[] {
  const { policy, now, approved } = context;
  const numbers = numbersOf(image, policy, now);
  const blocks = [
    identity(image, numbers, policy),
    checksTable(image, numbers.worst.ignored),
    nextStep(image, approved),
    times(image, numbers, now),
    notCovered(image),
    detailsSection(image, numbers, context),
  ];
  return blocks.filter((block) => block.html !== '');
}

function identity(image: ImageResult, numbers: Numbers, policy: Policy | undefined): Html {
  const digest =
    image.digest === undefined ? html`digest unknown` : code(shortDigest(image.digest));
  const lines = [
    html`<b>Image</b> ${code(nameOf(image))} · ${digest}`,
    platformsLine(html`Judged`, judgedNames(image)),
    platformsLine(html`Not judged`, notJudgedNames(image)),
    valueOf(image.evidence.platforms)?.proven === false
      ? html`The list of platforms is not proven by the digest.`
      : html``,
    policy === undefined || policy.sto === 'off' ? html`` : issuesLine(numbers),
  ];
  return html`<p>${join(
    lines.filter((line) => line.html !== ''),
    '<br>',
  )}</p>`;
}

function platformsLine(label: Html, names: readonly string[]): Html {
  if (names.length === 0) return html``;
  const rest = names.length - PLATFORMS_MAX;
  const shown = join(names.slice(0, PLATFORMS_MAX).map((name) => code(name)));
  return html`<b>${label}</b> ${shown}${rest > 0 ? html` and ${rest} more` : html``}`;
}

function nextStep(image: ImageResult, approved: boolean): Html {
  const finding = decidingFindingOf(image);
  const step =
    finding === undefined ? howToDeploy(image, approved) : html`<b>Next</b> ${nextStepOf(finding)}`;
  const lines = [step, linksLine(image.links)].filter((line) => line.html !== '');
  return lines.length === 0 ? html`` : html`<p>${join(lines, '<br>')}</p>`;
}

/** Only what was judged may be deployed, and only the digest says what that is. */
function howToDeploy({ image, digest }: ImageResult, approved: boolean): Html {
  if (!approved || digest === undefined) return html``;
  return html`<b>Deploy</b> ${code(`${image.name}@${digest}`, 500)} (output <code>approved</code>)`;
}

function linksLine({ version, scan, xray }: Links): Html {
  const links = [
    ...(version === undefined ? [] : [link(version, html`Image in Harness`)]),
    ...(scan === undefined ? [] : [link(scan, html`STO scan`)]),
    ...(xray === undefined ? [] : [link(xray, html`Image in JFrog`)]),
  ];
  return links.length === 0 ? html`` : html`<b>See</b> ${join(links, ' · ')}`;
}

function times({ waited, evidence }: ImageResult, { oldestScan }: Numbers, now: number): Html {
  const xray = valueOf(evidence.xray)?.finishedAt;
  const ages = [
    ...(oldestScan === undefined ? [] : [html`<b>STO scanned</b> ${age(oldestScan, now)}`]),
    ...(xray === undefined ? [] : [html`<b>Xray finished</b> ${age(xray, now)}`]),
    html`<b>Waited</b> ${own(formatDuration(waited))}`,
  ];
  return html`<p>${join(ages, ' · ')}</p>`;
}

function age(at: number, now: number): Html {
  return own(`${formatAge(at, now)} (${formatTime(at)})`);
}
