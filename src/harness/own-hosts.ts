import { toGateError } from '../errors.ts';
import type { Ask } from '../gate/ports.ts';
import { SYSTEM_INFO, systemInfoSchema } from './api.ts';
import type { Caller } from './caller.ts';

/**
 * What tells the hosts that the registry calls its own; none where the installation does not say. Asked once for all
 * images, and again where one image's clock or end would have decided for the others.
 */
export function createOwnHosts(
  call: Caller,
  account: string,
): (ask: Ask) => Promise<readonly string[]> {
  let hosts: Promise<readonly string[]> | undefined;
  return async function readOwnHosts(ask) {
    const asked = hosts ?? readHosts(call, account, ask);
    hosts = asked;
    try {
      return await asked;
    } catch (error) {
      if (hosts === asked) hosts = undefined;
      if (toGateError(error).code === 'ended' && !ask.signal.aborted) return readOwnHosts(ask);
      throw error;
    }
  };
}

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
