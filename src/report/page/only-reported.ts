import type { ImageResult } from '../../gate/result.ts';
import type { Finding } from '../../policy/finding.ts';
import { type Html, html, joinLines, prose } from '../markdown.ts';
import { phrasesOf } from '../names.ts';
import { capitalised, endless } from '../words.ts';

const SENTENCE_MAX = 300;

/**
 * What speaks against an image that passed all the same, because the policy only reports it: a reader who stops at the
 * verdict must not miss it.
 */
export function onlyReported({ verdict, findings }: ImageResult): readonly Finding[] {
  return verdict === 'passed' ? findings.filter(isReservation) : [];
}

/** A line for each of them; nothing where there is none. */
export function onlyReportedLines(image: ImageResult): Html {
  const names = phrasesOf(image);
  const lines = onlyReported(image).map(
    ({ sentence }) =>
      html`<b>Note</b> ${prose(capitalised(endless(sentence)), SENTENCE_MAX, { names })}; only reported`,
  );
  return joinLines(lines);
}

/** The same as a block of its own. */
export function onlyReportedBlock(image: ImageResult): Html {
  const lines = onlyReportedLines(image);
  return lines.html === '' ? lines : html`<p>${lines}</p>`;
}

function isReservation({ check, result, cause, found }: Finding): boolean {
  if (result !== 'noted') return false;
  if (check === 'quarantine') return found === 'quarantined';
  if (check === 'firewall') return found === 'WARN';
  return (check === 'xray' || check === 'sto' || check === 'slsa') && cause === 'absent';
}
