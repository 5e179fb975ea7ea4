import type { ImageResult } from '../gate/result.ts';
import type { Digest } from '../image/digest.ts';
import { type Evidence, valueOf } from '../image/evidence.ts';
import { SEVERITIES, type Severity } from '../image/severity.ts';
import type { Policy } from '../policy/policy.ts';
import { assessPlatforms, type StoResult } from '../policy/sto-result.ts';

/** Issues by severity and those that STO exempts; `undefined` is unknown, never 0. */
export type Counts = Readonly<Record<Severity | 'ignored', number | undefined>>;

/** STO's numbers of one judged platform. */
export interface PlatformNumbers extends Counts {
  /** As outputs hold it. */
  readonly name: string;
  /** As pages call it. */
  readonly called: string;
  readonly digest: Digest;
  /** Epoch milliseconds. */
  readonly scannedAt: number | undefined;
}

/** STO's numbers of one image. */
export interface Numbers {
  readonly platforms: readonly PlatformNumbers[];
  /** Of the worst judged platform; unknown as soon as one platform's number is. */
  readonly worst: Counts;
  /** The oldest scan; unknown as soon as one platform's is. */
  readonly oldestScan: number | undefined;
}

/** STO's numbers as the rules took them: a reading that they found unfinished or unreadable has none. */
export function numbersOf(image: ImageResult, policy: Policy | undefined, now: number): Numbers {
  const platforms =
    policy === undefined ? [] : assessPlatforms(policy, image.evidence, now).map(toNumbers);
  const times = allOf(platforms, ({ scannedAt }) => scannedAt);
  return {
    platforms,
    worst: countsFrom((key) => highest(allOf(platforms, (one) => one[key]))),
    oldestScan: times === undefined ? undefined : Math.min(...times),
  };
}

function toNumbers(entry: {
  readonly name: string;
  readonly called: string;
  readonly platform: { readonly digest: Digest };
  readonly result: Evidence<StoResult>;
}): PlatformNumbers {
  const sto = valueOf(entry.result);
  return {
    name: entry.name,
    called: entry.called,
    digest: entry.platform.digest,
    scannedAt: sto?.scannedAt,
    ...countsFrom((key) => (key === 'ignored' ? sto?.ignored : sto?.counts[key])),
  };
}

function countsFrom(read: (key: keyof Counts) => number | undefined): Counts {
  const [critical, high, medium, low, info] = SEVERITIES.map(read);
  return { critical, high, medium, low, info, ignored: read('ignored') };
}

/** All values, or nothing where one is missing or nobody was asked. */
function allOf(
  platforms: readonly PlatformNumbers[],
  read: (platform: PlatformNumbers) => number | undefined,
): readonly number[] | undefined {
  const values = platforms.map(read).filter((value) => value !== undefined);
  return values.length === platforms.length && values.length > 0 ? values : undefined;
}

function highest(values: readonly number[] | undefined): number | undefined {
  return values === undefined ? undefined : Math.max(...values);
}
