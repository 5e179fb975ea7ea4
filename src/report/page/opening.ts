import type { GateResult } from '../../gate/result.ts';
import { decidingImage } from '../deciding.ts';
import { type Html, html, list, prose } from '../markdown.ts';
import { phrasesOf } from '../names.ts';
import { problemLines, REASON_MAX, reasonOf, withoutVerdict } from '../reason.ts';
import { modeNote } from './headline.ts';
import { nextStepAfter } from './next-step.ts';

const PROBLEMS_MAX = 50;

/** What stands below the headline of every page: why, and what to do about a problem of the whole run. */
export function openingOf(result: GateResult): readonly Html[] {
  const { problem } = result;
  const blocks = problem === undefined ? [reasonBlock(result)] : problemBlocks(result, problem);
  return [...blocks, ...noteOf(result)];
}

/** The same at a length that fits everywhere: of several problems only what the reason says. */
export function shortOpeningOf(result: GateResult): readonly Html[] {
  return [reasonBlock(result), ...noteOf(result)];
}

function reasonBlock(result: GateResult): Html {
  const image = decidingImage(result);
  const names = image && phrasesOf(image);
  return html`<p>${prose(withoutVerdict(reasonOf(result)), REASON_MAX, { names })}</p>`;
}

function noteOf(result: GateResult): readonly Html[] {
  const note = modeNote(result);
  return note === undefined ? [] : [note];
}

/** All problems at once, each on its own line. */
function problemBlocks(
  result: GateResult,
  problem: NonNullable<GateResult['problem']>,
): readonly Html[] {
  const lines = problemLines(problem.message);
  const items = lines.slice(0, PROBLEMS_MAX).map((line) => prose(line));
  return [
    lines.length > 1 ? list(items) : reasonBlock(result),
    html`<p><b>Next</b> ${nextStepAfter(problem.code)}</p>`,
  ];
}
