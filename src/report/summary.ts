import type { GateResult, ImageResult } from '../gate/result.ts';
import { worstFirst } from './deciding.ts';
import { details, type Html, html, join, own } from './markdown.ts';
import { nameHtml } from './names.ts';
import { headlineOf } from './page/headline.ts';
import { type Context, imageSection } from './page/image-section.ts';
import { fullReason, imagesTable } from './page/images-table.ts';
import { openingOf } from './page/opening.ts';
import { sizeOf } from './size.ts';

/** GitHub drops a summary of more than 1 MiB as a whole, so this stays well below. */
export const SUMMARY_MAX_BYTES = 900_000;

const NOTE_BYTES = 1_000;
/** GitHub draws each chart in a frame of its own, which takes a browser its time. */
const CHARTS_MAX = 3;

/** The job summary. `now` is epoch milliseconds. Never larger than GitHub shows: what is worst stays. */
export function summaryOf(result: GateResult, now: number): string {
  const approved = result.verdict === 'passed' && result.problem === undefined;
  const context = { policy: result.policy, now, approved, isPictured: true };
  const top = [headlineOf(result), ...openingOf(result)];
  const [only] = result.images;
  if (result.images.length > 1) return manyImages(result, top, context);
  return only === undefined ? render(top) : oneImage(only, top, context);
}

/** Goes below a summary that says more than is true, because something failed after it was written. */
export function correctionOf(result: GateResult): string {
  return render([headlineOf(result), ...openingOf(result)]);
}

function oneImage(image: ImageResult, top: readonly Html[], context: Context): string {
  const blocks = imageSection(image, context);
  const full = render([...top, ...blocks]);
  if (sizeOf(full) <= SUMMARY_MAX_BYTES) return full;
  const short = render([
    ...top,
    ...blocks.slice(0, -1),
    html`<p>Details left out: they are too large to show.</p>`,
  ]);
  return sizeOf(short) <= SUMMARY_MAX_BYTES ? short : render(top);
}

function manyImages(result: GateResult, top: readonly Html[], context: Context): string {
  const images = worstFirst(result.images);
  const blocks = [...top, imagesTable(images)];
  let room = SUMMARY_MAX_BYTES - sizeOf(render(blocks)) - NOTE_BYTES;
  for (const [index, image] of images.entries()) {
    const section = foldable(image, {
      ...context,
      isPictured: index < CHARTS_MAX,
    });
    room -= sizeOf(section.html) + 2;
    if (room < 0) return render([...blocks, leftOut(images.length - index)]);
    blocks.push(section);
  }
  return render(blocks);
}

/** What passed needs no reading: its section is there, folded. */
function foldable(image: ImageResult, context: Context): Html {
  const content = join([fullReason(image), ...imageSection(image, context)], '');
  const name = nameHtml(image);
  return image.verdict === 'passed'
    ? details(html`${name} passed`, content)
    : html`<h3>${name} ${own(image.verdict)}</h3>${content}`;
}

function leftOut(count: number): Html {
  return html`<p>${count} more images have no section here, for GitHub shows no larger summary. The report file names them all.</p>`;
}

function render(blocks: readonly Html[]): string {
  return `${blocks.map((block) => block.html).join('\n\n')}\n`;
}
