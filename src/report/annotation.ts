import type { GateResult, ImageResult } from '../gate/result.ts';
import { oneLine } from '../image/text.ts';
import { otherFindings, worstFirst } from './deciding.ts';
import { exitCodeOf } from './exit-code.ts';
import { problemLines, reasonOf, reasonOfImage, VERDICT_WORD } from './reason.ts';
import { capitalised } from './words.ts';

/** GitHub cuts at 4,096 characters. */
export const ANNOTATION_MAX = 4_000;

const LINE_MAX = 400;

/** A box at the head of the workflow run's page. */
export interface Annotation {
  readonly level: 'error' | 'warning';
  readonly title: string;
  /** Several harmless lines: the reason, then what else there is to say. */
  readonly message: string;
}

/** The annotation of a run, with title and message of at most 4,000 characters together; none for one that passed. */
export function annotationOf(result: GateResult): Annotation | undefined {
  const red = exitCodeOf(result) === 1;
  if (!red && result.verdict === 'passed') return undefined;
  const title = `Image Gate: ${VERDICT_WORD[result.verdict].toLowerCase()}`;
  const lines = [reasonOf(result), ...furtherLines(result)];
  return {
    level: red ? 'error' : 'warning',
    title,
    message: fitting(lines, ANNOTATION_MAX - title.length),
  };
}

function furtherLines({ images, problem }: GateResult): readonly string[] {
  if (problem !== undefined) {
    const [, ...others] = problemLines(problem.message);
    return others.map((line) => `- ${oneLine(line, LINE_MAX)}`);
  }
  const [only] = images;
  if (images.length === 1 && only !== undefined) return findingLines(only);
  return worstFirst(images)
    .filter(({ verdict }) => verdict !== 'passed')
    .map((image) => `- ${oneLine(reasonOfImage(image), LINE_MAX)}`);
}

function findingLines(image: ImageResult): readonly string[] {
  return otherFindings(image).map(
    ({ result, sentence }) => `- ${capitalised(result)}: ${oneLine(sentence, LINE_MAX)}.`,
  );
}

/** Whole lines only, and a count of those that did not fit. */
function fitting(lines: readonly string[], room: number): string {
  const shown: string[] = [];
  let left = room - '- and 1000000 more'.length;
  for (const line of lines) {
    left -= line.length + 1;
    if (left < 0) break;
    shown.push(line);
  }
  const rest = lines.length - shown.length;
  return rest === 0 ? shown.join('\n') : [...shown, `- and ${rest} more`].join('\n');
}
