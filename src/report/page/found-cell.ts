import type { ImageResult } from '../../gate/result.ts';
import { valueOf } from '../../image/evidence.ts';
import type { Finding, FindingCause, PlatformCell } from '../../policy/finding.ts';
import { isOff } from '../check-groups.ts';
import { code, type Html, html, join, prose } from '../markdown.ts';
import { withShortDigest } from '../names.ts';
import { lastStateOf, stateWords, xrayCell } from './xray-cell.ts';

const CELLS_MAX = 8;
const FOUND_MAX = 160;
const CELL_MAX = 24;
/** A longer word of a server would push the other columns out of sight. */
const WORD_MAX = 16;
const LABEL_MAX = 60;

const MISSING: Partial<Readonly<Record<FindingCause, string>>> = {
  outage: 'no usable answer',
  'timed-out': 'not there in time',
  gone: 'gone',
  ended: 'not asked any more',
  permission: 'no permission',
  configuration: 'wrong setting',
  'missing-call': 'call is missing',
  unrecognised: 'unrecognised',
};

/** What was found, short enough for a table on a telephone; platform by platform where they differ. */
export function foundCell(finding: Finding, { evidence }: ImageResult): Html {
  const { check, cause, found } = finding;
  if (isOff(finding)) return html`not checked`;
  const scan = valueOf(evidence.xray);
  if (check === 'xray' && scan !== undefined) return xrayCell(scan);
  if (check === 'tag') return digestOrWords(inWords(finding));
  if (check === 'quarantine' && cause === 'judged' && found === 'not quarantined')
    return html`none`;
  // The platforms themselves stand above the table.
  return check === 'platforms' ? words(inWords(finding)) : numbersOf(finding);
}

/** A number that stands beside its platform does not stand above it as well; it comes first, for it is what decides. */
function numbersOf(finding: Finding): Html {
  const { found, perPlatform } = finding;
  const isIt = (cell: PlatformCell) =>
    cell.found === found || (found === 'no data' && cell.found === 'unknown');
  const cells = [...perPlatform.filter(isIt), ...perPlatform.filter((cell) => !isIt(cell))];
  const rest = cells.length - CELLS_MAX;
  const lines = [
    ...(perPlatform.some(isIt) ? [] : [words(inWords(finding))]),
    ...cells.slice(0, CELLS_MAX).map(cellLine),
    ...(rest > 0 ? [html`and ${rest} more`] : []),
  ];
  return join(lines, '<br>');
}

/** A word in between keeps a number with its platform where a narrow cell puts them on two lines. */
function cellLine({ label, found }: PlatformCell): Html {
  return html`${words(shorten(found))} on ${code(withShortDigest(label), LABEL_MAX)}`;
}

/** Why a platform has no number is too long for a cell; the sentence says it. */
function shorten(found: string): string {
  if (found.length <= CELL_MAX) return found;
  return found.startsWith('unrecognised') ? 'unrecognised' : 'unknown';
}

/** Of what could not be had, why: somebody who answered in vain for half an hour was not unreachable. */
function inWords(finding: Finding): string {
  const { check, found, cause } = finding;
  if (found !== 'unreachable') return found;
  const state = lastStateOf(finding);
  if (state !== undefined) return `still ${stateWords(state)}`;
  if (check === 'xray' && cause === 'timed-out') return 'not finished in time';
  return MISSING[cause] ?? found;
}

/** Twelve digits tell digests apart, and two columns of them fit where the name of the algorithm does not. */
function digestOrWords(found: string): Html {
  const [, digits] = /^sha256:([0-9a-f]{12})$/.exec(found) ?? [];
  return digits === undefined ? words(found) : code(digits);
}

function words(found: string): Html {
  return prose(found, FOUND_MAX, { wordMax: WORD_MAX, breaksWords: true });
}
