import { type GateError, type ProblemCode, toGateError } from '../errors.ts';
import type { Evidence, ImageEvidence, IntegrationReading, Obstacle } from '../image/evidence.ts';

const OBSTACLES: Readonly<Record<ProblemCode, Obstacle>> = {
  input: 'configuration',
  configuration: 'configuration',
  permission: 'permission',
  'missing-call': 'missing-call',
  redirect: 'configuration',
  'login-page': 'configuration',
  'timed-out': 'timed-out',
  unreachable: 'outage',
  unrecognised: 'unrecognised',
  gone: 'gone',
  ended: 'ended',
  cancelled: 'ended',
  'output-file': 'bug',
  bug: 'bug',
};

/** What an error leaves known: nothing, and why. A cancelled run is no evidence of anything: it is thrown on. */
export function toUnreachable(error: unknown): Evidence<never> {
  const problem = toGateError(error);
  if (problem.code === 'cancelled') throw problem;
  return { kind: 'unreachable', why: problem.message, obstacle: OBSTACLES[problem.code] };
}

/** Evidence from a question that may throw. */
export async function toEvidence<T>(answer: Promise<Evidence<T>>): Promise<Evidence<T>> {
  try {
    return await answer;
  } catch (error) {
    return toUnreachable(error);
  }
}

/** What had been there and is absent now is no longer "no data": it disappeared, and stays so until it is back. */
export function stillThere<T>(what: string, before: Evidence<T>, now: Evidence<T>): Evidence<T> {
  return wasSeen(before) && now.kind === 'absent' ? gone(`${what} was there and is gone`) : now;
}

/** Whether there was something, understood or not. */
export function wasSeen(evidence: Evidence<unknown>): boolean {
  if (evidence.kind === 'unreachable') return evidence.obstacle === 'gone';
  return evidence.kind === 'known' || evidence.kind === 'unrecognised';
}

/** There before, missing now. */
export function gone(why: string): Evidence<never> {
  return { kind: 'unreachable', why, obstacle: 'gone' };
}

/** Integration details of which all three parts are in the same state. */
export function sameIntegration(part: Evidence<never>): IntegrationReading {
  return { sto: part, slsa: part, sbom: part };
}

/** The evidence of an image of which nothing was asked, or that came to an end before anything was known. */
export function noEvidence(why: Evidence<never>): ImageEvidence {
  return {
    tag: why,
    platforms: why,
    quarantine: why,
    firewall: why,
    xray: why,
    slsa: why,
    perPlatform: [],
  };
}

/** Not asked any more, because something else has already decided. */
export function ended(why: string): Evidence<never> {
  return { kind: 'unreachable', why, obstacle: 'ended' };
}

/** Whether an error is one that no later answer of the services can lift. */
export function isFinal({ code }: GateError): boolean {
  const obstacle = OBSTACLES[code];
  return obstacle === 'configuration' || obstacle === 'permission' || obstacle === 'missing-call';
}
