import type { GateResult, ImageResult } from '../../gate/result.ts';
import { code, details, type Html, html, list, own } from '../markdown.ts';
import { approvedOf } from '../outputs.ts';
import { counted } from '../words.ts';
import { fitting } from './fitting.ts';
import { imagesTable } from './images-table.ts';
import { notCoveredOfAll } from './not-covered.ts';
import { onlyReported } from './only-reported.ts';

const REFERENCE_MAX = 500;

/** The images that passed beside others that did not: nobody has to do anything about them. */
export function passedFold(images: readonly ImageResult[], room: number): Html {
  if (images.length === 0) return html``;
  const noted = images.filter((image) => onlyReported(image).length > 0).length;
  const notes = noted === 0 ? html`` : html`, ${noted} with a note`;
  const title = html`${own(counted(images.length, 'image'))} passed${notes}`;
  return details(title, imagesTable(images, room));
}

/** What may be deployed of several images, and what nobody must take that for; nothing unless all of them passed. */
export function deployFold(result: GateResult, room: number): Html {
  const references = approvedOf(result).map((reference) => code(reference, REFERENCE_MAX));
  if (references.length === 0) return html``;
  const shown = fitting(references, room / 2);
  const rest = references.length - shown.length;
  const more = rest > 0 ? html`<p>and ${rest} more, which that output names</p>` : html``;
  const limits = notCoveredOfAll(result.images, room / 2);
  const title =
    limits.html === ''
      ? html`What to deploy`
      : html`What to deploy, and what the verdict does not cover`;
  return details(
    title,
    html`<p><b>Deploy</b> (output <code>approved</code>)</p>${list(shown)}${more}${limits}`,
  );
}
