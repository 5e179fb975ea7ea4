import type { GateResult, ImageResult } from '../gate/result.ts';
import { oneLine } from '../image/text.ts';
import type { Finding } from '../policy/finding.ts';
import type { Verdict } from '../policy/verdict.ts';
import { decidingFindingOf, decidingImage, otherFindings } from './deciding.ts';
import { nameOf } from './names.ts';
import { passedClause, passedFacts } from './passed-clause.ts';
import { capitalised, counted, endless } from './words.ts';

/** Longest reason in code points, verdict word and full stop included. */
export const REASON_MAX = 500;

const WHERE_MAX = 120;

/** Problems that fit are all said; else the first and how many more, which summary and annotation list. */
const PROBLEMS_MAX = 400;

/** The verdict as the first word of a sentence. */
export const VERDICT_WORD: Readonly<Record<Verdict, string>> = {
  passed: 'Passed',
  failed: 'Failed',
  inconclusive: 'Inconclusive',
  cancelled: 'Cancelled',
};

/** What is said, and what has to be said behind it however long that is: where, and how much more. */
interface Clause {
  readonly what: string;
  readonly tail: string;
}

/** The one sentence of a run, the same wherever it is shown: verdict, what decided, where. One harmless line. */
export function reasonOf(result: GateResult): string {
  return sentence(result.verdict, clauseOf(result));
}

/** The one sentence of one image. */
export function reasonOfImage(image: ImageResult): string {
  return sentence(image.verdict, imageClause(image));
}

/** Why, where the verdict and the image's name stand already: no sentence, just what decided. */
export function shortReasonOf(image: ImageResult): string {
  if (image.verdict === 'passed') return capitalised(passedFacts(image));
  const finding = decidingFindingOf(image);
  if (finding === undefined) return 'The run ended before anything was known';
  return capitalised(endless(finding.sentence) + placeOf(finding) + othersOf(image));
}

/** The reason without its verdict, for places where a headline has said that word. */
export function withoutVerdict(reason: string): string {
  return capitalised(reason.replace(/^\w+: /, ''));
}

function sentence(verdict: Verdict, { what, tail }: Clause): string {
  const start = `${VERDICT_WORD[verdict]}: `;
  const end = `${tail}.`;
  const room = REASON_MAX - [...start, ...end].length;
  return oneLine(start + endless(oneLine(what, room)) + end, REASON_MAX);
}

function clauseOf(result: GateResult): Clause {
  if (result.problem !== undefined) return problemClause(result.problem.message);
  if (result.verdict === 'passed') return { what: passedClause(result.images), tail: '' };
  const image = decidingImage(result);
  if (image === undefined) return { what: 'no image was judged', tail: '' };
  const { what, tail } = imageClause(image);
  return { what, tail: tail + tallyOf(result.images) };
}

/** Several problems of the inputs are one sentence as long as a person can read it. */
function problemClause(message: string): Clause {
  const lines = problemLines(message);
  const [first = '', ...others] = lines;
  const all = lines.join('; ');
  if (all.length <= PROBLEMS_MAX || others.length === 0) return { what: all, tail: '' };
  return { what: first, tail: `; ${counted(others.length, 'more problem')}` };
}

/** The problems that ended a run: several arrive one a line. */
export function problemLines(message: string): readonly string[] {
  return message
    .split(/[\r\n]+/)
    .map((line) => endless(line.trim()))
    .filter((line) => line !== '');
}

function imageClause(image: ImageResult): Clause {
  if (image.verdict === 'passed') return { what: passedClause([image]), tail: '' };
  const finding = decidingFindingOf(image);
  if (finding === undefined)
    return { what: 'the run ended before anything was known', tail: ` (${nameOf(image)})` };
  return {
    what: endless(finding.sentence),
    tail: placeOf(finding, nameOf(image)) + othersOf(image),
  };
}

/** Two brackets in a row would read like a mistake. */
function placeOf(finding: Finding, name = ''): string {
  const where = oneLine(finding.where ?? '', WHERE_MAX);
  const isKnown = where === '' || name.includes(where) || finding.sentence.includes(where);
  const places = [name, isKnown ? '' : where].filter((place) => place !== '').join(', ');
  if (places === '') return '';
  return finding.sentence.endsWith(')') ? `, in ${places}` : ` (${places})`;
}

function othersOf(image: ImageResult): string {
  const others = otherFindings(image).length;
  return others === 0 ? '' : `; ${counted(others, 'more finding')}`;
}

/** `; 1 of 3 images failed, 1 inconclusive`; nothing to add for a single image. */
function tallyOf(images: readonly ImageResult[]): string {
  if (images.length < 2) return '';
  const parts = (['failed', 'inconclusive', 'cancelled'] as const)
    .map((verdict) => ({ verdict, count: images.filter((one) => one.verdict === verdict).length }))
    .filter(({ count }) => count > 0)
    .map(({ verdict, count }, index) =>
      index === 0
        ? `${count} of ${counted(images.length, 'image')} ${verdict}`
        : `${count} ${verdict}`,
    );
  return parts.length === 0 ? '' : `; ${parts.join(', ')}`;
}
