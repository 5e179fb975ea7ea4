import type { ImageResult } from '../../gate/result.ts';
import { valueOf } from '../../image/evidence.ts';
import type { Policy } from '../../policy/policy.ts';
import { isGivenUp, isOff } from '../check-groups.ts';
import { code, type Html, html, join, joinLines } from '../markdown.ts';
import { digestHtml, judgedNames, nameHtml, notJudgedNames } from '../names.ts';
import type { Numbers } from '../numbers.ts';
import { issuesLine } from './issues-line.ts';

const PLATFORMS_MAX = 12;

/** Which image, which of its platforms, and its issues at a glance. */
export function identityBlock(
  image: ImageResult,
  numbers: Numbers,
  policy: Policy | undefined,
): Html {
  const which = [nameHtml(image), digestHtml(image)].filter((part) => part.html !== '');
  const lines = [
    html`<b>Image</b> ${join(which, ' · ')}`,
    platformsLine(html`Platforms`, judgedNames(image), unprovenNote(image)),
    platformsLine(html`Left out`, notJudgedNames(image)),
    policy === undefined || !isStoAsked(image) ? html`` : issuesLine(numbers),
  ];
  return html`<p>${joinLines(lines)}</p>`;
}

function platformsLine(label: Html, names: readonly string[], note = html``): Html {
  if (names.length === 0) return html``;
  const rest = names.length - PLATFORMS_MAX;
  const shown = join(names.slice(0, PLATFORMS_MAX).map((name) => code(name)));
  return html`<b>${label}</b> ${shown}${rest > 0 ? html` and ${rest} more` : html``}${note}`;
}

function unprovenNote({ evidence }: ImageResult): Html {
  const isUnproven = valueOf(evidence.platforms)?.proven === false;
  return isUnproven ? html` (the list is not proven by the digest)` : html``;
}

function isStoAsked({ findings }: ImageResult): boolean {
  const sto = findings.find(({ check }) => check === 'sto');
  return sto === undefined || !(isOff(sto) || isGivenUp(sto));
}
