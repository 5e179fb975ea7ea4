import type { GateResult } from '../../gate/result.ts';
import { exitCodeOf } from '../exit-code.ts';
import { type Html, html } from '../markdown.ts';

const THIS = html`this image`;

/** The first line of a summary: constant words and numbers, so that nobody's text can forge it. */
export function headlineOf({ verdict, images }: GateResult): Html {
  const bad = images.filter((image) => image.verdict !== 'passed').length;
  switch (verdict) {
    case 'passed':
      return html`## ✅ Passed: ${allOf(images.length)} may ship`;
    case 'failed':
      return html`## ❌ Failed: ${countOf(bad, images.length)} must not ship`;
    case 'inconclusive':
      return html`## ⚠️ Inconclusive: ${whatIsUnknown(bad, images.length)}`;
    case 'cancelled':
      return html`## ⏹️ Cancelled: nothing may ship`;
    default:
      return verdict satisfies never;
  }
}

function allOf(total: number): Html {
  if (total === 1) return THIS;
  return total === 2 ? html`both images` : html`all ${total} images`;
}

/** Images that passed cannot ship either where the run around them did not end well. */
function whatIsUnknown(bad: number, total: number): Html {
  if (total === 0) return html`nothing was judged`;
  return bad === 0 ? html`nothing may ship` : html`${countOf(bad, total)} could not be judged`;
}

function countOf(bad: number, total: number): Html {
  return total === 1 ? THIS : html`${bad} of ${total} images`;
}

/** What `mode: warn` does to the job; nothing to say where the verdict and the job agree anyway. */
export function modeNote(result: GateResult): Html | undefined {
  if (result.mode !== 'warn' || result.verdict === 'passed') return undefined;
  return exitCodeOf(result) === 0
    ? html`<p><b>The job goes on</b>, because of <code>mode: warn</code>. The verdict stands, and the output <code>approved</code> is empty.</p>`
    : html`<p><code>mode: warn</code> does not cover this: the job fails.</p>`;
}
