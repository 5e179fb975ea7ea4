import type { ImageResult } from '../../gate/result.ts';
import { valueOf } from '../../image/evidence.ts';
import { SEVERITIES } from '../../image/severity.ts';
import type { Finding } from '../../policy/finding.ts';
import { isEcho, isSeverity, restsOnSto } from '../check-groups.ts';
import { code, type Html, html, join, list, type Names, prose } from '../markdown.ts';
import { digestHtml, nameHtml, notJudgedNames, phrasesOf } from '../names.ts';
import { capitalised, listed } from '../words.ts';
import { fitting } from './fitting.ts';
import { onlyReported } from './only-reported.ts';

/** One line for all that goes with it. */
const STO_OFF = html`STO is switched off, and with it the limits on issues and on the age of its scan`;
const TITLE = html`<p><b>Not covered by this verdict</b></p>`;
const SENTENCE_MAX = 300;
const PLATFORMS_MAX = 12;
const NAMES_MAX = 3;

/** What the verdict does not cover, said as plainly as what it does: silence must not be taken for a pass. */
export function notCovered(image: ImageResult): Html {
  const items = itemsOf(image);
  return items.length === 0 ? html`` : html`${TITLE}${list(items)}`;
}

/**
 * The same of several images, in `room` bytes: what goes for all of them stands alone, the rest behind the names of the
 * images that it goes for.
 */
export function notCoveredOfAll(images: readonly ImageResult[], room: number): Html {
  const groups = new Map<string, { readonly item: Html; readonly images: Set<ImageResult> }>();
  for (const image of images) {
    for (const item of itemsOf(image)) {
      const group = groups.get(item.html) ?? { item, images: new Set() };
      group.images.add(image);
      groups.set(item.html, group);
    }
  }
  const items = [...groups.values()].map((group) =>
    group.images.size === images.length
      ? group.item
      : html`${namesOf([...group.images])}: ${group.item}`,
  );
  if (items.length === 0) return html``;
  const shown = fitting(items, room);
  const rest = items.length - shown.length;
  const more = rest > 0 ? html`<p>and ${rest} more: see the run</p>` : html``;
  return html`${TITLE}${list(shown)}${more}`;
}

function namesOf(images: readonly ImageResult[]): Html {
  const rest = images.length - NAMES_MAX;
  const names = join(images.slice(0, NAMES_MAX).map(named), ', ');
  return rest > 0 ? html`${names} and ${rest} more` : names;
}

/** Artifacts of two registries may have one name. */
function named(image: ImageResult): Html {
  return join([nameHtml(image), digestHtml(image)].filter((piece) => piece.html !== ''));
}

function itemsOf(image: ImageResult): readonly Html[] {
  const said = onlyReported(image);
  const findings = image.findings.filter(
    (finding) => !isEcho(finding, image.findings) && !said.includes(finding),
  );
  return [
    ...leftOut(image),
    ...notes(findings, phrasesOf(image)),
    ...unlimited(findings),
    ...xrayStatus(image),
  ];
}

function leftOut(image: ImageResult): readonly Html[] {
  const names = notJudgedNames(image);
  if (names.length === 0) return [];
  const rest = names.length - PLATFORMS_MAX;
  const more = rest > 0 ? html` and ${rest} more` : html``;
  const shown = join(names.slice(0, PLATFORMS_MAX).map((name) => code(name)));
  return [html`Platforms that the input <code>platforms</code> leaves out: ${shown}${more}`];
}

function notes(findings: readonly Finding[], names: Names): readonly Html[] {
  const stoOff = findings.some(({ check, result }) => check === 'sto' && result === 'not-checked');
  const told = findings
    .filter(({ result }) => result === 'noted' || result === 'not-checked')
    .filter((finding) => !isUnlimited(finding) && !(stoOff && restsOnSto(finding.check)))
    .map(({ sentence }) => prose(capitalised(sentence), SENTENCE_MAX, { names }));
  return stoOff ? [STO_OFF, ...told] : told;
}

function unlimited(findings: readonly Finding[]): readonly Html[] {
  const names = SEVERITIES.filter((severity) =>
    findings.some((finding) => finding.check === severity && isUnlimited(finding)),
  );
  const issues = names.length === 0 ? [] : [`${listed(names, SEVERITIES.length)} issues`];
  const age = findings.some((finding) => finding.check === 'scan-age' && isUnlimited(finding));
  const all = [...issues, ...(age ? ["the age of STO's scan"] : [])];
  return all.length === 0 ? [] : [prose(`No limit on ${all.join(', nor on ')}`)];
}

function xrayStatus(image: ImageResult): readonly Html[] {
  if (valueOf(image.evidence.xray)?.state !== 'DONE') return [];
  return [html`What Xray found, and its policies: its status only says that the scan has finished`];
}

function isUnlimited({ check, result, allowed }: Finding): boolean {
  return (
    result === 'noted' && allowed === 'unlimited' && (check === 'scan-age' || isSeverity(check))
  );
}
