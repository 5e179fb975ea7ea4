import { XRAY_STATES, type XrayPart, type XrayScan, type XrayState } from '../image/evidence.ts';
import { findUnfinishedPart } from '../policy/xray.ts';
import type { StatusReading } from './ports.ts';

/** What a status means for the waiting. */
export type ScanState =
  | { readonly kind: 'unfinished'; readonly state: string }
  | { readonly kind: 'ended'; readonly state: XrayScan['state'] };

/**
 * Whether a scan has come to an end. An overall DONE is not the whole story: while the software composition
 * analysis is unfinished, or any part is pending or scanning, the scan goes on.
 */
export function readScanState({ state, parts }: StatusReading): ScanState {
  if (state === '') return { kind: 'unfinished', state: 'not started' };
  if (!isXrayState(state)) return { kind: 'unfinished', state };
  switch (state) {
    case 'NOT_SCANNED':
    case 'PENDING':
    case 'SCANNING':
      return { kind: 'unfinished', state };
    case 'DONE':
      return readParts(parts);
    case 'PARTIAL':
    case 'FAILED':
    case 'NOT_SUPPORTED':
      return { kind: 'ended', state };
    default:
      return state satisfies never;
  }
}

/** Whether anything was ever scanned, overall or in a part: from then on "no scan" is no answer. */
export function hasBegun({ state, parts }: StatusReading): boolean {
  const isIdle = state === '' || state === 'NOT_SCANNED' || state === 'NOT_SUPPORTED';
  return !isIdle || parts.some((part) => part.state === 'FAILED' || part.state === 'PARTIAL');
}

function readParts(parts: readonly XrayPart[]): ScanState {
  const running = findUnfinishedPart(parts);
  if (running === undefined) return { kind: 'ended', state: 'DONE' };
  return {
    kind: 'unfinished',
    state: `DONE, but ${running.name} ${running.state || 'not started'}`,
  };
}

function isXrayState(state: string): state is XrayState {
  return XRAY_STATES.some((known) => known === state);
}
