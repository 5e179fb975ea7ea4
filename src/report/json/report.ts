import type { GateResult } from '../../gate/result.ts';
import { approvedOf } from '../outputs.ts';
import { problemLines, reasonOf } from '../reason.ts';
import { imagesJson } from './image.ts';
import { policyJson } from './policy.ts';
import { requestsJson } from './requests.ts';
import { type JsonObject, lineOf, lineOrNull, timeOrNull, wholeMs } from './values.ts';

/** Names the shape of the report; it changes when a reader of the old one could misread the new one. */
export const REPORT_SCHEMA = 'urn:image-gate:report/v1';

/** Which Image Gate wrote a report, as the workflow names it; `undefined` where it runs from the workspace. */
export interface Tool {
  /** `owner/name`. */
  readonly repository: string | undefined;
  /** Tag, branch or commit. */
  readonly ref: string | undefined;
}

/** Shorter ones would blank parts of words. */
const SECRET_MIN = 8;

/**
 * Everything the verdict rests on, as the text of a JSON file (`docs/report.schema.json`): the requests made, the
 * evidence of every platform, the rules with their limits, the timeline. No key, token or raw answer is in it; `secrets` are
 * blanked even where somebody wrote one into an image's name, for nothing masks a file.
 */
export function jsonReport(
  result: GateResult,
  tool: Tool,
  secrets: readonly string[] = [],
): string {
  const hidden = secrets.filter(({ length }) => length >= SECRET_MIN);
  const blank = (_: string, value: unknown) =>
    typeof value === 'string'
      ? hidden.reduce((text, secret) => text.replaceAll(secret, '***'), value)
      : value;
  return `${JSON.stringify(reportOf(result, tool), blank, 2)}\n`;
}

function reportOf(result: GateResult, tool: Tool): JsonObject {
  const { policy, problem } = result;
  const { images, reduced } = imagesJson(result);
  return {
    schema: REPORT_SCHEMA,
    tool: {
      name: 'image-gate',
      repository: lineOrNull(tool.repository),
      ref: lineOrNull(tool.ref),
    },
    verdict: result.verdict,
    reason: reasonOf(result),
    mode: result.mode,
    problem:
      problem === undefined
        ? null
        : { code: problem.code, messages: problemLines(problem.message).map(lineOf) },
    approved: approvedOf(result),
    'started-at': timeOrNull(result.startedAt),
    'waited-ms': wholeMs(result.waited),
    policy: policy === undefined ? null : policyJson(policy),
    images,
    'reduced-images': reduced,
    requests: requestsJson(result.requests),
  };
}
