import type { Policy } from '../../src/policy/policy.ts';
import { NUMBERS, type NumbersState } from './numbers-model.ts';
import { DIGESTS, GROWN } from './registry-model.ts';
import type { ModelRun } from './run-model.ts';
import { findScanGap, isScanProven } from './scan-oracle.ts';
import type { Told } from './trace.ts';

/** Counts may still be arriving while the scan is younger than this; then they must have read the same for so long. */
const STEADY_MS = 10_000;
/** Older answers are asked for again before a pass. */
const OLD_MS = 30_000;

/**
 * What is missing for a pass, from nothing but what the services said, in the order they said it; `undefined` when a
 * pass is justified. Written from the product's rules: it shares no code with the gate.
 */
export function findGap(run: ModelRun, policy: Policy): string | undefined {
  const judged = run.result.images[0]?.digest;
  if (judged === undefined) return 'no digest is judged';
  return (
    findTagGap(run, judged) ??
    findQuarantineGap(run, judged) ??
    findContentsGap(run) ??
    findListingGap(run, policy) ??
    findNumbersGap(run.told, platformsOf(run, judged), policy) ??
    findScanGap(run.told, policy.xray === 'if-present') ??
    findNothingKnown(run.told, platformsOf(run, judged)) ??
    findOldAnswer(run.told)
  );
}

/** A pass rests on what was said at the end, not on what was once said. */
function findOldAnswer(told: readonly Told[]): string | undefined {
  const end = told.at(-1)?.at ?? 0;
  const isOld = (call: Told['call'], most: number) => {
    const last = told.findLast((one) => one.call === call);
    return last !== undefined && end - last.at > most;
  };
  if (isOld('tag', 0) || isOld('version', 0)) return 'the registry was not read again at the end';
  const calls = ['numbers', 'status', 'listing'] as const;
  if (calls.some((call) => isOld(call, OLD_MS))) return 'an answer is old';
  // Where no scan is known, nothing rests on the file.
  return isScanProven(told) && isOld('find', OLD_MS) ? 'the look at the file is old' : undefined;
}

function findTagGap({ told, result }: ModelRun, judged: string): string | undefined {
  const tags = result.images[0]?.image.tags ?? [];
  const wrong = tags.find((tag) => {
    const last = told.findLast(({ call, subject }) => call === 'tag' && subject === tag);
    return DIGESTS[last?.word ?? ''] !== judged;
  });
  return wrong === undefined ? undefined : `the tag ${wrong} does not point to the judged digest`;
}

function findQuarantineGap({ told }: ModelRun, judged: string): string | undefined {
  const version = told.findLast(({ call, subject }) => call === 'version' && subject === judged);
  const rows = told.findLast(({ call }) => call === 'rows');
  // One manifest is its own only platform: what the version says of itself is enough where the list says nothing.
  const isListFree = ['free', 'grown', 'none', 'outage'].includes(rows?.word ?? '');
  const isFree = version?.word === 'free' && isListFree;
  return isFree ? undefined : 'nothing says that the image is not quarantined';
}

/** What is inside: the manifest of the digest, or Harness's own list; a list that was there must not vanish. */
function findContentsGap({ told }: ModelRun): string | undefined {
  const last = told.findLast(({ call }) => call === 'rows')?.word;
  if (last === 'free' || last === 'grown') return findManifestGap(told);
  if (told.findLast(({ call }) => call === 'manifest')?.word !== 'proven') {
    return 'nothing says what is inside';
  }
  const isGone =
    last === 'none' && told.some(({ call, word }) => call === 'rows' && LISTED.has(word));
  return isGone ? 'the list of platforms was there and is gone' : undefined;
}

const LISTED = new Set(['free', 'grown', 'silent', 'quarantined']);

/** A list alone will do, but not beside a manifest that could not be read, or asked for. */
function findManifestGap(told: readonly Told[]): string | undefined {
  const last = told.findLast(({ call }) => call === 'manifest')?.word ?? 'outage';
  return ['proven', 'foreign', 'none'].includes(last) ? undefined : `the manifest is ${last}`;
}

const FIREWALL_PASSES = new Set(['exempt', 'allowed', 'warned']);

