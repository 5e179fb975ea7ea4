import type { Digest } from '../image/digest.ts';
import { type PlatformList, valueOf } from '../image/evidence.ts';
import { callPlatforms } from '../image/platform-names.ts';
import { isBlocked } from '../policy/firewall.ts';
import { isQuarantined } from '../policy/quarantine.ts';
import type { Appearance } from './appear.ts';
import { addListing } from './listing.ts';
import type { Road } from './road.ts';
import type { Snapshot } from './snapshot.ts';

/** The image is there: its clocks start, and a finding that nothing can lift ends the wait for the scan. */
export function enter(road: Road, { version }: Appearance, snapshot: Snapshot): void {
  road.clocks.markAppeared();
  road.clocks.markPushed(snapshot.facts.pushedAt);
  const list = valueOf(snapshot.structure.platforms);
  road.mark('visible in Harness');
  road.say(describeImage(version.digest, list));
  const [only, ...others] = [...(list?.judged ?? []), ...(list?.notJudged ?? [])];
  if (others.length === 0) road.onlyPlatform = only?.digest;
  if (list === undefined || list.judged.length === 0 || (list.missing ?? []).length > 0) {
    road.stopWaiting('Xray was not awaited: the platforms of the image are not known');
  }
  stopForGood(road, snapshot);
}

/** The lists may come later than the rest; whatever says no first decides. */
function stopForGood(road: Road, { quarantine, listing, structure }: Snapshot): void {
  const { policy } = road.inputs;
  const stopIfQuarantined = (seen: Snapshot['quarantine']) => {
    if (!isQuarantined(policy, seen)) return;
    road.stopWaiting('Xray was not awaited: the image is quarantined');
  };
  stopIfQuarantined(quarantine);
  listing.then(
    (read) => {
      const listed = addListing(quarantine, read, valueOf(structure.platforms));
      stopIfQuarantined(listed.quarantine);
      if (!isBlocked(policy, listed.firewall)) return;
      road.stopWaiting('Xray was not awaited: the firewall blocks the image');
    },
    () => undefined,
  );
}

function describeImage(digest: Digest, list: PlatformList | undefined): string {
  const names = callPlatforms(list?.judged ?? []).join(', ');
  const proven = list?.proven === true ? '' : ' (the list is not proven)';
  return `found ${digest}: ${names || 'no platform'}${proven}`;
}
