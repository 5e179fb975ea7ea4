import { GateError, toGateError } from '../errors.ts';
import type { Ask, Place } from '../gate/ports.ts';
import { registriesRoute, registriesSchema } from './api.ts';
import type { Caller } from './caller.ts';
import { type Collected, collectPages, pageQuery, searchQuery } from './pages.ts';

interface RegistryRow {
  readonly identifier: string;
  readonly path?: string | null | undefined;
  readonly type?: string | null | undefined;
}

const MOST_PAGES = 20;

const NONE = { rows: [], complete: true } as const;

/** Where the user says that the registries are. */
export interface HarnessScope {
  readonly url: URL;
  readonly account: string;
  readonly org: string | undefined;
  readonly project: string | undefined;
}

/** The place of a registry, and what to say when it turns out not to be there. */
export interface Scope {
  readonly place: Place;
  /** The account would not list its registries: the scope is a guess that one request will confirm. */
  readonly isGuess: boolean;
}

/**
 * Finds a registry's scope: given by the inputs, else from the account's registries. Org and project are not
 * part of an image's name, and registry names are unique within an account.
 */
export async function findScope(
  call: Caller,
  harness: HarnessScope,
  registry: string,
  ask: Ask,
): Promise<Scope> {
  const given = { account: harness.account, org: harness.org, project: harness.project, registry };
  if (harness.org !== undefined) return { place: { ...given, type: undefined }, isGuess: false };
  const { rows, complete } = await listRegistries(call, harness.account, registry, ask);
  const places = rows.map((row) => toPlace(row, harness.account, registry));
  const [place, ...others] = places;
  if (others.length > 0) throw severalRegistries(registry, rows);
  if (!complete) throw endlessList(registry);
  if (place === undefined) return { place: { ...given, type: undefined }, isGuess: true };
  return { place, isGuess: false };
}

/** The registries of exactly that name, and whether that is all of them; none when the key may not list them. */
async function listRegistries(
  call: Caller,
  account: string,
  registry: string,
  ask: Ask,
): Promise<Pick<Collected<RegistryRow>, 'rows' | 'complete'>> {
  try {
    const found = await collectPages<RegistryRow>({
      readPage: async (page) => {
        const query = {
          scope: 'descendants',
          package_type: 'DOCKER',
          ...searchQuery(registry),
          ...pageQuery(page),
        };
        const answer = await call({
          route: registriesRoute(account),
          query,
          schema: registriesSchema,
          ask,
        });
        if (answer.kind !== 'data') return undefined;
        const { registries, itemCount } = answer.data.data;
        return { rows: registries ?? [], total: itemCount ?? undefined };
      },
      key: ({ identifier, path }) => path ?? identifier,
      most: MOST_PAGES,
    });
    if (found === undefined) return NONE;
    const rows = found.rows.filter(({ identifier }) => identifier === registry);
    return { rows, complete: found.complete && found.unseen === 0 };
  } catch (error) {
    if (isForbidden(error)) return NONE;
    throw error;
  }
}

/** A key of a project may not list the account (403); a wrong key is an error of its own. */
function isForbidden(error: unknown): boolean {
  const { code, status } = toGateError(error);
  return code === 'permission' && status === 403;
}

function toPlace({ path, type }: RegistryRow, account: string, registry: string): Place {
  const parts = (path ?? '').split('/');
  const [first, ...rest] = parts;
  const last = rest.pop();
  const isValid = parts.every((part) => /^[A-Za-z0-9_$.-]+$/.test(part) && !/^\.+$/.test(part));
  if (!isValid || first !== account || last !== registry || rest.length > 2) {
    throw new GateError(
      'unrecognised',
      'Harness listed the registry under a path that is not account/org/project/registry: set harness-org and harness-project',
    );
  }
  return { account, org: rest[0], project: rest[1], registry, type: toType(type) };
}

function toType(type: string | null | undefined): Place['type'] {
  return type === 'VIRTUAL' || type === 'UPSTREAM' ? type : undefined;
}

function severalRegistries(registry: string, rows: readonly RegistryRow[]): GateError {
  const paths = rows.map(({ path }) => path ?? '?').sort();
  return new GateError(
    'configuration',
    `the account has ${rows.length} registries named ${registry}: ${paths.slice(0, 5).join(', ')}; set harness-org and harness-project to the one that is meant`,
  );
}

/** In the part that was not seen another registry of that name may be, and be the one that is meant. */
function endlessList(registry: string): GateError {
  return new GateError(
    'unrecognised',
    `the list of the account's registries does not come to its end, so that ${registry} may be there twice: set harness-org and harness-project`,
  );
}

/** What to say when the guessed scope does not hold the registry. */
export function guessedWrong(registry: string): GateError {
  return new GateError(
    'configuration',
    `no registry ${registry} was found for this key: this key may not list the account's registries, or there is none of that name; set harness-org and harness-project, or check the registry in image`,
  );
}
