import type { ActionRun } from '../runner/runner.ts';
import { ENDINGS, type Ending } from './catalogue.ts';

/** What somebody must mend: red in every mode. */
const RED: readonly Ending[] = [
  'login page',
  'redirect refused',
  'wrong key',
  'no permission',
  'no such call',
  'wrong registry',
  'another host',
  'no sign-in',
];
/** Mistakes of Image Gate itself, and files that others rely on. */
const BROKEN = /itself failed|could not be written|was cancelled/;

interface Report {
  readonly verdict: string;
  readonly problem: unknown;
  readonly images: readonly {
    readonly verdict: string;
    readonly findings: readonly { readonly result: string; readonly sentence: string }[] | null;
  }[];
}

/**
 * What must not be in a run that is green in `mode: warn`; empty where nothing is. There, `failed` may be green, and
 * `inconclusive` for want of a scan, an answer or a known word, but nothing else: the report says what was found.
 */
export function whatWarnForbids(ended: {
  readonly run: ActionRun;
  readonly verdict: string;
  readonly reason: string;
}): readonly string[] {
  const { run, verdict, reason } = ended;
  if (verdict === 'passed') return [];
  if (verdict !== 'failed' && verdict !== 'inconclusive') return [`the verdict “${verdict}”`];
  const text = run.files['image-gate/report.json'];
  if (text === undefined) return ['no report'];
  const report: Report = JSON.parse(text);
  const sentences = report.images.flatMap(({ findings }) =>
    (findings ?? [])
      .filter(({ result }) => result === 'inconclusive')
      .map(({ sentence }) => sentence),
  );
  return [
    ...(report.verdict === verdict ? [] : [`a report that says ${report.verdict}`]),
    ...(report.problem === null ? [] : ['a problem of the whole run']),
    ...(report.images.length === 0 ? ['no image'] : []),
    ...[reason, ...sentences].filter(isForbidden),
  ];
}

function isForbidden(sentence: string): boolean {
  return BROKEN.test(sentence) || RED.some((ending) => ENDINGS[ending].test(sentence));
}
