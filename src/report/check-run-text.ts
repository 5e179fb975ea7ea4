import type { GateResult } from '../gate/result.ts';
import { oneLine } from '../image/text.ts';
import { decidingFindingOf, decidingImage } from './deciding.ts';
import { exitCodeOf } from './exit-code.ts';
import type { Html } from './markdown.ts';
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
  /** The reason. */
  readonly summary: string;
  /** The rest of the job summary, as far as there is room; may be empty. */
  readonly text: string;
}

/** The check run of a result on the images that were asked for. `now` is epoch milliseconds. */
export function checkRunTextOf(
  result: GateResult,
  images: readonly Pick<GateResult['images'][number]['image'], 'artifact'>[],
  now: number,
): CheckRunText {
  const summaries = [openingOf(result), shortOpeningOf(result)].map(render);
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
