import type { GateResult } from '../gate/result.ts';
import { oneLine } from '../image/text.ts';
import { decidingFindingOf, decidingImage } from './deciding.ts';
import { exitCodeOf } from './exit-code.ts';
import { type Html, html, link } from './markdown.ts';
import { pageBody } from './page/body.ts';
import { headlineOf } from './page/headline.ts';
import { openingOf, shortOpeningOf } from './page/opening.ts';
import { sizeOf } from './size.ts';
import { listed } from './words.ts';

/** GitHub takes this many characters in each of the two texts. */
export const CHECK_RUN_MAX_BYTES = 65_535;

const NAME_MAX = 100;
const ARTIFACTS_MAX = 3;

/** What a check run says. */
export interface CheckRunText {
  /** The same for the same images, so that a branch can require it. */
  readonly name: string;
  readonly conclusion: 'success' | 'failure' | 'neutral' | 'timed_out' | 'cancelled';
  /** One line. */
  readonly title: string;
  /** The reason, and where the log is. */
  readonly summary: string;
  /** The rest of the job summary, as far as there is room; may be empty. */
  readonly text: string;
}

/** What a check run says beside the result. */
export interface CheckRunPlace {
  /** The images that were asked for. */
  readonly images: readonly Pick<GateResult['images'][number]['image'], 'artifact'>[];
  /** Epoch milliseconds. */
  readonly now: number;
  readonly jobUrl: string | undefined;
}

/**
 * The check run of a result. It links to its job itself: of check runs that a job's own token writes, GitHub does not
 * take the link for the details (https://github.com/actions/github-script/issues/143).
 */
export function checkRunTextOf(
  result: GateResult,
  { images, now, jobUrl }: CheckRunPlace,
): CheckRunText {
  const foot = jobUrl === undefined ? [] : [html`<p>${link(jobUrl, html`This run`)}</p>`];
  const openings = [openingOf(result), shortOpeningOf(result), []];
  const summaries = openings.map((opening) => render([...opening, ...foot]));
  return {
    name: nameOf(images.map(({ artifact }) => artifact)),
    conclusion: conclusionOf(result),
    title: headlineOf(result).html.replace(/^#+ /, ''),
    summary: summaries.find((text) => sizeOf(text) <= CHECK_RUN_MAX_BYTES) ?? '',
    text: render(pageBody(result, { room: CHECK_RUN_MAX_BYTES, brief: false, now })),
  };
}

function nameOf(artifacts: readonly string[]): string {
  const names = [...new Set(artifacts)];
  return oneLine(
    names.length === 0 ? 'Image Gate' : `Image Gate / ${listed(names, ARTIFACTS_MAX)}`,
    NAME_MAX,
  );
}

/**
 * What the verdict is to GitHub. A branch that requires the check takes `neutral` for good: only what `mode: warn` lets
 * through although it could not be judged is neutral, never what must be mended.
 */
function conclusionOf(result: GateResult): CheckRunText['conclusion'] {
  const { verdict, problem } = result;
  if (verdict === 'cancelled') return 'cancelled';
  if (verdict === 'passed') return exitCodeOf(result) === 0 ? 'success' : 'failure';
  if (verdict === 'failed') return 'failure';
  if (exitCodeOf(result) === 0) return 'neutral';
  const image = decidingImage(result);
  const cause = problem?.code ?? (image && decidingFindingOf(image)?.cause);
  return cause === 'timed-out' ? 'timed_out' : 'failure';
}

function render(blocks: readonly Html[]): string {
  return blocks.map((block) => block.html).join('\n\n');
}
