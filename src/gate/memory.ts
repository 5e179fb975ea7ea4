import type { Digest } from '../image/digest.ts';
import type { Evidence, Firewall, IntegrationReading } from '../image/evidence.ts';
import { stillThere, wasSeen } from './unknowns.ts';

/**
 * What any reading of one image has ever seen. A call that had answered with data and has none now does not say
 * "no data": something vanished, and that must not be noted as absent.
 */
export class Memory {
  readonly #seen = new Map<Digest, IntegrationReading>();
  #firewall: Evidence<Firewall> = { kind: 'absent', why: 'not asked yet' };

  /** The reading, with what has vanished since an earlier one told as gone. */
  compare(subject: Digest, now: IntegrationReading): IntegrationReading {
    const before = this.#seen.get(subject);
    if (before === undefined) {
      this.#seen.set(subject, now);
      return now;
    }
    const reading = {
      sto: stillThere("STO's result", before.sto, now.sto),
      slsa: stillThere('the SLSA status', before.slsa, now.slsa),
      sbom: stillThere('the SBOM', before.sbom, now.sbom),
    };
    this.#seen.set(subject, {
      sto: keep(before.sto, reading.sto),
      slsa: keep(before.slsa, reading.slsa),
      sbom: keep(before.sbom, reading.sbom),
    });
    return reading;
  }

  /** The same for the firewall's verdict on the image. */
  compareFirewall(now: Evidence<Firewall>): Evidence<Firewall> {
    const firewall = stillThere('the firewall result', this.#firewall, now);
    this.#firewall = keep(this.#firewall, firewall);
    return firewall;
  }
}

/** A reading that came to nothing does not make what was seen before unseen. */
function keep<T>(before: Evidence<T>, now: Evidence<T>): Evidence<T> {
  return now.kind !== 'known' && wasSeen(before) ? before : now;
}
