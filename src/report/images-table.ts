import type { ImageResult } from '../gate/result.ts';
import { shortDigest } from '../image/digest.ts';
import type { Verdict } from '../policy/verdict.ts';
import { code, type Html, html, prose, table } from './markdown.ts';
import { nameOf } from './names.ts';
import { reasonOfImage, withoutVerdict } from './reason.ts';
import { sizeOf } from './size.ts';

/** Leaves most of the summary to the sections of the images that went wrong. */
const TABLE_MAX_BYTES = 400_000;

const REASON_MAX = 200;

const VERDICTS: Readonly<Record<Verdict, Html>> = {
  passed: html`✅&nbsp;passed`,
  failed: html`❌&nbsp;<b>failed</b>`,
  inconclusive: html`⚠️&nbsp;<b>inconclusive</b>`,
  cancelled: html`⏹️&nbsp;<b>cancelled</b>`,
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
  return html`${table([html`Image`, html`Verdict`, html`Digest`, html`Why`], rows)}${more}`;
}

function toRow(image: ImageResult): readonly Html[] {
  const digest = image.digest === undefined ? html`unknown` : code(shortDigest(image.digest));
  const why = prose(withoutVerdict(reasonOfImage(image)), REASON_MAX);
  return [code(nameOf(image)), VERDICTS[image.verdict], digest, why];
}
