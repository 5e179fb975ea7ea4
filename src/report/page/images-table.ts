import type { ImageResult } from '../../gate/result.ts';
import type { Verdict } from '../../policy/verdict.ts';
import { type Html, html, joinLines, own, prose, table } from '../markdown.ts';
import { digestHtml, nameHtml, phrasesOf } from '../names.ts';
import {
  REASON_MAX,
  reasonOfImage,
  shortReasonOf,
  VERDICT_WORD,
  withoutVerdict,
} from '../reason.ts';
import { sizeOf } from '../size.ts';
import { onlyReportedLines } from './only-reported.ts';

/** Leaves most of the summary to the sections of the images that went wrong. */
const TABLE_MAX_BYTES = 400_000;

const SHORT_MAX = 200;
/** A path would push the table out of a telephone; the image's own section has it in full. */
const WORD_MAX = 22;

const MARKS: Readonly<Record<Verdict, Html>> = {
  passed: html`✅`,
  failed: html`❌`,
  inconclusive: html`⚠️`,
  cancelled: html`⏹️`,
};

/** One row an image, in the order given; what does not fit into `room` bytes is counted. */
export function imagesTable(images: readonly ImageResult[], room = TABLE_MAX_BYTES): Html {
  const rows: (readonly Html[])[] = [];
  let left = room;
  for (const image of images) {
    const row = toRow(image);
    left -= row.reduce((size, cell) => size + sizeOf(cell.html) + 9, 9);
    if (left < 0) break;
    rows.push(row);
  }
  const rest = images.length - rows.length;
  const more = rest > 0 ? html`<p>and ${rest} more images</p>` : html``;
  return html`${table([html`Image`, html`Verdict`], rows)}${more}`;
}

/** Goes above the section of an image: its reason in full where the table had to cut it, nothing otherwise. */
export function fullReason(image: ImageResult): Html {
  const names = phrasesOf(image);
  const whole = prose(shortReasonOf(image), REASON_MAX, { names });
  if (whole.html === whyOf(image).html) return html``;
  return html`<p>${prose(withoutVerdict(reasonOfImage(image)), REASON_MAX, { names })}</p>`;
}

function whyOf(image: ImageResult): Html {
  const style = { names: phrasesOf(image), wordMax: WORD_MAX };
  return prose(shortReasonOf(image), SHORT_MAX, style);
}

/** Two columns, which fit a telephone: verdict, reason and digest stand below each other. */
function toRow(image: ImageResult): readonly Html[] {
  const { verdict } = image;
  const word = html`${MARKS[verdict]}&nbsp;<b>${own(VERDICT_WORD[verdict])}</b>`;
  const lines = [html`${word} ${digestHtml(image)}`, whyOf(image), onlyReportedLines(image)];
  return [nameHtml(image), joinLines(lines)];
}