function findListingGap({ told }: ModelRun, policy: Policy): string | undefined {
  const words = told.filter(({ call }) => call === 'listing').map(({ word }) => word);
  const last = words.at(-1) ?? 'outage';
  if (FIREWALL_PASSES.has(last)) return undefined;
  if (last !== 'absent') return `the lists say ${last}`;
  if (policy.firewall === 'required') return 'the firewall has no verdict';
  const wasThere = words.some((word) => FIREWALL_PASSES.has(word) || word === 'blocked');
  return wasThere ? "the firewall's verdict was there and is gone" : undefined;
}

/** What ships, by the last list that was read. */
function platformsOf({ told }: ModelRun, judged: string): readonly string[] {
  const rows = told.findLast(({ call }) => call === 'rows');
  return rows?.word === 'grown' ? [judged, GROWN] : [judged];
}

function findNumbersGap(
  told: readonly Told[],
  platforms: readonly string[],
  policy: Policy,
): string | undefined {
  for (const platform of platforms) {
    const heard = told.filter(({ call, subject }) => call === 'numbers' && subject === platform);
    const gap = findPlatformGap(heard, policy);
    if (gap !== undefined) return `${gap} of ${platform.slice(0, 10)}`;
  }
  return findSlsaGap(told, platforms, policy);
}

const GOOD_STO = new Set<NumbersState['sto']>(['good', 'fresh', 'fresher']);

function findPlatformGap(heard: readonly Told[], policy: Policy): string | undefined {
  const last = stateOf(heard.at(-1));
  if (last === undefined || last.trouble !== undefined) return 'no numbers';
  const hadSto = heard.some((one) => (stateOf(one)?.sto ?? 'none') !== 'none');
  const hadSlsa = heard.some((one) => (stateOf(one)?.slsa ?? 'none') !== 'none');
  if (hadSlsa && last.slsa === 'none') return 'SLSA was there and is gone';
  const sbomGap = findSbomGap(heard, policy);
  if (sbomGap !== undefined) return sbomGap;
  if (last.sto === 'none') {
    if (hadSto) return 'STO was there and is gone';
    return policy.sto === 'if-present' ? undefined : 'no STO result';
  }
  if (!GOOD_STO.has(last.sto)) return `STO is ${last.sto}`;
  return last.sto === 'good' || isSteady(heard) ? undefined : 'fresh counts were not steady';
}

function findSbomGap(heard: readonly Told[], policy: Policy): string | undefined {
  const last = stateOf(heard.at(-1))?.sbom;
  if (last === 'good') return undefined;
  if (last !== undefined) return `SBOM is ${last}`;
  if (policy.sbom === 'required') return 'no SBOM';
  // What nobody could read may not have been one.
  const had = heard.map((one) => stateOf(one)?.sbom).filter((word) => word !== 'odd');
  return had.some((word) => word !== undefined) ? 'the SBOM was there and is gone' : undefined;
}

function isSteady(heard: readonly Told[]): boolean {
  const last = heard.at(-1);
  const other = heard.findLastIndex(({ word }) => word !== last?.word);
  const [first] = heard.slice(other + 1);
  return last !== undefined && first !== undefined && last.at - first.at >= STEADY_MS;
}

function findSlsaGap(
  told: readonly Told[],
  platforms: readonly string[],
  policy: Policy,
): string | undefined {
  const states = platforms.map((platform) =>
    stateOf(told.findLast(({ call, subject }) => call === 'numbers' && subject === platform)),
  );
  if (states.some((state) => state === undefined || ['failed', 'novel'].includes(state.slsa))) {
    return 'SLSA objects';
  }
  // The first digest is the image's own: its status speaks for all platforms.
  if (states[0]?.slsa === 'passed' || states.every((state) => state?.slsa === 'passed')) return;
  return policy.slsa === 'if-present' ? undefined : 'no SLSA status';
}

/** `if-present` everywhere must not let an image through of which no scan is known. */
function findNothingKnown(told: readonly Told[], platforms: readonly string[]): string | undefined {
  const isStoKnown = platforms.every((platform) => {
    const last = told.findLast(({ call, subject }) => call === 'numbers' && subject === platform);
    return GOOD_STO.has(stateOf(last)?.sto ?? 'none');
  });
  return isStoKnown || isScanProven(told) ? undefined : 'no scan is known';
}

function stateOf(told: Told | undefined): NumbersState | undefined {
  const states: Readonly<Record<string, NumbersState>> = NUMBERS;
  return told === undefined ? undefined : states[told.word];
}
