import type { GateResult, ImageResult } from '../gate/result.ts';
import { worstFirst } from './deciding.ts';
import { type Context, imageSection } from './image-section.ts';
import { imagesTable } from './images-table.ts';
import { code, type Html, html, join, own } from './markdown.ts';
import { nameOf } from './names.ts';
import { sizeOf } from './size.ts';

/** How much may stand below the opening of a page. */
export interface PageRoom {
  /** Bytes; an empty line follows each block. */
  readonly room: number;
  /** Whether to show what is folded in the summary. */
  readonly details: boolean;
  /** Epoch milliseconds. */
  readonly now: number;
}

const NOTE_BYTES = 300;
const GAP_BYTES = 2;

/** What stands below the opening of a page that is smaller than the summary: whole blocks, what is worst first. */
export function pageBody(result: GateResult, { room, details, now }: PageRoom): readonly Html[] {
  const approved = result.verdict === 'passed' && result.problem === undefined;
  const [only, ...others] = result.images;
  // The requests are those of the whole run, so they tell the way of an image only where it is alone.
  const { policy, startedAt, requests } = result;
  const journey = others.length === 0 ? { startedAt, requests } : undefined;
  const context: Context = { policy, now, approved, journey, isPictured: false };
  if (only === undefined) return [];
  if (others.length > 0) return manyImages(result, room, details, context);
  const full = sectionOf(only, details, context);
  const short = [...sectionOf(only, false, context), leftOut(html`Details are`)];
  return [full, short].find((blocks) => bytesOf(blocks) <= room) ?? [];
}

/** The table names all images; what passed needs no section of its own here. */
function manyImages(
  result: GateResult,
  room: number,
  details: boolean,
  context: Context,
): readonly Html[] {
  const images = worstFirst(result.images);
  const blocks = [imagesTable(images, Math.floor(room / 2))];
  let left = room - bytesOf(blocks) - NOTE_BYTES;
  const open = images.filter(({ verdict }) => verdict !== 'passed');
  for (const [index, image] of open.entries()) {
    const section = titled(image, join(sectionOf(image, details, context), ''));
    left -= bytesOf([section]);
    if (left < 0) return [...blocks, leftOut(html`Sections of ${open.length - index} images are`)];
    blocks.push(section);
  }
  return blocks;
}

/** The details are the last block of a section. */
function sectionOf(image: ImageResult, details: boolean, context: Context): readonly Html[] {
  const blocks = imageSection(image, context);
  return details ? blocks : blocks.slice(0, -1);
}

function titled(image: ImageResult, content: Html): Html {
  return html`<h3>${code(nameOf(image))} ${own(image.verdict)}</h3>${content}`;
}

function leftOut(what: Html): Html {
  return html`<p>${what} left out here, for GitHub shows no more: see the run.</p>`;
}

function bytesOf(blocks: readonly Html[]): number {
  return blocks.reduce((bytes, block) => bytes + sizeOf(block.html) + GAP_BYTES, 0);
}
