import type { GateResult } from '../gate/result.ts';
import { oneLine } from '../image/text.ts';
import { decidingImage } from './deciding.ts';
import { endOf, imageOutputs, NO_IMAGE } from './image-outputs.ts';
import { resultsJson } from './json/results.ts';
import { reasonOf } from './reason.ts';

/** Every output that a run sets, in the order of the documentation. */
export const OUTPUT_NAMES = [
  'verdict',
  'reason',
  'approved',
  'digest',
  'platforms',
  'critical',
  'high',
  'medium',
  'low',
  'ignored',
  'xray-status',
  'slsa-status',
  'quarantined',
  'scanned-at',
  'waited-seconds',
  'report-file',
  'attestation-file',
  'results',
] as const;
export type OutputName = (typeof OUTPUT_NAMES)[number];

/** Where the files of a run are; `undefined` for one that was not written. */
export interface FilePaths {
  readonly reportFile: string | undefined;
  readonly attestationFile: string | undefined;
}

const NO_FILES: FilePaths = { reportFile: undefined, attestationFile: undefined };

/**
 * All outputs as text. Unknown is the empty string, never 0 or `false`; with several images the values of one image
 * are those of the image that decided.
 */
export function outputsOf(
  result: GateResult,
  files: FilePaths = NO_FILES,
): Readonly<Record<OutputName, string>> {
  const image = decidingImage(result);
  return {
    verdict: result.verdict,
    reason: reasonOf(result),
    approved: approvedOf(result).join('\n'),
    ...(image === undefined ? NO_IMAGE : imageOutputs(image, result.policy, endOf(result))),
    'waited-seconds': String(Math.round(result.waited / 1_000)),
    'report-file': files.reportFile ?? '',
    'attestation-file': files.attestationFile ?? '',
    results: resultsJson(result),
  };
}

/** `name@sha256:…` of all images or none: whoever deploys what stands here deploys what has passed. */
export function approvedOf({ verdict, problem, images }: GateResult): readonly string[] {
  if (verdict !== 'passed' || problem !== undefined) return [];
  const passed = images.filter((image) => image.verdict === 'passed' && image.digest !== undefined);
  if (passed.length !== images.length) return [];
  return passed.map(({ image, digest }) => oneLine(`${image.name}@${digest}`, 1_000));
}
