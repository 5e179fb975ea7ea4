import type { GateResult, ImageResult } from '../gate/result.ts';
import { formatRfc3339 } from '../image/duration.ts';
import { valueOf } from '../image/evidence.ts';
import { oneLine } from '../image/text.ts';
import type { Policy } from '../policy/policy.ts';
import { numbersOf } from './numbers.ts';

/** The outputs that describe one image; unknown is the empty string. */
export interface ImageOutputs {
  readonly digest: string;
  readonly platforms: string;
  readonly critical: string;
  readonly high: string;
  readonly medium: string;
  readonly low: string;
  readonly ignored: string;
  readonly 'xray-status': string;
  readonly 'slsa-status': string;
  readonly quarantined: string;
  readonly 'scanned-at': string;
}

const TEXT_MAX = 100;

/** What is known of one image. `now` is epoch milliseconds. */
export function imageOutputs(
  image: ImageResult,
  policy: Policy | undefined,
  now: number,
): ImageOutputs {
  const { evidence } = image;
  const { worst, oldestScan } = numbersOf(image, policy, now);
  return {
    digest: image.digest ?? '',
    platforms: platformsOf(image),
    critical: textOf(worst.critical),
    high: textOf(worst.high),
    medium: textOf(worst.medium),
    low: textOf(worst.low),
    ignored: textOf(worst.ignored),
    'xray-status': valueOf(evidence.xray)?.state ?? '',
    'slsa-status': slsaStatusOf(image),
    quarantined: textOf(valueOf(evidence.quarantine)?.quarantined),
    'scanned-at': oldestScan === undefined ? '' : formatRfc3339(oldestScan),
  };
}

/** When the verdict was reached: numbers are read as they were judged, not as of later. */
export function endOf({ startedAt, waited }: GateResult): number {
  return startedAt + waited;
}

/** The same, where no image was judged. */
export const NO_IMAGE: ImageOutputs = {
  digest: '',
  platforms: '',
  critical: '',
  high: '',
  medium: '',
  low: '',
  ignored: '',
  'xray-status': '',
  'slsa-status': '',
  quarantined: '',
  'scanned-at': '',
};

function platformsOf({ evidence }: ImageResult): string {
  const labels = (valueOf(evidence.platforms)?.judged ?? []).map(({ label }) =>
    oneLine(label, TEXT_MAX).replaceAll(',', ' '),
  );
  return [...new Set(labels)].join(',');
}

/** Every status that was sent, of the image and of its platforms: more than one is never equal to `passed`. */
function slsaStatusOf({ evidence }: ImageResult): string {
  const readings = [evidence.slsa, ...evidence.perPlatform.map(({ slsa }) => slsa)];
  const statuses = readings.flatMap((slsa) => valueOf(slsa)?.status ?? []);
  return oneLine([...new Set(statuses)].join(', '), TEXT_MAX);
}

function textOf(value: number | boolean | undefined): string {
  return value === undefined ? '' : String(value);
}
