import { XRAY_STATES, type XrayPart, type XrayScan } from '../../image/evidence.ts';
import type { Finding } from '../../policy/finding.ts';
import { type Html, html, join, prose } from '../markdown.ts';
import { counted } from '../words.ts';

/** The details name all parts. */
const PARTS_MAX = 3;
const PART_MAX = 60;

/** States of a part that ends without harm; of `sca`, which must be DONE, none of them is. */
const HARMLESS: readonly string[] = ['DONE', 'NOT_SUPPORTED', 'NOT_SCANNED', ''];

/** `Xray was still SCANNING after 30m`. */
const STILL = /^Xray was still (.{1,40}?) after \d/;

/** The state that Xray was in when nobody could wait any longer, where the sentence says it. */
export function lastStateOf({ check, cause, sentence }: Finding): string | undefined {
  if (check !== 'xray' || cause !== 'timed-out') return undefined;
  return STILL.exec(sentence)?.[1];
}

/** The state in words that break where a column is narrow; what Xray is not known to send stays as it came. */
export function stateWords(state: string): string {
  if (state === '') return 'not started';
  return XRAY_STATES.some((one) => one === state) ? state.replaceAll('_', ' ') : state;
}

/** A scan that broke has an end, but did not finish. */
export function endOfScan({ state }: XrayScan): Html {
  return state === 'DONE' ? html`Xray finished` : html`Xray ended`;
}

/** What Xray found, in a cell: the state of the scan, the parts that broke, and of a finished scan what it left out. */
export function xrayCell(scan: XrayScan): Html {
  const left = scan.state === 'DONE' ? quietNotes(scan.parts) : [];
  const pieces = [stateWords(scan.state), ...brokenNotes(scan), ...left];
  return join(
    pieces.map((piece) => prose(piece, PART_MAX)),
    ', ',
  );
}

/** Parts that all ended like the whole add nothing to its state. */
function brokenNotes({ state, parts }: XrayScan): readonly string[] {
  const broken = parts.filter((part) => !isHarmless(part));
  if (broken.every((part) => part.state === state)) return [];
  const rest = broken.length - PARTS_MAX;
  const shown = broken.slice(0, PARTS_MAX).map(partWords);
  return rest > 0 ? [...shown, `${rest} more`] : shown;
}

/** `exposures/secrets` is `secrets` here: the details have the whole name. */
function partWords({ name, state }: XrayPart): string {
  const last = name.split('/').at(-1) || name;
  return `${last.replaceAll('_', ' ')} ${stateWords(state)}`;
}

function quietNotes(parts: readonly XrayPart[]): readonly string[] {
  if (parts.length === 0) return ['nothing said of its parts'];
  const harmless = parts.filter(isHarmless);
  const skipped = harmless.filter(({ name, state }) => name !== 'violations' && isUnscanned(state));
  return [
    ...countOf(harmless.filter(({ state }) => state === 'NOT_SUPPORTED').length, 'not supported'),
    ...countOf(skipped.length, 'not scanned'),
    ...(harmless.some(({ name, state }) => name === 'violations' && isUnscanned(state))
      ? ['no policy evaluated']
      : []),
    ...(parts.some(({ name }) => name === 'sca') ? [] : ['nothing said of sca']),
  ];
}

function countOf(count: number, what: string): readonly string[] {
  return count === 0 ? [] : [`${counted(count, 'part')} ${what}`];
}

function isHarmless({ name, state }: XrayPart): boolean {
  return HARMLESS.includes(state) && (name !== 'sca' || state === 'DONE');
}

function isUnscanned(state: string): boolean {
  return state === 'NOT_SCANNED' || state === '';
}
