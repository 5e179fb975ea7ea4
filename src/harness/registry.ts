import { toGateError } from '../errors.ts';
import type { Ask, Place, Registry } from '../gate/ports.ts';
import type { HttpClient } from '../http/request.ts';
import { SYSTEM_INFO, systemInfoSchema } from './api.ts';
import { type Caller, createCaller } from './caller.ts';
import { linkToScan, linkToVersion } from './links.ts';
import { readListing } from './listing.ts';
import { findScope, guessedWrong, type HarnessScope, type Scope } from './scope.ts';
import { readTag } from './tags.ts';
import { readIntegration, readManifest, readRows, readVersion } from './version.ts';

/** Harness Artifact Registry as the gate sees it. Scopes and the registry's host are looked up once a run. */
export function createRegistry(client: HttpClient, harness: HarnessScope): Registry {
  const call = createCaller(client);
  const scopes = new Map<string, Promise<Scope>>();
  const guesses = new Set<Place>();
  let hosts: Promise<readonly string[]> | undefined;

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
        readVersion(call, version, ask, () => {
          hosts ??= readHosts(call, harness.account, ask).catch((error: unknown) => {
            // One image's clock or end must not decide for the next.
            hosts = undefined;
            throw error;
          });
          return hosts;
        }),
      ),
    readIntegration: (version, subject, ask) =>
      inScope(version.place, readIntegration(call, version, subject, ask)),
    readListing: (version, ask) => inScope(version.place, readListing(call, version, ask)),
    linkToVersion: (version) => linkToVersion(harness.url, version),
    linkToScan: (version, scan) => linkToScan(harness.url, version, scan),
  };
}

/** The hosts that the registry calls its own; none where the installation does not say. */
async function readHosts(call: Caller, account: string, ask: Ask): Promise<readonly string[]> {
  const query = { account_identifier: account };
  const answer = await call({ route: SYSTEM_INFO, query, schema: systemInfoSchema, ask });
  if (answer.kind !== 'data') return [];
  const info = 'data' in answer.data ? answer.data.data : answer.data;
  return [info.registryHost, info.registryUrl].flatMap(toHost);
}

function toHost(text: string | null | undefined): readonly string[] {
  if (!text) return [];
  const full = text.includes('://') ? text : `https://${text}`;
  return URL.canParse(full) ? [new URL(full).host] : [];
}
