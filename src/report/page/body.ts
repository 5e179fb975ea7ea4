import type { GateResult, ImageResult } from '../../gate/result.ts';
import { worstFirst } from '../deciding.ts';
import { type Html, html, join, own } from '../markdown.ts';
import { nameHtml } from '../names.ts';
import { sizeOf } from '../size.ts';
import { briefSection } from './brief-section.ts';
import { deployFold, passedFold } from './folds.ts';
import { type Context, imageSection } from './image-section.ts';
import { fullReason, imagesTable } from './images-table.ts';

/** How much may stand below the opening of a page. */
export interface PageRoom {
  /** Bytes; an empty line follows each block. */
  readonly room: number;
  /** Whether to fold all that does not keep an image from passing, and to leave the details to the summary. */
  readonly brief: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

const NOTE_BYTES = 300;
const GAP_BYTES = 2;

/** What stands below the opening of a page that is smaller than the summary: whole blocks, what is worst first. */
export function pageBody(result: GateResult, { room, brief, now }: PageRoom): readonly Html[] {
  const approved = result.verdict === 'passed' && result.problem === undefined;
  const [only, ...others] = result.images;
  const context: Context = { policy: result.policy, now, approved, isPictured: false };
  if (only === undefined) return [];
  if (others.length > 0) return manyImages(result, room, brief, context);
  const full = sectionOf(only, brief, context);
  const short = [...full.slice(0, -1), leftOut(html`Details are`)];
  return [full, short].find((blocks) => bytesOf(blocks) <= room) ?? [];
}

/** What did not pass comes first, with its sections; what passed needs none here. */
function manyImages(
  result: GateResult,
  room: number,
  brief: boolean,
  context: Context,
): readonly Html[] {
  const images = worstFirst(result.images);
  const open = images.filter(({ verdict }) => verdict !== 'passed');
  const passed = images.filter(({ verdict }) => verdict === 'passed');
  const blocks =
    open.length === 0
      ? [imagesTable(passed, room / 2), deployFold(result, room / 3)]
      : openImages(open, passedFold(passed, room / 4), room, (image) =>
          sectionOf(image, brief, context),
        );
  return blocks.filter((block) => block.html !== '');
}

/** The images that did not pass, a row and a section each, in front of what is folded. */
function openImages(
  images: readonly ImageResult[],
  fold: Html,
  room: number,
  show: (image: ImageResult) => readonly Html[],
): readonly Html[] {
  const blocks = [imagesTable(images, room / 2)];
  let left = room - bytesOf([...blocks, fold]) - NOTE_BYTES;
  for (const [index, image] of images.entries()) {
    const section = titled(image, join([fullReason(image), ...show(image)], ''));
    left -= bytesOf([section]);
    if (left < 0)
      return [...blocks, leftOut(html`Sections of ${images.length - index} images are`), fold];
    blocks.push(section);
  }
  return [...blocks, fold];
}

/** What is folded is the last block of a section. */
function sectionOf(image: ImageResult, brief: boolean, context: Context): readonly Html[] {
  return brief ? briefSection(image, context) : imageSection(image, context);
}

function titled(image: ImageResult, content: Html): Html {
  return html`<h3>${nameHtml(image)} ${own(image.verdict)}</h3>${content}`;
}

function leftOut(what: Html): Html {
  return html`<p>${what} left out here, for GitHub shows no more: see the run.</p>`;
}

function bytesOf(blocks: readonly Html[]): number {
  return blocks.reduce((bytes, block) => bytes + sizeOf(block.html) + GAP_BYTES, 0);
}
