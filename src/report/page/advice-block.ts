import type { ImageResult, Links } from '../../gate/result.ts';
import { decidingFindingOf } from '../deciding.ts';
import { code, type Html, html, join, link } from '../markdown.ts';
import { nextStepOf } from './next-step.ts';

/** What to do now, and where to look; `approved` where the whole run passed. */
export function adviceBlock(image: ImageResult, approved: boolean): Html {
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
