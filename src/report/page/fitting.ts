import type { Html } from '../markdown.ts';
import { sizeOf } from '../size.ts';

/** `<li></li>` around an item, or what else stands around a piece. */
const AROUND_BYTES = 9;

/** The first items of a list that fit into `room` bytes; each is shown as a whole or not at all. */
export function fitting(items: readonly Html[], room: number): readonly Html[] {
  let left = room;
  const end = items.findIndex((item) => {
    left -= sizeOf(item.html) + AROUND_BYTES;
    return left < 0;
  });
  return end === -1 ? items : items.slice(0, end);
}
