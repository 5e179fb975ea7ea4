import type { GateResult } from '../gate/result.ts';
import { formatTime } from '../image/duration.ts';
import { code, type Html, html, join, link, own } from './markdown.ts';
import { pageBody } from './page/body.ts';
import { headlineOf } from './page/headline.ts';
import { openingOf, shortOpeningOf } from './page/opening.ts';
import { sizeOf } from './size.ts';

/** GitHub takes 65,536 characters; this many bytes are never more than that. */
export const COMMENT_MAX_BYTES = 60_000;

const COMMIT_DIGITS = 7;

/** What a comment says beside the result. */
export interface CommentPlace {
  /** Tells this gate's comment from those of all others: lower-case hexadecimal digits. */
  readonly key: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly jobUrl: string | undefined;
  readonly commit: string;
}

/** The pull request comment: what keeps images from passing, the rest folded, behind a marker that nobody sees. */
export function commentTextOf(
  result: GateResult,
  { key, now, jobUrl, commit }: CommentPlace,
): string {
  const head = `${markerOf(key)}\n<!-- started: ${Math.round(result.startedAt)} -->\n`;
  const foot = footOf(jobUrl, commit, now);
  const sizeWith = (blocks: readonly Html[]) => sizeOf(render(head, [...blocks, foot]));
  const tops = [openingOf, shortOpeningOf].map((open) => [headlineOf(result), ...open(result)]);
  const top = tops.find((blocks) => sizeWith(blocks) < COMMENT_MAX_BYTES) ?? [headlineOf(result)];
  const room = COMMENT_MAX_BYTES - sizeWith(top);
  const body = pageBody(result, { room, brief: true, now });
  return render(head, [...top, ...body, foot]);
}

function render(head: string, blocks: readonly Html[]): string {
  return `${head}${blocks.map((block) => block.html).join('\n\n')}\n`;
}

/** A comment is brought up to date again and again: it says by which run, and for which commit. */
function footOf(jobUrl: string | undefined, commit: string, now: number): Html {
  const parts = [
    ...(jobUrl === undefined ? [] : [link(jobUrl, html`This run`)]),
    html`commit ${code(commit.slice(0, COMMIT_DIGITS))}`,
    own(formatTime(now)),
  ];
  return html`<p>${join(parts, ' · ')}</p>`;
}

function markerOf(key: string): string {
  return `<!-- image-gate: ${key} -->`;
}

/**
 * When the run started that wrote the comment, in epoch milliseconds; `undefined` where the comment does not begin with
 * this gate's marker. A comment that only quotes one is none.
 */
export function readMarker(body: string, key: string): number | undefined {
  const [first, second = ''] = body.split(/\r?\n/, 2);
  if (first !== markerOf(key)) return undefined;
  return Number(/^<!-- started: (\d{1,15}) -->$/.exec(second)?.[1] ?? 0);
}
