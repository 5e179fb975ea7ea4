import { toGateError } from '../errors.ts';
import type { Place, Registry } from '../gate/ports.ts';
import type { HttpClient } from '../http/request.ts';
import { createCaller } from './caller.ts';
import { linkToScan, linkToVersion } from './links.ts';
import { readListing } from './listing.ts';
import { createOwnHosts } from './own-hosts.ts';
import { findScope, guessedWrong, type HarnessScope, type Scope } from './scope.ts';
import { readTag } from './tags.ts';
import { readIntegration, readManifest, readRows, readVersion } from './version.ts';

/** Harness Artifact Registry as the gate sees it. Scopes and the registry's host are looked up once a run. */
export function createRegistry(client: HttpClient, harness: HarnessScope): Registry {
  const call = createCaller(client);
  const scopes = new Map<string, Promise<Scope>>();
  const guesses = new Set<Place>();
  const readOwnHosts = createOwnHosts(call, harness.account);

  /** A guessed scope that does not hold the registry means that the guess was wrong. */
  async function inScope<T>(place: Place, answer: Promise<T>): Promise<T> {
    try {
      return await answer;
    } catch (error) {
      const { code, status } = toGateError(error);
      if (guesses.has(place) && code === 'configuration' && status === 400) {
        throw guessedWrong(place.registry);
      }
      throw error;
    }
  }

  return {
    calm: (signal) => client.calm(signal),
    async locate(image, ask) {
      const scope = scopes.get(image.registry) ?? findScope(call, harness, image.registry, ask);
      scopes.set(image.registry, scope);
      const { place, isGuess } = await scope;
      if (isGuess) guesses.add(place);
      return place;
    },
    readTag: (place, image, tag, ask) => inScope(place, readTag(call, { place, image, tag, ask })),
    readManifest: (version, ask) => inScope(version.place, readManifest(call, version, ask)),
    readRows: (version, ask) => inScope(version.place, readRows(call, version, ask)),
    readVersion: (version, ask) =>
      inScope(
        version.place,
        readVersion(call, version, ask, () => readOwnHosts(ask)),
      ),
    readIntegration: (version, subject, ask) =>
      inScope(version.place, readIntegration(call, version, subject, ask)),
    readListing: (version, ask) => inScope(version.place, readListing(call, version, ask)),
    linkToVersion: (version) => linkToVersion(harness.url, version),
    linkToScan: (version, scan) => linkToScan(harness.url, version, scan),
  };
}
