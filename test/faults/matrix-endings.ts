import type { CallName } from '../simulator/calls.ts';
import type { Ending, Entry } from './catalogue.ts';

/** The calls of one image's road, those included that only some installations lead to. */
export const CALLS = [
  'listRegistries',
  'tags',
  'versions',
  'details',
  'manifest',
  'manifests',
  'listArtifacts',
  'versionDetails',
  'integrationdetails',
  'storage',
  'status',
  'xraySummary',
] as const satisfies readonly CallName[];

type RoadCall = (typeof CALLS)[number];

const NOT_THERE = ['404 not found', '500 not found'];
/** Without a list, a registry of the account itself is found all the same, and no other. */
export const UNLISTED = [...NOT_THERE, '403', '404 of the router'];
const JFROG: readonly RoadCall[] = ['storage', 'status', 'xraySummary'];
const SILENT = ['silent server', 'silent after half the body', 'one byte every 100 ms'];

/** What a call that ends so may be called when the deadline cuts its last attempt. */
const LATE: readonly Ending[] = ['unreachable', 'no time left'];

/** How an image may end whose call always meets the fault; the first is the usual one. */
export function acceptedEndings(call: RoadCall, entry: Entry): readonly Ending[] {
  const own = exceptionOf(call, entry) ?? entry.ending;
  const canBeCut = ['not there', 'still throttled', 'another image', 'unreachable'].includes(own);
  return canBeCut || call === 'manifests' ? [own, ...LATE] : [own];
}

function exceptionOf(call: RoadCall, { name, ending }: Entry): Ending | undefined {
  if (JFROG.includes(call)) return jfrogException(call, name);
  if (call === 'listRegistries') return UNLISTED.includes(name) ? 'no permission' : undefined;
  if (name === '404 of the router') return withoutCall(call);
  if (NOT_THERE.includes(name)) return whileMissing(call);
  // After four attempts the raw manifests lead on; attempts of 30 s each do not fit into the time.
  const isLost = ending === 'unreachable' || ending === 'still throttled';
  if (call === 'manifests' && isLost && !SILENT.includes(name)) return 'passes';
  return undefined;
}

/** Where there is another way, it is taken. */
function withoutCall(call: RoadCall): Ending | undefined {
  const hasOtherWay = ['tags', 'manifest', 'manifests', 'versionDetails'].includes(call);
  return hasOtherWay ? 'passes' : undefined;
}

/** What is only extra information may be missing. */
function whileMissing(call: RoadCall): Ending | undefined {
  const isExtra = ['manifest', 'manifests', 'listArtifacts', 'versionDetails'].includes(call);
  return isExtra ? 'passes' : undefined;
}

function jfrogException(call: RoadCall, name: string): Ending | undefined {
  // JFrog has no envelope.
  if (name === 'FAILURE with 200') return 'passes';
  // What Xray indexed decides where storage may not be read.
  if (name === '403' && call === 'storage') return 'passes';
  if (call === 'xraySummary' && /^4(?:00|04|10)|^\{\}/.test(name)) return 'another image';
  if (call === 'storage' && name === '{} with 200') return 'another image';
  if (name === '404 of the router' && call === 'storage') return 'refused';
  if (name === '500 not found' || name === '500 invalid digest') return 'unreachable';
  return name === '400 registry not found' ? 'refused' : undefined;
}
