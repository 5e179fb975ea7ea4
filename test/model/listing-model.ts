import type { ListingReading } from '../../src/gate/ports.ts';
import type { Evidence, Firewall } from '../../src/image/evidence.ts';
import { forbidden, outage } from './scanner-model.ts';

/** What the lists of Harness would say of the image: the firewall's verdict, or a quarantine. */
export type ListingWord =
  | 'exempt'
  | 'allowed'
  | 'warned'
  | 'blocked'
  | 'absent'
  | 'odd'
  | 'quarantined'
  | 'outage'
  | 'forbidden';

const FIREWALL: Readonly<Record<Exclude<ListingWord, 'outage' | 'forbidden'>, Evidence<Firewall>>> =
  {
    exempt: { kind: 'known', value: 'exempt' },
    allowed: { kind: 'known', value: 'ALLOWED' },
    warned: { kind: 'known', value: 'WARN' },
    blocked: { kind: 'known', value: 'BLOCKED' },
    absent: { kind: 'absent', why: 'Harness has no firewall result' },
    odd: { kind: 'unrecognised', raw: 'MAYBE' },
    quarantined: { kind: 'known', value: 'exempt' },
  };

/** The answer as the gate's port gives it. */
export function toListing(word: ListingWord): ListingReading {
  if (word === 'outage') throw outage('Harness');
  if (word === 'forbidden') throw forbidden('Harness');
  const quarantine = word === 'quarantined' ? { reason: 'listed' } : undefined;
  return { firewall: FIREWALL[word], quarantine, others: [] };
}
