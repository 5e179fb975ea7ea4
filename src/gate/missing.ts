import { type ImageEvidence, known, type PlatformList } from '../image/evidence.ts';
import { isOverLimit } from '../policy/counts.ts';
import type { Requirement } from '../policy/policy.ts';
import { assessSlsa } from '../policy/slsa-result.ts';
import { assessPlatforms } from '../policy/sto-result.ts';
import { needsMending } from '../policy/unknown.ts';
import type { Integration } from './read-integration.ts';
import type { Road } from './road.ts';
import { noEvidence } from './unknowns.ts';

/** Whether no later reading can change the verdict: counts over a limit, or something that must be mended first. */
export function isDecided(road: Road, integration: Integration, platforms: PlatformList): boolean {
  const evidence = evidenceOf(integration, platforms);
  return (
    isOverLimit(road.inputs.policy, evidence, road.ports.clock.wall()) || isHopeless(integration)
  );
}

/** Something that a reading of Harness lacks. */
export interface Missing {
  readonly check: 'sto' | 'slsa';
  readonly requirement: Requirement;
  /** In words, for the log. */
  readonly state: string;
}

/** What is still worth waiting for; `undefined` when nothing is. */
export function findAwaited(
  road: Road,
  integration: Integration,
  platforms: PlatformList,
): Missing | undefined {
  const missing = listMissing(road, integration, platforms);
  return missing.find(({ requirement }) => isAwaited(road, requirement));
}

/** What may still arrive, whether or not its clock has ended. */
export function listMissing(
  road: Road,
  integration: Integration,
  platforms: PlatformList,
): readonly Missing[] {
  const evidence = evidenceOf(integration, platforms);
  return [...listMissingSto(road, evidence), ...listMissingSlsa(road, evidence)];
}

function listMissingSto(road: Road, evidence: ImageEvidence): readonly Missing[] {
  const { policy } = road.inputs;
  const results = assessPlatforms(policy, evidence, road.ports.clock.wall());
  const unfinished = results.find((one) => one.unfinished);
  const waiting = unfinished ?? results.find(({ result }) => result.kind === 'absent');
  if (waiting === undefined) return [];
  // A result that lacks something is on its way: it is no absence that `if-present` would accept.
  const requirement = unfinished === undefined ? policy.sto : 'required';
  const state = `STO has no complete result for ${waiting.called} yet`;
  return [{ check: 'sto', requirement, state }];
}

function listMissingSlsa(road: Road, evidence: ImageEvidence): readonly Missing[] {
  const { policy } = road.inputs;
  if (assessSlsa(evidence, policy).kind !== 'absent') return [];
  return [{ check: 'slsa', requirement: policy.slsa, state: 'SLSA has no status yet' }];
}

function evidenceOf({ slsa, perPlatform }: Integration, platforms: PlatformList): ImageEvidence {
  return {
    ...noEvidence({ kind: 'off' }),
    platforms: known(platforms),
    slsa,
    perPlatform,
  };
}

/** Somebody must change something first: asking again cannot help. */
function isHopeless({ perPlatform, slsa }: Integration): boolean {
  return [...perPlatform.map(({ sto }) => sto), slsa].some(
    (part) => part.kind === 'unreachable' && needsMending(part.obstacle),
  );
}

function isAwaited(road: Road, requirement: Requirement): boolean {
  if (requirement === 'off') return false;
  const { clock } = road.ports;
  const until = requirement === 'required' ? road.clocks.scanUntil() : road.clocks.ifPresentUntil();
  return clock.now() < until;
}
