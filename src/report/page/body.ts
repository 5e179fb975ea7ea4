import type { GateResult, ImageResult } from '../../gate/result.ts';
import { worstFirst } from '../deciding.ts';
import { type Html, html, join, own } from '../markdown.ts';
import { nameHtml } from '../names.ts';
import { sizeOf } from '../size.ts';
import { briefSection } from './brief-section.ts';
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

/** The table names all images; what passed needs no section of its own here. */
function manyImages(
  result: GateResult,
  room: number,
  brief: boolean,
  context: Context,
): readonly Html[] {
  const images = worstFirst(result.images);
  const blocks = [imagesTable(images, Math.floor(room / 2))];
  let left = room - bytesOf(blocks) - NOTE_BYTES;
  const open = images.filter(({ verdict }) => verdict !== 'passed');
  for (const [index, image] of open.entries()) {
    const section = titled(
      image,
      join([fullReason(image), ...sectionOf(image, brief, context)], ''),
    );
    left -= bytesOf([section]);
    if (left < 0) return [...blocks, leftOut(html`Sections of ${open.length - index} images are`)];
    blocks.push(section);
  }
  return blocks;
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
