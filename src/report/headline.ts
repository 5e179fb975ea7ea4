import type { GateResult } from '../gate/result.ts';
import { exitCodeOf } from './exit-code.ts';
import { type Html, html } from './markdown.ts';
import { counted } from './words.ts';

/** The first line of a summary: constant words and numbers, so that nobody's text can forge it. */
export function headlineOf(result: GateResult): string {
  const total = result.images.length;
  const bad = result.images.filter(({ verdict }) => verdict !== 'passed').length;
  const these = total === 1 ? 'this image' : `${bad} of ${counted(total, 'image')}`;
  switch (result.verdict) {
    case 'passed':
      return `## ✅ Passed: ${total === 1 ? 'this image' : `all ${total} images`} may ship`;
    case 'failed':
      return `## ❌ Failed: ${these} must not ship`;
    case 'inconclusive':
      return `## ⚠️ Inconclusive: ${bad === 0 ? 'nothing may ship' : `${these} could not be judged`}`;
    case 'cancelled':
      return '## ⏹️ Cancelled: nothing may ship';
    default:
      return result.verdict satisfies never;
  }
}

/** What `mode: warn` does to the job; nothing to say where the verdict and the job agree anyway. */
export function modeNote(result: GateResult): Html | undefined {
  if (result.mode !== 'warn' || result.verdict === 'passed') return undefined;
  return exitCodeOf(result) === 0
    ? html`<p><b>The job goes on</b>, because of <code>mode: warn</code>. The verdict stands, and the output <code>approved</code> is empty.</p>`
    : html`<p><code>mode: warn</code> does not cover this: the job fails.</p>`;
}
